"""What must not leave: every output against every reason to keep an article, an expert or a page in the house."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction

from cms.models import Placement
from cms.recalls.recalling import recall_article
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.api.asking import Api
from tests.api.secrets_walk import (
    ARTICLE,
    EXPERT,
    FEW,
    HOST,
    STANDARD_PAGE,
    Crowd,
    Output,
    article_crowd,
    expert_crowd,
    linking,
    page_crowd,
)
from tests.factories.blocks import one_of_each_block
from tests.factories.lupus import NOW
from tests.factories.network import library
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, add_banner, make_store

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


def restrict(page: Page, kind: str = "login") -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind, password="x")
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Readers"))
    return restriction


def become(page: Any, **fields: Any) -> None:
    """Change columns as they stand, as if time had passed."""
    type(page).objects.filter(pk=page.pk).update(**fields)


PUBLISHING: dict[str, Keep] = {
    "a draft": lambda page: become(page, live=False, first_published_at=None, last_published_at=None),
    "unpublished": lambda page: page.unpublish(),
    "private to those who log in": restrict,
    "private to those with a password": lambda page: restrict(page, "password"),
    "private to groups": lambda page: restrict(page, "groups"),
    "expired": lambda page: become(page, expire_at=NOW - timedelta(days=1)),
    "expired at this moment": lambda page: become(page, expire_at=NOW),
}

CHIEF = {"no reason", "a draft", "of another store"}
"""What is asked for by every address of its own; the others by a few that stand for the ways of asking.

Outputs that name no member show the whole crowd at once.
"""

EXTENT = pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.trial)])


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
    """The licence of the article's provider is for these stores alone."""
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


@EXTENT
def test_outputs_show_what_the_store_carries_and_nothing_of_other_articles(
    api: Api, pitman: StorePage, switchback: StorePage, is_whole: bool
) -> None:
    left = StoreGroupFactory.create(slug="left-since")
    pitman.registration.groups.add(left)
    carried: dict[str, dict[str, Any]] = {
        "for its group": {"audience": "chosen", "groups": pitman.registration.groups.exclude(pk=left.pk)},
        "for it alone": {"audience": "chosen", "stores": [pitman]},
        "its own": {"at_store": pitman},
        "expiring in a second": {"expire_at": NOW + timedelta(seconds=1)},
        "no reason": {},
    }
    kept: dict[str, dict[str, Any]] = {
        "of another store": {"at_store": switchback},
        "for a group that this store has left": {"audience": "chosen", "groups": [left]},
    }
    reasons = {**AUDIENCE, **PLACEMENT}
    crowd = article_crowd(pitman, {**{name: {} for name in (*PUBLISHING, *reasons)}, **kept, **carried})
    pitman.registration.groups.remove(left)
    for name, keep in PUBLISHING.items():
        keep(crowd.page(name))
    for name, keep_from in reasons.items():
        keep_from(crowd.page(name), pitman, switchback)
    shown = crowd.shown_by(ARTICLE, api, in_few=set() if is_whole else set(crowd.members) - CHIEF)
    assert set(shown) == set(carried), {name: shown[name] for name in shown.keys() - carried.keys()}
    assert set(ARTICLE) - shown["no reason"] == set()
    assert all(set(FEW) <= outputs for outputs in shown.values())
    neighbours = api.get(f"articles/{crowd.members['of another store']['zebra']}/", store="switchback")
    assert neighbours["is_local"] is True


@EXTENT
def test_outputs_show_published_experts_and_no_others(api: Api, pitman: StorePage, is_whole: bool) -> None:
    crowd = expert_crowd(pitman, [*PUBLISHING, "no reason"])
    for name, keep in PUBLISHING.items():
        keep(crowd.page(name))
    assert crowd.shown_by(EXPERT, api, in_few=set() if is_whole else set(crowd.members) - CHIEF) == {
        "no reason": set(EXPERT)
    }


@EXTENT
def test_outputs_show_pages_of_the_store_and_no_others(
    api: Api, pitman: StorePage, switchback: StorePage, is_whole: bool
) -> None:
    members: dict[str, dict[str, Any]] = {name: {} for name in (*PUBLISHING, *AUDIENCE, "no reason")}
    crowd = page_crowd(pitman, {**members, "of another store": {"at_store": switchback}})
    for name, keep in PUBLISHING.items():
        keep(crowd.page(name))
    for name, keep_from in AUDIENCE.items():
        keep_from(crowd.page(name), pitman, switchback)
    shown = crowd.shown_by(STANDARD_PAGE, api, in_few=set() if is_whole else set(crowd.members) - CHIEF)
    assert shown == {"no reason": set(STANDARD_PAGE)}


@pytest.mark.parametrize(
    ("make", "outputs"),
    [(article_crowd, ARTICLE), (expert_crowd, EXPERT), (page_crowd, STANDARD_PAGE)],
    ids=["article", "expert", "page"],
)
@EXTENT
def test_no_output_shows_what_stands_below_a_private_page(
    make: Callable[[StorePage, dict[str, Any]], Crowd],
    outputs: dict[str, Output],
    api: Api,
    pitman: StorePage,
    is_whole: bool,
) -> None:
    crowd = make(pitman, {"private": {}})
    restriction = restrict(library())
    assert crowd.shown_by(outputs if is_whole else {name: outputs[name] for name in FEW}, api) == {}
    restriction.delete()
    restrict(crowd.page("private").get_parent())
    assert crowd.shown_by({name: outputs[name] for name in FEW}, api) == {}


def test_article_of_an_expert_who_is_a_draft_keeps_the_others(api: Api, pitman: StorePage) -> None:
    expert = make_expert("zebra")
    speaks = make_article("speaks", experts=[expert, make_expert("somebody-else")])
    reviewed = make_article("reviewed", reviewed_by=expert, reviewed_on="2026-01-15")
    become(expert, live=False)
    answer = api.get(f"articles/{speaks.pk}/", store="pitman")
    assert [expert["slug"] for expert in answer["experts"]] == ["somebody-else"]
    review = api.get(f"articles/{reviewed.pk}/", store="pitman")["review"]
    assert review == {"reviewed_by": None, "reviewed_on": "2026-01-15", "review_due_on": None}


def test_filter_by_an_expert_who_is_not_shown_finds_nothing(api: Api, pitman: StorePage) -> None:
    expert = make_expert("zebra")
    make_article("speaks", experts=[expert])
    assert len(api.items("articles/", store="pitman", expert="zebra")) == 1
    become(expert, live=False)
    unknown = api.problem(400, "articles/", store="pitman", expert="zebra")
    assert unknown["detail"] == "Unknown expert 'zebra'. There are none yet."
    nobody = api.problem(400, "articles/", store="pitman", expert="nobody")
    assert nobody["detail"] == "Unknown expert 'nobody'. There are none yet."


@pytest.mark.parametrize("keep", PUBLISHING.values(), ids=PUBLISHING)
def test_link_to_what_is_kept_becomes_its_text_in_every_rich_text(keep: Keep, api: Api, pitman: StorePage) -> None:
    kept = make_article("zebra")
    html = linking(kept)
    article = make_article("open", body=one_of_each_block(html=html), experts=[make_expert("dr", biography=html)])
    keep(kept)
    answer = api.get(f"articles/{article.pk}/", store="pitman")
    texts = [block["value"]["html"] for block in answer["body"] if "html" in block["value"]]
    assert [*texts, answer["experts"][0]["html"]] == ["<p>Read this.</p>"] * 4


@pytest.mark.parametrize("keep", PUBLISHING.values(), ids=PUBLISHING)
def test_banner_does_not_link_to_a_page_that_is_not_published(keep: Keep, api: Api, pitman: StorePage) -> None:
    page = make_page("zebra", at_store=pitman)
    add_banner(pitman, "Look", link_page=page, link_label="Here")
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
    copy = make_page("copied", at_store=pitman)
    # As it was made before aliases were refused.
    Page.objects.filter(pk=copy.pk).update(alias_of=source)
    source.title = "Original"
    source.save()
    for path, query in (
        ("pages/", {"fields": "*"}),
        (f"pages/{copy.pk}/", {}),
        (f"pages/{copy.pk}/", {"fields": "*"}),
    ):
        assert b"Original" not in api.ask(path, store="pitman", **query).content
    assert api.get(f"pages/{copy.pk}/", store="pitman")["meta"]["alias_of"] is None
    assert api.problem(400, "pages/", store="pitman", alias_of=source.pk)["errors"][0]["field"] == "alias_of"
