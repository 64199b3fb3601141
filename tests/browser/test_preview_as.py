"""The preview panel's picker: a store that is typed and completed, a time on its clock, and the site as it is then."""

from datetime import date

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from stores.models import HolidayClosure, NetworkBanner, StorePage
from stores.people.appointing import appoint_owner
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.blocks import paragraph
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

SWITCHBACK = "Switchback Pharmacy - Denver CO (switchback)"
SLOW = 15_000


@pytest.fixture
def pitman(network: Network) -> StorePage:
    store = make_store("pitman")
    make_store("switchback", city="Denver", state="CO", time_zone="America/Denver")
    HolidayClosure.objects.create(label="Christmas Day", starts_on=date(2026, 12, 25), ends_on=date(2026, 12, 25))
    return store


def preview_of(page: Page, url: str) -> FrameLocator:
    page.goto(url)
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator(".preview-bar")).to_be_visible(timeout=SLOW)
    return frame


def choose(page: Page, typed: str, label: str) -> None:
    """Type, and take what is offered."""
    page.get_by_label("Preview as store").click()
    page.get_by_label("Preview as store").fill(typed)
    expect(page.locator(f'#preview-as-stores option[value="{label}"]')).to_be_attached()
    page.get_by_label("Preview as store").fill(label)


def test_editor_types_a_store_and_a_time_and_both_stay_while_the_text_changes(
    page_at: PageAt, network: Network, pitman: StorePage, foreign_requests: list[str]
) -> None:
    make_editor("editor")
    article = make_article("flu", body=[paragraph("Ask at {{ store.name }}.", "ask")])
    page = enter(page_at(1280), network, "editor")
    frame = preview_of(page, network.url(None, f"/admin/pages/{article.pk}/edit/"))
    expect(frame.get_by_text("Ask at Pitman Pharmacy.")).to_be_visible()
    choose(page, "den", SWITCHBACK)
    expect(frame.get_by_text("Ask at Switchback Pharmacy.")).to_be_visible(timeout=SLOW)
    page.get_by_label("On the store's clock").fill("2026-12-25T10:00")
    page.get_by_label("On the store's clock").blur()
    expect(frame.get_by_text("December 25, 2026, 10:00am MST")).to_be_visible(timeout=SLOW)
    expect(frame.get_by_text("Today, Christmas Day").first).to_be_visible()
    page.get_by_role("textbox", name="Title").first.fill("Flu, a new draft")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Flu, a new draft", timeout=SLOW)
    expect(frame.locator(".preview-bar")).to_contain_text("Switchback Pharmacy, Friday, December 25")
    # A new tab shows the same, and so does the next form.
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Preview in new tab").click()
    expect(opened.value.locator(".preview-bar")).to_contain_text("Switchback Pharmacy, Friday, December 25")
    opened.value.close()
    page.get_by_role("button", name="Now", exact=True).click()
    expect(frame.locator(".preview-bar")).to_contain_text("Switchback Pharmacy, now", timeout=SLOW)
    assert foreign_requests == []


def test_store_that_is_not_there_is_said_in_the_frame(page_at: PageAt, network: Network, pitman: StorePage) -> None:
    make_editor("editor")
    banner = NetworkBanner.objects.create(text="Ask us about savings", has_no_end=True)
    page = enter(page_at(1280), network, "editor")
    frame = preview_of(page, network.url(None, f"/admin/snippets/stores/networkbanner/edit/{banner.pk}/"))
    expect(frame.get_by_text("Ask us about savings")).to_be_visible()
    page.get_by_label("Preview as store").fill("nobody")
    page.get_by_label("Preview as store").press("Enter")
    expect(frame.get_by_text("There is no such store")).to_be_visible(timeout=SLOW)
    choose(page, "switch", SWITCHBACK)
    expect(frame.get_by_text("Ask us about savings")).to_be_visible(timeout=SLOW)


def test_owner_moves_the_clock_of_the_own_store_on_a_phone(
    page_at: PageAt, network: Network, pitman: StorePage
) -> None:
    appoint_owner(by=None, user=make_user("owner"), store=pitman)
    page = enter(page_at(390), network, "owner")
    frame = preview_of(page, network.url(None, f"/admin/pages/{pitman.pk}/edit/"))
    expect(page.get_by_label("Preview as store")).to_have_count(0)
    page.get_by_label("On the store's clock").fill("2026-12-25T10:00")
    page.get_by_label("On the store's clock").blur()
    expect(frame.locator(".preview-bar")).to_contain_text("Pitman Pharmacy, Friday, December 25", timeout=SLOW)
    expect(frame.get_by_text("Today, Christmas Day").first).to_be_visible()
