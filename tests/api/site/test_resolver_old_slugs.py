"""Old addresses: after a slug is changed by a publish, the old path leads to the new one at every store."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from wagtail.models import Page

from cms.models import OldSlug
from tests.api.asking import Api
from tests.factories.newsroom import make_article, make_expert, make_page, publish
from tests.factories.stores import make_store

Rename = Callable[[Page, str], None]

STORES = ("pitman", "switchback")


@pytest.fixture(autouse=True)
def _two_stores(db: None) -> None:
    for slug in STORES:
        make_store(slug)


@pytest.fixture
def rename(django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]) -> Rename:
    """Changes a page's slug as an editor does: by publishing. Wagtail tells of it after the commit."""

    def publish_as(page: Page, slug: str) -> None:
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            publish(page)

    return publish_as


def moved(api: Api, path: str, store: str = "pitman") -> str | None:
    """Where the path leads now; None where it is 404."""
    response: Any = api.ask("storefront/", store=store, path=path)
    if response.status_code == 404:
        return None
    redirect = response.json()["redirect"]
    assert redirect["status"] == 301
    return str(redirect["url"])


def test_old_path_of_an_article_leads_to_the_new_one_at_every_store(api: Api, rename: Rename) -> None:
    article = make_article("lupus")
    rename(article, "new-treatments")
    assert [moved(api, "/health/lupus/", store) for store in STORES] == [
        f"http://{store}.localhost:8000/health/new-treatments/" for store in STORES
    ]
    assert OldSlug.objects.count() == 1


@pytest.mark.parametrize("path", ["/health/lupus", "/health//lupus/"])
def test_old_path_written_otherwise_leads_there_too(path: str, api: Api, rename: Rename) -> None:
    rename(make_article("lupus"), "new")
    assert moved(api, path) == "http://pitman.localhost:8000/health/new/"


def test_only_stores_that_carry_the_article_redirect(api: Api, rename: Rename) -> None:
    store = make_store("third")
    article = make_article("lupus", audience="chosen", stores=[store])
    rename(article, "new")
    assert moved(api, "/health/lupus/", "third") == "http://third.localhost:8000/health/new/"
    assert [moved(api, "/health/lupus/", store) for store in STORES] == [None, None]


def test_every_older_slug_leads_to_the_newest(api: Api, rename: Rename) -> None:
    article = make_article("first")
    for slug in ("second", "third"):
        rename(article, slug)
    assert {moved(api, f"/health/{slug}/") for slug in ("first", "second")} == {
        "http://pitman.localhost:8000/health/third/"
    }


def test_slug_that_is_taken_back_is_the_page_again(api: Api, rename: Rename) -> None:
    article = make_article("first")
    for slug in ("second", "first"):
        rename(article, slug)
    assert moved(api, "/health/second/") == "http://pitman.localhost:8000/health/first/"
    assert api.get("storefront/", store="pitman", path="/health/first/")["page"]["id"] == article.pk


def test_new_article_at_an_old_path_stands_before_the_redirect(api: Api, rename: Rename) -> None:
    rename(make_article("lupus"), "old-news")
    later = make_article("lupus")
    assert api.get("storefront/", store="pitman", path="/health/lupus/")["page"]["id"] == later.pk


def test_old_path_of_an_unpublished_article_leads_nowhere(api: Api, rename: Rename) -> None:
    article = make_article("lupus")
    rename(article, "new")
    article.unpublish()
    assert moved(api, "/health/lupus/") is None


def test_slug_changed_in_a_draft_moves_nothing(api: Api) -> None:
    article = make_article("lupus")
    article.slug = "new"
    article.save_revision()
    assert api.get("storefront/", store="pitman", path="/health/lupus/")["page"]["id"] == article.pk
    assert moved(api, "/health/new/") is None


def test_old_paths_of_experts_and_pages_lead_to_the_new_ones(api: Api, rename: Rename) -> None:
    expert, page = make_expert("dr-sample"), make_page("savings")
    make_article("lupus", experts=[expert])
    rename(expert, "dr-new")
    rename(page, "generics")
    assert moved(api, "/experts/dr-sample/") == "http://pitman.localhost:8000/experts/dr-new/"
    assert moved(api, "/savings/") == "http://pitman.localhost:8000/generics/"


def test_old_slug_counts_for_its_own_kind_of_page_only(api: Api, rename: Rename) -> None:
    rename(make_article("lupus"), "new")
    assert [moved(api, "/lupus/"), moved(api, "/experts/lupus/")] == [None, None]


def test_old_path_redirects_on_the_stores_site(api: Api, rename: Rename) -> None:
    rename(make_article("lupus"), "new")
    response = api.ask("/health/lupus/", host="pitman.localhost:8000")
    assert (response.status_code, response["Location"]) == (301, "http://pitman.localhost:8000/health/new/")


def test_old_path_of_a_shared_page_leads_to_the_new_one_at_every_store_of_its_audience(
    api: Api, rename: Rename
) -> None:
    third = make_store("third")
    rename(make_page("savings", excluded=[third]), "generics")
    assert [moved(api, "/savings/", store) for store in STORES] == [
        f"http://{store}.localhost:8000/generics/" for store in STORES
    ]
    assert moved(api, "/savings/", "third") is None


def test_old_path_of_a_local_article_or_page_leads_on_at_its_own_store_only(api: Api, rename: Rename) -> None:
    store = make_store("third")
    rename(make_article("open-day", at_store=store), "open-house")
    rename(make_page("about", at_store=store), "about-us")
    for old, new in (("/health/open-day/", "/health/open-house/"), ("/about/", "/about-us/")):
        assert moved(api, old, "third") == f"http://third.localhost:8000{new}"
        assert moved(api, old) is None


@pytest.mark.parametrize("kind", ["article", "page", "expert"])
def test_slug_that_another_page_takes_later_is_that_page_and_the_older_one_keeps_its_own(
    kind: str, api: Api, rename: Rename
) -> None:
    make: Any = {"article": make_article, "page": make_page, "expert": make_expert}[kind]
    start = {"article": "/health/", "page": "/", "expert": "/experts/"}[kind]
    older = make("first")
    rename(older, "moved")
    later = make("first")
    if kind == "expert":
        make_article("flu", experts=[older, later])
    pages = {
        slug: api.get("storefront/", store="pitman", path=f"{start}{slug}/")["page"]["id"]
        for slug in ("first", "moved")
    }
    assert pages == {"first": later.pk, "moved": older.pk}
    rename(later, "elsewhere")
    assert moved(api, f"{start}first/") == f"http://pitman.localhost:8000{start}elsewhere/"


@pytest.mark.parametrize("kind", ["page", "expert"])
def test_pages_and_experts_take_their_old_slug_back_too(kind: str, api: Api, rename: Rename) -> None:
    page: Any = make_page("first") if kind == "page" else make_expert("first")
    start = "/" if kind == "page" else "/experts/"
    if kind == "expert":
        make_article("flu", experts=[page])
    for slug in ("second", "first"):
        rename(page, slug)
    assert moved(api, f"{start}second/") == f"http://pitman.localhost:8000{start}first/"
    assert api.get("storefront/", store="pitman", path=f"{start}first/")["page"]["id"] == page.pk
    assert OldSlug.objects.filter(page=page).count() == 1
