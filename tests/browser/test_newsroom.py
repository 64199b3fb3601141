"""The newsroom writes once, and every store shows it."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from cms.models import ArticlePage, Release
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

STORES = ("pitman", "switchback")
PATH = "/health/new-treatments-for-lupus/"


@pytest.fixture
def article(network: Network) -> ArticlePage:
    for slug in STORES:
        make_store(slug)
    make_editor("editor")
    return make_article("new-treatments-for-lupus", title="New treatments for lupus")


def publish(page: Page) -> None:
    page.locator("footer").get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("status").or_(page.locator(".messages")).first).to_contain_text("published")


def titles(page: Page, network: Network) -> list[str]:
    """The article's title at each store, as its page shows it."""
    found = []
    for slug in STORES:
        page.goto(network.url(slug, PATH))
        found.append(page.get_by_role("heading", level=1).inner_text())
    return found


def test_editor_changes_a_title_once_and_both_stores_show_it(
    page_at: PageAt, network: Network, article: ArticlePage, foreign_requests: list[str]
) -> None:
    reader, page = page_at(390), page_at(1280)
    assert titles(reader, network) == ["New treatments for lupus"] * 2
    enter(page, network, "editor")
    page.goto(network.url(None, f"/admin/pages/{article.pk}/edit/"))
    page.get_by_role("textbox", name="Title").first.fill("Newer treatments for lupus")
    publish(page)
    assert titles(reader, network) == ["Newer treatments for lupus"] * 2
    assert foreign_requests == []


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/"])
def test_stores_host_has_no_admin(page_at: PageAt, network: Network, article: ArticlePage, path: str) -> None:
    page = page_at(1280)
    response = page.goto(network.url("pitman", path))
    assert response is not None
    assert response.status == 404
    expect(page.locator("input[name=password]")).to_have_count(0)


def test_host_that_nobody_knows_is_not_found(page_at: PageAt, network: Network, article: ArticlePage) -> None:
    response = page_at(1280).goto(network.url("nobody", "/"))
    assert response is not None
    assert response.status == 404


def test_editor_drags_a_release_to_another_day(page_at: PageAt, network: Network) -> None:
    make_editor("editor")
    begins = datetime(2031, 7, 8, 16, 0, tzinfo=UTC)
    release = Release.objects.create(name="Summer", goes_live_at=begins)
    page = enter(page_at(1280), network, "editor")
    page.goto(network.url(None, "/admin/calendar/?month=2031-07"))
    page.locator(f"[data-handle=release-{release.pk}]").drag_to(page.locator("[data-day='2031-07-17']"))
    expect(page.locator("[data-day='2031-07-17']")).to_contain_text("Summer")
    assert Release.objects.get().goes_live_at == begins + timedelta(days=9)
