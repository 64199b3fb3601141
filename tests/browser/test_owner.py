"""An owner's work, in a real browser: own store page, local article, image; nothing of anybody else."""

import pytest
from playwright.sync_api import Page, expect

from cms.media.models import NetworkImage
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.media import TINY, picture_file
from tests.factories.network import make_user
from tests.factories.newsroom import ProviderFactory, health_news_of
from tests.factories.stores import make_store


@pytest.fixture
def pitman(network: Network) -> StorePage:
    store = make_store("pitman")
    make_store("switchback")
    ProviderFactory.create()
    appoint_owner(by=None, user=make_user("owner"), store=store)
    return store


@pytest.fixture
def page(page_at: PageAt, network: Network, pitman: StorePage) -> Page:
    """The admin's home, logged in as the owner."""
    opened = page_at(1280)
    return enter(opened, network, "owner")


def publish(page: Page, message: str) -> None:
    page.locator("footer").get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(message)


def test_owner_changes_a_banner_sees_the_preview_and_publishes(
    page: Page, page_at: PageAt, network: Network, pitman: StorePage, foreign_requests: list[str]
) -> None:
    page.goto(network.url(None, f"/admin/pages/{pitman.pk}/edit/"))
    page.get_by_role("tab", name="Promo lines").click()
    page.locator("#id_promo_banners-0-text").fill("Free delivery all week")
    page.locator("#id_promo_banners-0-link_label").fill("")
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_text("Free delivery all week")).to_be_visible(timeout=15_000)
    publish(page, "is published")
    page.wait_for_url(network.url(None, "/admin/"))
    reader = page_at(390)
    reader.goto(network.url("pitman", "/"))
    expect(reader.get_by_text("Free delivery all week")).to_be_visible()
    assert foreign_requests == []


def test_owner_writes_a_local_article_that_only_the_own_store_shows(
    page: Page, page_at: PageAt, network: Network, pitman: StorePage
) -> None:
    page.goto(network.url(None, f"/admin/pages/add/cms/articlepage/{health_news_of(pitman).pk}/"))
    page.get_by_role("textbox", name="Title").first.fill("Flu shots on Saturday")
    page.locator("#id_teaser").fill("Come by.")
    page.locator("#id_published_on").fill("2026-11-20")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Paragraph").click()
    page.locator("[contenteditable=true]").first.fill("Every Saturday in December.")
    publish(page, "is on the site now")
    reader = page_at(390)
    reader.goto(network.url("pitman", "/health/flu-shots-on-saturday/"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Flu shots on Saturday")
    response = reader.goto(network.url("switchback", "/health/flu-shots-on-saturday/"))
    assert response is not None
    assert response.status == 404


def test_owner_uploads_an_image_into_the_own_collection(page: Page, network: Network, pitman: StorePage) -> None:
    page.goto(network.url(None, "/admin/images/add/"))
    page.locator("#id_title").fill("Our counter")
    picture = picture_file("counter.png", size=TINY)
    picture.seek(0)
    page.locator("#id_file").set_input_files(
        {"name": "counter.png", "mimeType": "image/png", "buffer": picture.read()}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".messages")).to_contain_text("Our counter")
    own = NetworkImage.objects.filter(collection=pitman.registration.collection)
    assert [image.title for image in own] == ["Our counter"]


@pytest.mark.parametrize("path", ["/admin/sites/", "/admin/reports/locked/", "/admin/users/", "/admin/collections/"])
def test_what_is_not_the_owners_is_not_found(page: Page, network: Network, path: str) -> None:
    response = page.goto(network.url(None, path))
    assert response is not None
    assert response.status == 404


def test_another_store_is_not_found_and_not_named(page: Page, network: Network) -> None:
    other = StorePage.objects.get(slug="switchback")
    response = page.goto(network.url(None, f"/admin/pages/{other.pk}/edit/"))
    assert response is not None
    assert response.status == 404
    page.goto(network.url(None, "/admin/pages/search/?q=switchback"))
    expect(page.get_by_text(other.title)).to_have_count(0)
