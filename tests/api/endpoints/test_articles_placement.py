"""What stores did with articles, licences that end and recalls, in every answer that shows articles."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cms.carrying.placing import Placed, place
from cms.models import ArticlePage, OldSlug, Provider
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.newsroom import TopicFactory, make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
OWN = Placed(pinned_as=1, title="Flu at our counter", teaser="Ask {{ store.name }}.", note="Call {{ store.phone }}.")


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def flu(pitman: StorePage) -> ArticlePage:
    """An older article that Pitman pinned and says in its own words, and a newer one on the same topic."""
    topic = TopicFactory.create(slug="seasons")
    flu = make_article("flu", title="The flu", topics=[topic], published_on="2026-01-01")
    make_article("colds", title="Colds", topics=[topic], published_on="2026-06-01")
    make_store("switchback")
    place(by=None, store=pitman, article=flu, placed=OWN, at=AT)
    return flu


def test_pinned_article_stands_first_in_the_stores_words_and_nowhere_else(api: Api, flu: ArticlePage) -> None:
    fields = "title,teaser,local_note,is_pinned"
    ours = api.items("articles/", store="pitman", fields=fields)
    assert [item["title"] for item in ours] == ["Flu at our counter", "Colds"]
    assert (ours[0]["is_pinned"], ours[1]["is_pinned"]) == (True, False)
    assert ours[0]["teaser"] == "Ask Pitman Pharmacy."
    assert ours[0]["local_note"] == "<p>Call (856) 589-2392.</p>"
    theirs = api.items("articles/", store="switchback", fields=fields)
    assert [(item["title"], item["is_pinned"], item["local_note"]) for item in theirs] == [
        ("Colds", False, None),
        ("The flu", False, None),
    ]


def test_order_that_is_asked_for_goes_before_pins(api: Api, flu: ArticlePage) -> None:
    items = api.items("articles/", store="pitman", order="-published_on")
    assert [item["title"] for item in items] == ["Colds", "Flu at our counter"]


def test_every_answer_says_it_in_the_stores_words(api: Api, flu: ArticlePage) -> None:
    colds = ArticlePage.objects.get(slug="colds")
    assert api.get(f"articles/{flu.pk}/", store="pitman")["title"] == OWN.title
    assert api.get("articles/find/", store="pitman", slug="flu")["title"] == OWN.title
    assert api.get(f"articles/{colds.pk}/", store="pitman")["related"][0]["title"] == OWN.title
    assert api.items("articles/", store="pitman", search="flu")[0]["title"] == OWN.title
    for path in ("/", "/health/", "/health/?topic=seasons"):
        page, _, query = path.partition("?")
        answer = api.get("storefront/", store="pitman", path=page, **dict([query.split("=")] if query else []))
        assert [item["title"] for item in answer["page"]["articles"]] == [OWN.title, "Colds"]
    page = api.get("storefront/", store="pitman", path="/health/flu/")
    assert (page["page"]["title"], page["page"]["local_note"]) == (OWN.title, "<p>Call (856) 589-2392.</p>")
    assert page["metadata"]["title"].startswith(OWN.title)


def test_note_is_not_read_as_html(api: Api, flu: ArticlePage, pitman: StorePage) -> None:
    place(by=None, store=pitman, article=flu, placed=Placed(note="<b>{{ store.name }}</b>"), at=AT)
    html = api.ask("/health/flu/", host="pitman.localhost:8000").content.decode()
    assert "<p>&lt;b&gt;Pitman Pharmacy&lt;/b&gt;</p>" in html


def statuses(api: Api, article: ArticlePage, store: str = "pitman") -> list[int]:
    asked = [
        api.ask(f"articles/{article.pk}/", store=store),
        api.ask("articles/find/", store=store, slug=article.slug),
        api.ask("storefront/", store=store, path=f"/health/{article.slug}/"),
        api.ask(f"/health/{article.slug}/", host=f"{store}.localhost:8000"),
    ]
    return [response.status_code for response in asked]


def test_article_is_gone_from_the_moment_in_which_its_licence_ends(api: Api, flu: ArticlePage) -> None:
    Provider.objects.filter(pk=flu.provider_id).update(licence_ends_at=AT)
    with time_machine.travel(AT - timedelta(microseconds=1), tick=False):
        assert statuses(api, flu) == [200] * 4
        assert "Flu at our counter" in str(api.items("articles/", store="pitman"))
    with time_machine.travel(AT, tick=False):
        assert statuses(api, flu) == [410] * 4
        assert "Flu at our counter" not in str(api.items("articles/", store="pitman"))


def test_recalled_article_is_gone_where_it_stood_and_unknown_where_it_never_did(
    api: Api, flu: ArticlePage, pitman: StorePage
) -> None:
    flu.excluded_stores.set([StorePage.objects.get(slug="switchback")])
    flu.save()
    OldSlug.objects.create(page=flu, slug="influenza")
    recall_article(by=None, article=flu, reason="Wrong dose", at=AT)
    assert statuses(api, flu) == [410] * 4
    assert statuses(api, flu, "switchback") == [404] * 4
    problem = api.problem(410, "storefront/", store="pitman", path="/health/influenza/")
    assert (problem["title"], problem["detail"]) == ("Gone", "'The flu' was withdrawn.")


def test_draft_that_was_never_recalled_is_unknown(api: Api, pitman: StorePage) -> None:
    assert statuses(api, make_article("draft", live=False)) == [404] * 4
