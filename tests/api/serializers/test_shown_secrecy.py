"""What must not leave: every output against every reason to keep an article, an expert or a page in the house."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from cms.models import ArticlePage, ExpertPage, Placement
from cms.recalls.recalling import recall_article
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.api.asking import Api
from tests.api.secrets_walk import (
    ARTICLE,
    EXPERT,
    HOST,
    STANDARD_PAGE,
    Ids,
    Output,
    article_scene,
    expert_scene,
    linking,
    page_scene,
    shown_by,
)
from tests.factories.blocks import one_of_each_block
from tests.factories.lupus import NOW
from tests.factories.network import library
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, add_line, make_store

Keep = Callable[[Any], object]
"""Keeps a page in the house."""

KeepFromStores = Callable[[Any, StorePage, StorePage], object]
"""Keeps a page from its own store; the second store is another one."""

pytestmark = [pytest.mark.usefixtures("empty_storage", "_standing_clock"), pytest.mark.django_db]


@pytest.fixture
def _standing_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pitman(db: None) -> StorePage:
    """The store that is asked, in a group of its own."""
    return make_store("pitman", banners=[], groups=[StoreGroupFactory.create(slug="south-jersey")])


@pytest.fixture
def switchback(db: None) -> StorePage:
    """Another store, in another group."""
    return make_store("switchback", banners=[], groups=[StoreGroupFactory.create(slug="high-country")])


def restrict(page: Page, kind: str = "login") -> None:
    restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind, password="x")
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Readers"))


def become(page: Any, **fields: Any) -> None:
    """Change columns as they stand, as if time had passed."""
    type(page).objects.filter(pk=page.pk).update(**fields)


PUBLISHING: dict[str, Keep] = {
    "a draft": lambda page: become(page, live=False, first_published_at=None, last_published_at=None),
    "unpublished": lambda page: page.unpublish(),
    "private to those who log in": restrict,
    "private to those with a password": lambda page: restrict(page, "password"),
    "private to groups": lambda page: restrict(page, "groups"),
    "below a private page": lambda page: restrict(page.get_parent()),
    "deep below a private page": lambda page: restrict(library()),
    "expired": lambda page: become(page, expire_at=NOW - timedelta(days=1)),
    "expired at this moment": lambda page: become(page, expire_at=NOW),
}

# One of each way to be unpublished; every output is held against these, a few against all.
CHIEF_REASONS = {
    name: PUBLISHING[name]
    for name in ("a draft", "private to those who log in", "deep below a private page", "expired")
}

# A store below a private page would be gone itself.
ON_THE_PAGE = {name: keep for name, keep in PUBLISHING.items() if "below" not in name}


def choose(page: Any, **lists: Any) -> None:
    page.audience = AudienceKind.CHOSEN if "excluded_stores" not in lists else AudienceKind.EVERY_STORE
    for name, rows in lists.items():
        getattr(page, name).set(rows)
    page.save()


AUDIENCE: dict[str, KeepFromStores] = {
    "for another group": lambda page, own, other: choose(page, audience_groups=other.registration.groups.all()),
    "for another store": lambda page, own, other: choose(page, audience_stores=[other]),
    "for nobody": lambda page, own, other: choose(page),
    "not for this store": lambda page, own, other: choose(page, excluded_stores=[own]),
}


def license_to(page: Any, **lists: Any) -> None:
    """The licence of the article's provider is for these alone."""
    choose(page.provider, **lists)


PLACEMENT: dict[str, KeepFromStores] = {
    "hidden": lambda page, own, other: Placement.objects.create(store=own, article=page, is_hidden=True),
    "licensed for another group": lambda page, own, other: license_to(
        page, audience_groups=other.registration.groups.all()
    ),
    "not licensed for this store": lambda page, own, other: license_to(page, excluded_stores=[own]),
    "licence ends at this moment": lambda page, own, other: become(page.provider, licence_ends_at=NOW),
    "licence has not started": lambda page, own, other: become(
        page.provider, licence_starts_at=NOW + timedelta(seconds=1)
    ),
    "recalled": lambda page, own, other: recall_article(by=None, article=page, reason="An error", at=NOW),
}
"""What keeps articles alone."""

CHIEF_AUDIENCES = {name: AUDIENCE[name] for name in ("for another group", "not for this store")}


def at_stores(keep: KeepFromStores, own: StorePage, other: StorePage) -> Keep:
    return lambda page: keep(page, own, other)


FEW = ("list", "search", "detail", "find", "page", "article", "links of an article", "images", "redirects", "HTML")


def few(outputs: dict[str, Output]) -> dict[str, Output]:
    """The outputs that each stand for a way of asking."""
    return {name: outputs[name] for name in FEW if name in outputs}


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_without_a_reason_every_output_shows_the_article(api: Api, pitman: StorePage) -> None:
    assert set(ARTICLE) - shown_by(ARTICLE, api, article_scene(pitman)) == set()


def test_without_a_reason_every_output_shows_the_expert(api: Api, pitman: StorePage) -> None:
    assert set(EXPERT) - shown_by(EXPERT, api, expert_scene(pitman)) == set()


def test_without_a_reason_every_output_shows_the_page(api: Api, pitman: StorePage) -> None:
    assert set(STANDARD_PAGE) - shown_by(STANDARD_PAGE, api, page_scene(pitman)) == set()


@pytest.mark.parametrize("keep", CHIEF_REASONS.values(), ids=CHIEF_REASONS)
def test_no_output_shows_an_article_that_is_not_published(keep: Keep, api: Api, pitman: StorePage) -> None:
    ids = article_scene(pitman)
    keep(ArticlePage.objects.get(pk=ids["zebra"]))
    assert shown_by(ARTICLE, api, ids) == set()


@pytest.mark.parametrize("keep", CHIEF_AUDIENCES.values(), ids=CHIEF_AUDIENCES)
def test_no_output_shows_an_article_to_a_store_outside_its_audience(
    keep: KeepFromStores, api: Api, pitman: StorePage, switchback: StorePage
) -> None:
    ids = article_scene(pitman)
    keep(ArticlePage.objects.get(pk=ids["zebra"]), pitman, switchback)
    assert shown_by(ARTICLE, api, ids) == set()


def test_no_output_shows_a_local_article_of_another_store(api: Api, pitman: StorePage, switchback: StorePage) -> None:
    ids = article_scene(pitman, at_store=switchback)
    assert shown_by(ARTICLE, api, ids) == set()
    assert api.get(f"articles/{ids['zebra']}/", store="switchback")["is_local"] is True


def test_store_that_left_the_group_no_longer_carries_its_articles(api: Api, pitman: StorePage) -> None:
    ids = article_scene(pitman, audience="chosen", groups=pitman.registration.groups.all())
    assert api.ask(f"articles/{ids['zebra']}/", store="pitman").status_code == 200
    pitman.registration.groups.clear()
    assert shown_by(ARTICLE, api, ids) == set()


@pytest.mark.parametrize("by", ["group", "store", "local", "expiring in a second"])
def test_article_in_the_audience_is_shown(by: str, api: Api, pitman: StorePage) -> None:
    cases: dict[str, dict[str, Any]] = {
        "group": {"audience": "chosen", "groups": pitman.registration.groups.all()},
        "store": {"audience": "chosen", "stores": [pitman]},
        "local": {"at_store": pitman},
        "expiring in a second": {"expire_at": NOW + timedelta(seconds=1)},
    }
    assert set(ARTICLE) - shown_by(ARTICLE, api, article_scene(pitman, **cases[by])) == set()


@pytest.mark.parametrize("reason", ["a draft", "private to those who log in", "below a private page", "expired"])
def test_no_output_shows_an_expert_who_is_not_published(reason: str, api: Api, pitman: StorePage) -> None:
    ids = expert_scene(pitman)
    PUBLISHING[reason](ExpertPage.objects.get(pk=ids["zebra"]))
    assert shown_by(EXPERT, api, ids) == set()


def test_article_of_an_expert_who_is_a_draft_keeps_the_others(api: Api, pitman: StorePage) -> None:
    ids = expert_scene(pitman)
    become(ExpertPage.objects.get(pk=ids["zebra"]), live=False)
    answer = api.get(f"articles/{ids['speaks']}/", store="pitman")
    assert [expert["slug"] for expert in answer["experts"]] == ["somebody-else"]
    review = api.get(f"articles/{ids['reviewed']}/", store="pitman")["review"]
    assert review == {"reviewed_by": None, "reviewed_on": "2026-01-15", "review_due_on": None}


def test_filter_by_an_expert_who_is_not_shown_finds_nothing(api: Api, pitman: StorePage) -> None:
    expert = make_expert("zebra")
    make_article("speaks", experts=[expert])
    assert len(api.items("articles/", store="pitman", expert="zebra")) == 1
    become(expert, live=False)
    assert api.items("articles/", store="pitman", expert="zebra") == []


@pytest.mark.parametrize("keep", CHIEF_REASONS.values(), ids=CHIEF_REASONS)
def test_no_output_shows_a_page_that_is_not_published(keep: Keep, api: Api, pitman: StorePage) -> None:
    ids = page_scene(pitman)
    keep(Page.objects.get(pk=ids["zebra"]).specific)
    assert shown_by(STANDARD_PAGE, api, ids) == set()


@pytest.mark.parametrize("keep", CHIEF_AUDIENCES.values(), ids=CHIEF_AUDIENCES)
def test_no_output_shows_a_page_to_a_store_outside_its_audience(
    keep: KeepFromStores, api: Api, pitman: StorePage, switchback: StorePage
) -> None:
    ids = page_scene(pitman)
    keep(Page.objects.get(pk=ids["zebra"]).specific, pitman, switchback)
    assert shown_by(STANDARD_PAGE, api, ids) == set()


def test_no_output_shows_a_page_of_another_store(api: Api, pitman: StorePage, switchback: StorePage) -> None:
    assert shown_by(STANDARD_PAGE, api, page_scene(pitman, at_store=switchback)) == set()


@pytest.mark.parametrize(
    ("scene", "outputs"), [(article_scene, ARTICLE), (page_scene, STANDARD_PAGE)], ids=["article", "page"]
)
def test_no_reason_lets_an_article_or_page_out(
    scene: Callable[[StorePage], Ids],
    outputs: dict[str, Output],
    api: Api,
    pitman: StorePage,
    switchback: StorePage,
    subtests: pytest.Subtests,
) -> None:
    ids = scene(pitman)
    audience = {name: at_stores(keep, pitman, switchback) for name, keep in AUDIENCE.items()}
    if scene is article_scene:
        audience |= {name: at_stores(keep, pitman, switchback) for name, keep in PLACEMENT.items()}
    for reason, keep in {**PUBLISHING, **audience}.items():
        with subtests.test(reason=reason), undone():
            keep(Page.objects.get(pk=ids["zebra"]).specific)
            assert shown_by(few(outputs), api, ids) == set()


def test_no_reason_lets_an_expert_out(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    ids = expert_scene(pitman)
    for reason, keep in PUBLISHING.items():
        with subtests.test(reason=reason), undone():
            keep(ExpertPage.objects.get(pk=ids["zebra"]))
            assert shown_by(few(EXPERT), api, ids) == set()


@pytest.mark.parametrize("keep", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_link_to_what_is_kept_becomes_its_text_in_every_rich_text(keep: Keep, api: Api, pitman: StorePage) -> None:
    kept = make_article("zebra")
    html = linking(kept)
    article = make_article("open", body=one_of_each_block(html=html), experts=[make_expert("dr", biography=html)])
    keep(kept)
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    texts = [block["value"]["html"] for block in answer["body"] if "html" in block["value"]]
    assert [*texts, answer["experts"][0]["html"]] == ["<p>Read this.</p>"] * 4


@pytest.mark.parametrize("keep", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_promo_line_does_not_link_to_a_page_that_is_not_published(keep: Keep, api: Api, pitman: StorePage) -> None:
    page = make_page("zebra", at_store=pitman)
    add_line(pitman, "Look", link_page=page, link_label="Here")
    assert api.items("banners/", store="pitman")[0]["link"]["url"].endswith("/zebra/")
    keep(page)
    assert api.items("banners/", store="pitman")[0]["link"] is None


@pytest.mark.parametrize("name", ["unpublished", "private to those who log in"])
def test_health_news_that_is_not_published_is_not_shown(name: str, api: Api, pitman: StorePage) -> None:
    news = health_news_of(pitman)
    news.title = "Zebra"
    news.save()
    PUBLISHING[name](news)
    for path, query in (("pages/", {}), ("storefront/", {"path": "/"})):
        assert b"Zebra" not in api.ask(path, store="pitman", **query).content
    api.problem(404, "storefront/", store="pitman", path="/health/")
    assert b"Zebra" not in api.ask("/", host=HOST).content


def test_draft_of_a_published_page_is_not_shown(api: Api, pitman: StorePage) -> None:
    article = make_article("open")
    for page in (article, pitman, health_news_of(pitman), make_page("terms")):
        page.title = "Zebra"
        page.save_revision()
    for path, query in (
        ("articles/", {"fields": "*"}),
        (f"articles/{article.pk}/", {}),
        ("articles/", {"search": "zebra"}),
        ("pages/", {}),
        ("storefront/", {"path": "/"}),
        ("storefront/", {"path": "/health/"}),
    ):
        assert b"Zebra" not in api.ask(path, store="pitman", **query).content
    assert b"Zebra" not in api.ask("stores/").content


def test_copy_of_another_stores_page_does_not_name_its_original(
    api: Api, pitman: StorePage, switchback: StorePage
) -> None:
    source = make_page("zebra", at_store=switchback)
    copy = source.create_alias(parent=pitman, update_slug="copied")
    source.title = "Original"
    source.save()
    for path, query in (
        ("pages/", {"fields": "*"}),
        (f"pages/{copy.pk}/", {}),
        (f"pages/{copy.pk}/", {"fields": "*"}),
    ):
        assert b"Original" not in api.ask(path, store="pitman", **query).content
    assert api.get(f"pages/{copy.pk}/", store="pitman")["meta"]["alias_of"] is None
