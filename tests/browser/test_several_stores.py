"""An owner of two stores closes both early from the home, and takes it back, on a phone."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from stores.people.appointing import appoint_owner
from tests.browser.conftest import Network, PageAt, enter
from tests.factories.network import make_user
from tests.factories.stores import WEEKDAYS, make_store

NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """It is 3 pm of today in New York: cookies of browsers go by the real date."""
    three = datetime.combine(timezone.now().astimezone(NEW_YORK), time(15), NEW_YORK)
    with time_machine.travel(three, tick=True):
        yield


def test_four_taps_close_two_stores_early_and_two_more_take_it_back(page_at: PageAt, network: Network) -> None:
    owner = make_user("owner")
    for slug in ("pitman", "millrace"):
        store = make_store(slug, hours={"store": {day: [("08:00", "19:00")] for day in WEEKDAYS}})
        appoint_owner(by=None, user=owner, store=store)
    phone = enter(page_at(390), network, "owner")
    now = phone.locator("#now-section")
    phone.get_by_role("link", name="Several stores").click()
    phone.get_by_role("link", name="Close early today").click()
    phone.get_by_role("button", name="4:00pm").click()
    expect(phone.get_by_text("8:00am - 7:00pm → 8:00am - 4:00pm")).to_be_visible()
    phone.go_back()
    expect(phone.get_by_role("checkbox", name="Pitman Pharmacy")).to_be_checked()
    phone.go_forward()
    phone.get_by_role("button", name="Do it at 2 stores").dblclick()
    expect(phone.locator(".messages")).to_contain_text("Done at 2 stores: close early today.")
    expect(now).to_contain_text("Open until 4:00pm")
    phone.get_by_role("link", name="Undo for all").click()
    phone.get_by_role("button", name="Undo at 2 stores").click()
    expect(phone.locator(".messages")).to_contain_text("Undone at 2 stores.")
    expect(now).to_contain_text("Open until 7:00pm")
