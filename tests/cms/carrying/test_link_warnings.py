"""Links that some stores can't follow: who is told what, and that the counts are those of the stores' own pages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.articles.addresses import pages_with_address
from cms.carrying.following import Followers
from cms.carrying.link_warnings import links_of, warnings_of
from cms.models import ArticlePage, Placement
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, form_at, html_field, logged_in, saved, send, stream, text_of
from tests.factories.blocks import block, one_of_each_block, page_link, paragraph
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.people import client_of, pitman
from tests.factories.stores import StoreGroupFactory, make_store

__all__ = ["client_of", "pitman"]

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def stores() -> list[StorePage]:
    south = StoreGroupFactory.create(slug="south")
    return [make_store("pitman", groups=[south]), make_store("switchback", groups=[south]), make_store("far")]


def network_of_targets(stores: list[StorePage]) -> list[Page]:
    """Pages of every kind, each offered, hidden, licensed, local or withdrawn in another way."""
    first, second, far = stores
    south = first.registration.groups.get()
    past, later = AT - timedelta(days=1), AT + timedelta(days=1)
    experts = [make_expert(f"expert-{number}") for number in range(4)]
    hidden, required = make_article("hidden"), make_article("required", is_required=True)
    for article in (hidden, required):
        Placement.objects.create(store=far, article=article, is_hidden=True)
    private = make_article("private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    only_far = {"audience": "chosen", "stores": [far]}
    return [
        *(make_article("everywhere"), hidden, required, private, *experts),
        make_article("south", audience="chosen", groups=[south], excluded=[second], experts=experts[:1]),
        make_article("named", experts=[experts[1]], **only_far),  # type: ignore[arg-type]
        make_article("reviewed", reviewed_by=experts[2], reviewed_on=AT.date(), excluded=[far]),
        make_article("local", at_store=first, experts=[experts[1]]),
        make_article("draft", live=False, experts=[experts[3]]),
        make_article("expired", expire_at=past),
        make_article("ended", provider=ProviderFactory.create(slug="ended", licence_ends_at=AT)),
        make_article("to-come", provider=ProviderFactory.create(slug="to-come", licence_starts_at=later)),
        make_page("shared", excluded=[first]),
        make_page("chosen", groups=[south], audience="chosen"),
        make_page("about-us", at_store=second),
        *(health_news_of(first), health_news_of(far), first),
    ]


def test_followers_are_the_stores_that_have_an_address_for_the_page(stores: list[StorePage]) -> None:
    targets = network_of_targets(stores)
    found = Followers(AT).of_links([page.pk for page in targets])
    for page in targets:
        expected = {store.pk for store in stores if pages_with_address(store, AT).filter(pk=page.pk).exists()}
        assert found[page.pk] == expected, page


def test_number_of_queries_grows_with_neither_links_nor_stores(stores: list[StorePage]) -> None:
    targets = network_of_targets(stores)

    def queries(slug: str, linked: list[Page]) -> int:
        html = "".join(page_link(page.pk, page.slug) for page in linked)
        article = ArticlePage.objects.get(pk=make_article(slug, body=[paragraph(f"<p>{html}</p>")]).pk)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            warnings_of(article, AT)
        return len(captured)

    before = queries("few", targets)
    for number in range(12):
        make_store(f"more-{number}")
        expert = make_expert(f"more-{number}")
        targets += [expert, make_article(f"more-{number}", experts=[expert]), make_page(f"more-{number}")]
    assert queries("many", targets) == before
    # The experts who would be left out.
    assert queries("none", []) == 1


def test_warning_names_link_block_and_how_many(stores: list[StorePage]) -> None:
    target = make_article("south", audience="chosen", groups=[stores[0].registration.groups.get()])
    body = [
        paragraph("First."),
        block(
            "question",
            {"question": "Where?", "answer": f"<p>See {page_link(target.pk, 'the <b>south</b>')}.</p>"},
            "q",
        ),
    ]
    article = make_article("flu", body=body)
    assert warnings_of(article, AT) == [
        "'the south' in block 2 (Question): 1 of 3 stores can't follow this link, and shows plain text."
    ]


def test_only_stores_that_show_the_page_count(stores: list[StorePage]) -> None:
    target = make_article("target", excluded=stores[2:])
    html = f"<p>{page_link(target.pk, 'target')}</p>"
    assert warnings_of(make_article("same", body=[paragraph(html)], excluded=stores[2:]), AT) == []
    assert "1 of 3" in warnings_of(make_article("more", body=[paragraph(html)]), AT)[0]
    hidden = make_article("hidden", body=[paragraph(html)])
    Placement.objects.create(store=stores[2], article=hidden, is_hidden=True)
    assert warnings_of(hidden, AT) == []


def test_every_rich_text_of_a_body_is_read(stores: list[StorePage]) -> None:
    target = make_article("target", live=False)
    body = one_of_each_block(html=f"<p>{page_link(target.pk, 'target')}</p>")
    places = {link.place.partition("(")[2] for link in links_of(make_article("flu", body=body))}
    assert places == {"Paragraph)", "Question)", "Callout)"}


def test_biography_intro_shared_and_own_pages_are_read_too(stores: list[StorePage]) -> None:
    target = make_article("target", excluded=stores[:1])
    html = f"<p>{page_link(target.pk, 'target')}</p>"
    expert = make_expert("dr-sample", biography=html)
    make_article("flu", experts=[expert])
    news = health_news_of(stores[0])
    news.intro = html
    said = [
        *warnings_of(expert, AT),
        *warnings_of(make_page("shared", body=[paragraph(html)]), AT),
        *warnings_of(make_page("own", at_store=stores[0], body=[paragraph(html)]), AT),
        *warnings_of(make_article("local", at_store=stores[0], body=[paragraph(html)]), AT),
        *warnings_of(news, AT),
    ]
    assert [line.partition(": ")[2].partition(" can't")[0] for line in said] == [
        *("1 of 3 stores", "1 of 3 stores", "the store", "the store", "the store")
    ]


@pytest.mark.parametrize("role", ["speaks", "reviewed"])
def test_expert_who_is_not_published_is_named_as_left_out(stores: list[StorePage], role: str) -> None:
    expert = make_expert("dr-draft", title="Dr Draft", live=False)
    facts: dict[str, Any] = {"reviewed_by": expert, "reviewed_on": AT.date()}
    article = make_article("flu", **({"experts": [expert]} if role == "speaks" else facts))
    assert warnings_of(article, AT) == ["Dr Draft is not published, and is left out at every store."]


def test_newsroom_is_told_in_the_form_and_on_publish_and_is_not_held_up(stores: list[StorePage]) -> None:
    client: Client = logged_in(make_editor())
    target = make_article("target", excluded=stores[2:])
    html = f"<p>{page_link(target.pk, 'the target')}</p>"
    article = make_article("flu", body=[paragraph(html)])
    said = "'the target' in block 1 (Paragraph): 1 of 3 stores can't follow this link"
    url = edit_url(article)
    assert said in text_of(client.get(url))
    form = {**stream("body", ("paragraph", html_field(html))), **stream("sources"), **stream("corrections")}
    response = send(client, url, form_at(client, url), hero_alt="A picture", **form)
    saved(response)
    assert said in text_of(client.get(response["Location"]))
    assert ArticlePage.objects.get(pk=article.pk).hero_alt == "A picture"


def test_owner_is_told_of_the_own_store_only(client_of: Callable[[str], Client], pitman: StorePage) -> None:
    target = make_article("target", excluded=[pitman])
    html = f"<p>{page_link(target.pk, 'the target')}</p>"
    article = make_article("open-day", at_store=pitman, body=[paragraph(html)])
    page = text_of(client_of("owner").get(edit_url(article)))
    assert "'the target' in block 1 (Paragraph): the store can't follow this link" in page
