"""Moments that are crossed: go-live by the scheduler at every store; licence ends and expiry at read, without it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cms.models import ArticlePage, Provider
from cms.running.scheduling import Scheduler
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import page_link, paragraph
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, make_page
from tests.factories.stores import make_store

MOMENT = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WORD = "Zebrafinch"

Shows = Callable[[Api, str], bool]


def listed(path: str, word: str = WORD, /, **query: Any) -> Shows:
    """Whether a list of the API names the article."""
    return lambda api, store: word in str(api.get(path, store=store, **query))


def listed_by_topic(slug: str) -> Shows:
    """The same of a filter by a topic: that nothing has it is a refusal."""

    def shows(api: Api, store: str) -> bool:
        response = api.ask("articles/", store=store, topic=slug)
        assert response.status_code in {200, 400}
        return WORD in response.content.decode()

    return shows


def stands(path: str, /, **query: Any) -> Shows:
    return lambda api, store: api.ask(path, store=store, **query).status_code in {200, 302}


def on_site(path: str, word: str = WORD) -> Shows:
    """Whether the built-in storefront shows the article."""
    return lambda api, store: word in api.ask(path, host=f"{store}.localhost:8000").content.decode()


LINK = '/health/finch/">the finch'


def outputs(article: ArticlePage, linking: ArticlePage, page: Any) -> dict[str, Shows]:
    """Every output that names an article."""
    expert = article.article_experts.first().expert
    return {
        "list": listed("articles/"),
        "detail": stands(f"articles/{article.pk}/"),
        "find": stands("articles/find/", slug="finch"),
        "search": listed("articles/", search="zebrafinch"),
        "by topic": listed_by_topic("birds"),
        "topics": listed("topics/", "birds"),
        "tags": listed("tags/", "wings"),
        "experts": listed("experts/", "dr-finch"),
        "expert": stands(f"experts/{expert.pk}/"),
        "related": listed(f"articles/{linking.pk}/"),
        "link in an article": listed(f"articles/{linking.pk}/", LINK),
        "link in a page": listed(f"pages/{page.pk}/", LINK),
        "storefront/": stands("storefront/", path="/health/finch/"),
        "storefront/ list": listed("storefront/", path="/health/"),
        "storefront/ home": listed("storefront/", path="/"),
        "site": on_site("/health/finch/", "Wings."),
        "site list": on_site("/health/"),
        "site home": on_site("/"),
        "site expert": on_site("/experts/dr-finch/", "Dr finch"),
        "site link": on_site("/health/links/", LINK),
        "site page": on_site("/links/", LINK),
    }


@pytest.fixture
def stores(db: None) -> list[StorePage]:
    return [make_store("pitman"), make_store("switchback")]


def build(**fields: Any) -> tuple[ArticlePage, dict[str, Shows]]:
    birds = TopicFactory.create(slug="birds")
    topics = [TopicFactory.create(slug="nature")]
    expert = make_expert("dr-finch")
    article = make_article(
        "finch",
        title=WORD,
        body=[paragraph("Wings.")],
        topics=[birds, *topics],
        tags=["wings"],
        experts=[expert],
        **fields,
    )
    html = f"<p>{page_link(article.pk, 'the finch')}</p>"
    linking = make_article("links", topics=topics, body=[paragraph(html)])
    return article, outputs(article, linking, make_page("links", body=[paragraph(html)]))


def shown_by(api: Api, found: dict[str, Shows], store: str = "pitman") -> set[str]:
    return {name for name, shows in found.items() if shows(api, store)}


@pytest.mark.parametrize("how", ["licence", "expiry"])
def test_end_is_crossed_at_read_by_every_output_without_a_job(api: Api, stores: list[StorePage], how: str) -> None:
    provider = ProviderFactory.create(slug="agency", licence_ends_at=MOMENT if how == "licence" else None)
    article, found = build(provider=provider, expire_at=MOMENT if how == "expiry" else None)
    with time_machine.travel(MOMENT - SECOND, tick=False):
        assert set(found) - shown_by(api, found) == set()
    with time_machine.travel(MOMENT, tick=False):
        assert shown_by(api, found) == set()
        status = 410 if how == "licence" else 404
        assert api.ask(f"articles/{article.pk}/", store="pitman").status_code == status
        assert api.ask("/health/finch/", host="pitman.localhost:8000").status_code == status
    article.refresh_from_db()
    assert article.live


def test_licence_that_is_given_again_brings_everything_back_at_once(api: Api, stores: list[StorePage]) -> None:
    provider = ProviderFactory.create(slug="agency", licence_ends_at=MOMENT)
    _article, found = build(provider=provider)
    with time_machine.travel(MOMENT, tick=False):
        Provider.objects.filter(pk=provider.pk).update(licence_ends_at=None)
        assert shown_by(api, found) == set(found)


def test_page_that_the_newsroom_scheduled_goes_live_at_its_time_at_every_store(
    api: Api, stores: list[StorePage]
) -> None:
    article, found = build(live=False)
    with time_machine.travel(FOUNDED_AT, tick=False):
        article.go_live_at = MOMENT
        article.save_revision().publish()
    for at, expected in ((MOMENT - SECOND, set()), (MOMENT, set(found))):
        with time_machine.travel(at, tick=False):
            Scheduler().publish_due(at)
            assert [shown_by(api, found, store.slug) for store in stores] == [expected, expected]


def test_expired_page_stays_gone_when_the_scheduler_has_taken_it_down(api: Api, stores: list[StorePage]) -> None:
    _article, found = build(expire_at=MOMENT)
    after = MOMENT + SECOND
    with time_machine.travel(after, tick=False):
        assert Scheduler().publish_due(after) == 1
        assert shown_by(api, found) == set()


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ({}, {"pitman", "switchback", "far"}),
        ({"audience": "chosen", "stores": ["pitman", "switchback"], "excluded": ["switchback"]}, {"pitman"}),
        ({"excluded": ["far"]}, {"pitman", "switchback"}),
    ],
)
def test_shared_page_stands_at_the_stores_of_its_audience_with_their_facts(
    api: Api, stores: list[StorePage], audience: dict[str, Any], expected: set[str]
) -> None:
    every = {store.slug: store for store in [*stores, make_store("far", title="Far Drugs")]}
    named: dict[str, Any] = {
        name: [every[slug] for slug in slugs] if isinstance(slugs, list) else slugs for name, slugs in audience.items()
    }
    page = make_page("savings", title="Savings", body=[paragraph("<p>At {{ store.name }}.</p>")], **named)
    for slug, store in every.items():
        text = f"<p>At {store.title}.</p>"
        answers = {
            "list": "savings" in [item["meta"]["slug"] for item in api.items("pages/", store=slug)],
            "detail": text in str(api.ask(f"pages/{page.pk}/", store=slug).content.decode()),
            "storefront/": text in api.ask("storefront/", store=slug, path="/savings/").content.decode(),
            "site": text in api.ask("/savings/", host=f"{slug}.localhost:8000").content.decode(),
        }
        assert set(answers.values()) == {slug in expected}, (slug, answers)
