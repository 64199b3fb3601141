"""An owner's dates ahead, on a phone."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.browser.conftest import Network, PageAt, enter, open_screen
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.network import make_user
from tests.factories.stores import make_store

YEAR = timezone.localdate().year
FAR = date(YEAR + 1, 12, 24)
"""The server's clock is the present one."""


@pytest.fixture
def phone(page_at: PageAt, network: Network) -> Page:
    """The admin's home on a phone, logged in as the owner."""
    store = make_store("pitman")
    appoint_owner(by=None, user=make_user("owner"), store=store)
    make_holiday("Midwinter", starts_on=f"{YEAR - 1}-01-01", ends_on=f"{YEAR + 1}-06-30")
    make_exception(store, label="Inventory", starts_on=FAR, ends_on=FAR)
    make_network_banner("Ask about savings", store_may="hide")
    opened = page_at(390)
    return enter(opened, network, "owner")


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_owner_gives_other_times_for_a_holiday_and_takes_them_back(phone: Page, foreign_requests: list[str]) -> None:
    open_screen(phone, "Dates ahead")
    expect(phone.get_by_text("You follow the network")).to_be_visible()
    assert not is_wider_than_the_screen(phone)
    phone.get_by_role("link", name="Other hours: Midwinter").click()
    phone.get_by_label("Closed", exact=True).check()
    expect(phone.get_by_label("Opens, slot 1")).to_be_hidden()
    phone.get_by_label("Open at these times").check()
    phone.get_by_label("Opens, slot 1").fill("20:00")
    phone.get_by_label("Closes, slot 1").fill("02:00")
    assert not is_wider_than_the_screen(phone)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".messages")).to_contain_text("Saved: “Midwinter”")
    expect(phone.get_by_text("So patients read for")).to_contain_text("Pharmacy 8:00pm - 2:00am")
    phone.get_by_role("button", name="Do the same as the network: Midwinter").click()
    expect(phone.get_by_text("You follow the network")).to_be_visible()
    assert foreign_requests == []


def test_second_row_of_one_rank_is_refused_by_name(phone: Page) -> None:
    open_screen(phone, "Dates ahead")
    phone.get_by_role("link", name="Add other hours").click()
    phone.get_by_label("Label").fill("Twice")
    phone.get_by_label("First day").fill(FAR.isoformat())
    phone.get_by_role("button", name="Save").click()
    named = phone.get_by_text(f"“Inventory” ({FAR:%A, %B} 24, {FAR.year}; All departments) already says something")
    expect(named).to_be_visible()


def test_owner_hides_a_line_of_the_network(phone: Page, page_at: PageAt, network: Network) -> None:
    open_screen(phone, "Promo lines")
    phone.get_by_role("button", name="Hide here: Ask about savings").click()
    expect(phone.get_by_text("Hidden here", exact=True)).to_be_visible()
    assert not is_wider_than_the_screen(phone)
    reader = page_at(390)
    reader.goto(network.url(StorePage.objects.get().slug, "/"))
    expect(reader.get_by_text("Ask about savings")).to_have_count(0)
    phone.get_by_role("button", name="Show again: Ask about savings").click()
    reader.reload()
    expect(reader.get_by_text("Ask about savings")).to_be_visible()
