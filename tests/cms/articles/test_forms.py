"""The newsroom's forms in the real admin, as an editor sends them."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from time_machine import travel
from wagtail.models import Page

from cms.models import ArticlePage, ExpertPage, Provider, StandardPage
from stores.choices import AudienceKind
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import (
    PROVIDER_FIELDS,
    add_rows,
    add_url,
    edit_url,
    errors_of,
    form_at,
    html_field,
    logged_in,
    paragraphs,
    saved,
    send,
    stream,
    text_of,
)
from tests.factories.network import (
    FOUNDED_AT,
    articles_folder,
    experts_folder,
    make_admin,
    make_editor,
    make_user,
    shared_pages_folder,
)
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

UNKNOWN = "{{ store.nmae }}"
MESSAGE = f"Unknown token {UNKNOWN}. Did you mean "


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


def new_article(client: Client, parent: Page | None = None, **changes: Any) -> Any:
    """Fill in the form of a new article and publish it."""
    url = add_url(ArticlePage, parent or articles_folder())
    facts = {
        "title": "Flu season",
        "slug": "flu-season",
        "teaser": "What to ask at {{ store.name }}.",
        "published_on": "2026-11-20",
        "provider": ProviderFactory.create().pk,
        **paragraphs("body", "<p>Wash your hands.</p>"),
        **stream("sources"),
        **stream("corrections"),
    }
    return send(client, url, form_at(client, url), **{**facts, **changes})


def test_editor_writes_once_and_every_store_carries_it(editor: Client) -> None:
    stores = [make_store("pitman"), make_store("switchback")]
    saved(new_article(editor))
    article = ArticlePage.objects.get(slug="flu-season")
    assert article.live
    assert [article in ArticlePage.objects.carried_by(store, FOUNDED_AT) for store in stores] == [True, True]
    assert article.body.raw_data[0]["value"] == article.body[0].value.source


def test_editor_saves_a_draft_that_nobody_carries(editor: Client) -> None:
    store = make_store("pitman")
    saved(new_article(editor, action="draft"))
    assert not ArticlePage.objects.get(slug="flu-season").live
    assert not ArticlePage.objects.carried_by(store, FOUNDED_AT).exists()


def test_editor_chooses_groups_and_stores(editor: Client) -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    pitman, switchback, mercer = make_store("pitman", groups=[group]), make_store("switchback"), make_store("mercer")
    excluded = make_store("vineland", groups=[group])
    saved(
        new_article(
            editor,
            audience=AudienceKind.CHOSEN,
            audience_groups=[group.pk],
            audience_stores=[switchback.pk],
            excluded_stores=[excluded.pk],
        )
    )
    carrying = [
        store.slug
        for store in (pitman, switchback, mercer, excluded)
        if ArticlePage.objects.carried_by(store, FOUNDED_AT).exists()
    ]
    assert carrying == ["pitman", "switchback"]


def test_chosen_audience_of_nobody_is_refused(editor: Client) -> None:
    response = new_article(editor, audience=AudienceKind.CHOSEN)
    assert errors_of(response) == {"audience_groups": ["Choose at least one group or store, or choose 'Every store'."]}


def test_chosen_audience_of_nobody_is_refused_on_a_standard_page(editor: Client) -> None:
    url = add_url(StandardPage, shared_pages_folder())
    facts = {"title": "Privacy", "slug": "privacy", "audience": "chosen", **paragraphs("body", "<p>Ours.</p>")}
    assert list(errors_of(send(editor, url, form_at(editor, url), **facts))) == ["audience_groups"]


def test_slug_of_another_library_article_is_refused_and_names_it(editor: Client) -> None:
    twin = make_article("flu-season", title="Flu last year")
    (messages,) = errors_of(new_article(editor)).values()
    assert f"The library article 'Flu last year' (id {twin.pk}) has this slug already." in messages


def test_library_slug_that_a_local_article_has_is_refused_and_names_it(editor: Client) -> None:
    twin = make_article("flu-season", title="Flu shots here", at_store=make_store("pitman"))
    errors = errors_of(new_article(editor))
    assert errors == {"slug": [f"The local article 'Flu shots here' (id {twin.pk}) has this slug already."]}


def test_local_slug_that_a_library_article_has_is_refused_and_names_it() -> None:
    twin = make_article("flu-season", title="Flu last year")
    news = health_news_of(make_store("pitman"))
    errors = errors_of(new_article(logged_in(make_admin()), news))
    assert errors == {"slug": [f"The library article 'Flu last year' (id {twin.pk}) has this slug already."]}


def test_two_stores_may_have_local_articles_of_one_slug() -> None:
    make_article("flu-season", at_store=make_store("pitman"))
    news = health_news_of(make_store("switchback"))
    saved(new_article(logged_in(make_admin()), news))
    assert ArticlePage.objects.filter(slug="flu-season").count() == 2


def test_article_may_keep_its_slug(editor: Client) -> None:
    article = make_article("flu-season")
    form = form_at(editor, edit_url(article))
    body = paragraphs("body", "<p>Wash your hands.</p>")
    saved(
        send(
            editor,
            edit_url(article),
            form,
            title="Flu season again",
            **body,
            **stream("sources"),
            **stream("corrections"),
        )
    )
    article.refresh_from_db()
    assert (article.title, article.slug, article.live) == ("Flu season again", "flu-season", True)


def test_unknown_token_in_the_teaser_is_refused_on_its_field(editor: Client) -> None:
    (messages,) = errors_of(new_article(editor, teaser=f"At {UNKNOWN}")).values()
    assert messages[0].startswith(MESSAGE)


def test_unknown_token_in_a_draft_is_refused_too(editor: Client) -> None:
    response = new_article(editor, action="draft", teaser=f"At {UNKNOWN}")
    assert list(errors_of(response)) == ["teaser"]


TABLE = {
    "column-count": "1",
    "row-count": "1",
    "column-0-type": "text",
    "column-0-heading": "Medicine",
    "column-0-order": "0",
    "column-0-deleted": "",
    "row-0-order": "0",
    "row-0-deleted": "",
    "cell-0-0": "Sample",
    "caption": "",
}


def listed(name: str, value: Any) -> dict[str, Any]:
    """A list of one."""
    return {f"{name}-count": "1", f"{name}-0-value": value, f"{name}-0-order": "0", f"{name}-0-deleted": ""}


BLOCKS: dict[str, tuple[str, Any]] = {
    "paragraph": ("paragraph", f"<p>At {UNKNOWN}.</p>"),
    "heading": ("heading", {"text": f"At {UNKNOWN}", "level": "2"}),
    "question": ("question", {"question": f"What of {UNKNOWN}?", "answer": "<p>Ask.</p>"}),
    "answer": ("question", {"question": "What now?", "answer": f"<p>Ask {UNKNOWN}.</p>"}),
    "title of key points": ("key_points", {"title": f"At {UNKNOWN}", **listed("points", "Wash your hands.")}),
    "key point": ("key_points", {"title": "Key points", **listed("points", f"Ask {UNKNOWN}.")}),
    "quote": ("quote", {"text": f"Thank you, {UNKNOWN}.", "attribution": "A patient"}),
    "attribution": ("quote", {"text": "Thank you.", "attribution": f"A patient of {UNKNOWN}"}),
    "cell": ("table", {**TABLE, "cell-0-0": f"At {UNKNOWN}"}),
    "column heading": ("table", {**TABLE, "column-0-heading": f"At {UNKNOWN}"}),
    "table caption": ("table", {**TABLE, "caption": f"At {UNKNOWN}"}),
    "callout": ("callout", {"style": "tip", "text": f"<p>Ask {UNKNOWN}.</p>"}),
    "video title": (
        "video",
        {"url": "https://youtu.be/abcdefghijk", "title": f"A day at {UNKNOWN}", "picture": ""},
    ),
    "reference": (
        "references",
        {**listed("items", {"text": f"Registry of {UNKNOWN}", "url": ""})},
    ),
}


def blocks_fields() -> dict[str, Any]:
    """A body of a block for each place, its rich texts as the editor sends them."""

    def field(text: Any) -> Any:
        return html_field(text) if isinstance(text, str) and text.startswith("<p>") else text

    def value_of(value: Any) -> Any:
        return {name: field(item) for name, item in value.items()} if isinstance(value, dict) else field(value)

    return stream("body", *((kind, value_of(value)) for kind, value in BLOCKS.values()))


def test_unknown_token_in_the_body_is_refused_by_name_in_every_place(editor: Client) -> None:
    response = new_article(editor, **blocks_fields())
    assert list(errors_of(response)) == ["body"]
    (error,) = response.context["form"].errors.as_data()["body"]
    assert set(error.block_errors) == set(range(len(BLOCKS)))
    assert text_of(response).count(MESSAGE) >= len(BLOCKS)


def test_known_token_in_the_body_is_taken_in_every_place(editor: Client) -> None:
    fields = blocks_fields()
    saved(new_article(editor, **{name: value.replace("nmae", "name") for name, value in fields.items()}))
    blocks = ArticlePage.objects.get(slug="flu-season").body.raw_data
    assert ["{{ store.name }}" in str(block) for block in blocks] == [True] * len(BLOCKS)


def test_token_that_markup_cuts_in_two_is_refused(editor: Client) -> None:
    response = new_article(editor, **stream("body", ("paragraph", html_field("<p>At {{ <b>store.name</b> }}.</p>"))))
    assert list(errors_of(response)) == ["body"]


def editor_state(text: str, *, url: str) -> str:
    """What the rich-text editor sends for one linked text; a hostile browser may send anything."""
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": url}}
    block = {
        "key": "abcde",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": len(text), "key": 0}],
    }
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_link_that_runs_a_script_is_not_kept(editor: Client, url: str) -> None:
    saved(new_article(editor, **stream("body", ("paragraph", editor_state("this", url=url)))))
    source = ArticlePage.objects.get(slug="flu-season").body[0].value.source
    assert "href" not in source
    assert "this" in source


def test_markup_that_is_typed_is_kept_as_text(editor: Client) -> None:
    state = editor_state("<script>alert(1)</script>", url="https://a.example/")
    saved(new_article(editor, **stream("body", ("paragraph", state))))
    source = ArticlePage.objects.get(slug="flu-season").body[0].value.source
    assert "<script" not in source
    assert '<a href="https://a.example/">&lt;script&gt;' in source


def test_unknown_token_in_a_standard_page_is_refused(editor: Client) -> None:
    page = make_page("privacy")
    form = form_at(editor, edit_url(page))
    response = send(editor, edit_url(page), form, **paragraphs("body", f"<p>At {UNKNOWN}.</p>"))
    assert MESSAGE in text_of(response)
    assert list(errors_of(response)) == ["body"]


def test_unknown_token_in_a_biography_is_refused(editor: Client) -> None:
    expert = make_expert("sample-doctor")
    form = form_at(editor, edit_url(expert))
    changes = {"biography": html_field(f"<p>At {UNKNOWN}.</p>"), **stream("links")}
    (messages,) = errors_of(send(editor, edit_url(expert), form, **changes)).values()
    assert messages[0].startswith(MESSAGE)


@pytest.mark.parametrize("field", ["disclaimer", "copyright"])
def test_unknown_token_in_a_providers_line_is_refused(editor: Client, field: str) -> None:
    provider = ProviderFactory.create()
    url = reverse(Provider.snippet_viewset.get_url_name("edit"), args=[provider.pk])  # type: ignore[attr-defined]
    facts = {
        "name": "Network",
        "slug": "network",
        "dateline": "",
        "audience": "every",
        "disclaimer": "By {{ provider.name }}.",
        "copyright": "{{ article.year }}",
        **PROVIDER_FIELDS,
    }
    response = editor.post(url, {**facts, field: f"By {UNKNOWN}."})
    assert MESSAGE in errors_of(response)[field][0]
    assert editor.post(url, facts).status_code == 302


def test_unknown_token_in_a_banner_is_refused_in_its_row() -> None:
    store = make_store("pitman", banners=[])
    admin = logged_in(make_admin())
    form = form_at(admin, edit_url(store))
    add_rows(form, "promo_banners", {"text": f"At {UNKNOWN}", "style": "info", "has_no_end": "on"})
    errors = errors_of(send(admin, edit_url(store), form))
    assert list(errors) == ["promo_banners-0-text"]
    assert errors["promo_banners-0-text"][0].startswith(MESSAGE)


def test_editor_makes_an_expert(editor: Client) -> None:
    url = add_url(ExpertPage, experts_folder())
    facts = {"title": "Sample Doctor", "slug": "sample-doctor", "orcid": "0000-0002-1825-0097", "npi": "1234567893"}
    biography = {"biography": html_field("<p>A sample.</p>"), **stream("links")}
    saved(send(editor, url, form_at(editor, url), **facts, **biography))
    assert ExpertPage.objects.get(slug="sample-doctor").live


@pytest.mark.parametrize(("field", "value"), [("orcid", "0000-0002-1825"), ("npi", "1234567890")])
def test_bad_identifier_of_an_expert_is_refused_on_its_field(editor: Client, field: str, value: str) -> None:
    url = add_url(ExpertPage, experts_folder())
    facts = {"title": "Sample Doctor", "slug": "sample-doctor", field: value, **stream("links")}
    assert list(errors_of(send(editor, url, form_at(editor, url), **facts))) == [field]


def test_store_page_takes_hours_and_banners_from_its_form() -> None:
    store = make_store("pitman", hours={}, banners=[])
    admin = logged_in(make_admin())
    form = form_at(admin, edit_url(store))
    for weekday in range(1, 8):
        form[f"week_pharmacy-{weekday}"] = "9-5" if weekday == 1 else "closed"
    add_rows(form, "promo_banners", {"text": "Welcome", "style": "info", "has_no_end": "on"})
    saved(send(admin, edit_url(store), form))
    store = StorePage.objects.get(pk=store.pk)
    assert [str(row) for row in store.opening_hours.all()] == ["Pharmacy Monday 09:00-17:00"]
    assert [row.text for row in store.promo_banners.all()] == ["Welcome"]


def written_by_owner(store: StorePage, **changes: Any) -> Any:
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=store)
    client = logged_in(owner)
    url = add_url(ArticlePage, health_news_of(store))
    form = form_at(client, url)
    assert "provider" not in form
    facts = {"title": "Our flu day", "slug": "our-flu-day", "teaser": "Come by."}
    body = {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources")}
    return send(client, url, form, **{**facts, **body, **changes})


def test_owner_writes_an_article_of_today_for_which_the_store_itself_stands() -> None:
    store = make_store("pitman")
    with travel("2026-12-19 03:00+00:00", tick=False):
        answer = written_by_owner(store)
    saved(answer)
    assert answer["Location"] == "/admin/"
    article = ArticlePage.objects.get(slug="our-flu-day")
    assert (article.provider, str(article.published_on)) == (None, "2026-12-18")
    assert article in ArticlePage.objects.carried_by(store, FOUNDED_AT)


def test_provider_and_corrections_that_an_owner_sends_are_not_taken() -> None:
    mended = {"corrected_on": "2026-03-02", "text": "12, not 21."}
    sent = {"provider": ProviderFactory.create().pk, **stream("corrections", ("correction", mended))}
    saved(written_by_owner(make_store("pitman"), **sent))
    article = ArticlePage.objects.get(slug="our-flu-day")
    assert (article.provider, list(article.corrections)) == (None, [])


def test_article_of_the_library_needs_a_provider(editor: Client) -> None:
    assert list(errors_of(new_article(editor, provider=""))) == ["provider"]
    article = make_article("flu")
    article.provider = None
    with pytest.raises(ValidationError, match="Choose who provides this article"):
        article.full_clean()


def test_first_button_of_an_owner_is_publish_and_an_editors_is_not(editor: Client) -> None:
    store = make_store("pitman")
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=store)
    for client, page, first in ((logged_in(owner), store, "Publish"), (editor, make_article("flu"), "Save draft")):
        menu = BeautifulSoup(client.get(edit_url(page)).content, "html.parser").select_one("footer nav button")
        assert menu is not None
        assert first.lower() in menu.text.lower()
