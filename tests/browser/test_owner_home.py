"""An owner's day from the home, on a phone: what it takes, and what patients see."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Dialog, Page, expect

from cms.models import ArticlePage
from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.browser.conftest import Network, PageAt, enter, open_screen
from tests.factories.network import make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import WEEKDAYS, make_store

NEW_YORK = ZoneInfo("America/New_York")
FORM_IS_WATCHED_AFTER = 2_500
"""Milliseconds until Wagtail's script knows what a form held when it was opened."""


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """It is 3 pm of today in New York: cookies of browsers go by the real date."""
    three = datetime.combine(timezone.now().astimezone(NEW_YORK), time(15), NEW_YORK)
    with time_machine.travel(three, tick=True):
        yield


@pytest.fixture
def pitman(network: Network, afternoon: None) -> StorePage:
    """Open every day from 8 am to 7 pm."""
    return make_store("pitman", hours={"store": {day: [("08:00", "19:00")] for day in WEEKDAYS}})


@pytest.fixture
def article(pitman: StorePage) -> ArticlePage:
    return make_article("flu", title="The flu is here", first_published_at=timezone.now())


@pytest.fixture
def owner(pitman: StorePage) -> User:
    user = make_user("owner", first_name="Ann", last_name="Olsen")
    appoint_owner(by=None, user=user, store=pitman)
    return user


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_owner_closes_early_and_hides_and_pins_with_one_tap_each(
    page_at: PageAt, network: Network, owner: User, article: ArticlePage, foreign_requests: list[str]
) -> None:
    phone, reader = enter(page_at(390), network, owner.username), page_at(390)
    now, news = phone.locator("#now-section"), phone.locator("#news-section")
    assert not is_wider_than_the_screen(phone)
    expect(now).to_contain_text("Open until 7:00pm")
    now.get_by_role("button", name="4:00pm").click()
    expect(now).to_contain_text("Open until 4:00pm")
    reader.goto(network.url("pitman", "/"))
    expect(reader.get_by_text("Open until 4:00pm").first).to_be_visible()
    now.get_by_role("button", name="As usual again").click()
    expect(now).to_contain_text("Open until 7:00pm")
    news.get_by_role("button", name="Hide: The flu is here").click()
    expect(news.get_by_role("button", name="Show again: The flu is here")).to_be_visible()
    reader.goto(network.url("pitman", "/health/"))
    expect(reader.get_by_text("The flu is here")).to_have_count(0)
    news.get_by_role("button", name="Show again: The flu is here").click()
    news.get_by_role("button", name="Pin: The flu is here").click()
    expect(news.get_by_text("Pinned", exact=True)).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("The flu is here").first).to_be_visible()
    assert foreign_requests == []


def test_switcher_leads_to_the_other_store_and_the_screens_follow(
    page_at: PageAt, network: Network, owner: User
) -> None:
    appoint_owner(by=None, user=owner, store=make_store("millrace"))
    phone = enter(page_at(390), network, owner.username)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Millrace Pharmacy")
    phone.get_by_role("button", name="Other store").click()
    phone.get_by_role("button", name="Pitman Pharmacy").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Pitman Pharmacy")
    open_screen(phone, "Dates ahead")
    expect(phone.locator(".stores-name")).to_contain_text("Pitman Pharmacy")
    phone.get_by_role("button", name="Other store").click()
    phone.get_by_role("button", name="Millrace Pharmacy").click()
    expect(phone.locator(".stores-name")).to_contain_text("Millrace Pharmacy")
    expect(phone.locator(".stores-menu [aria-current=page]")).to_have_text("Dates ahead")


def test_small_form_that_is_left_with_changes_warns(page_at: PageAt, network: Network, owner: User) -> None:
    phone = enter(page_at(390), network, owner.username)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.on("dialog", stay)
    open_screen(phone, "Today")
    phone.wait_for_timeout(FORM_IS_WATCHED_AFTER)
    phone.get_by_label("Close early, at").fill("16:00")
    phone.wait_for_timeout(1_000)
    open_screen(phone, "Dates ahead")
    phone.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    phone.get_by_role("button", name="Save for today").click()
    expect(phone.locator(".messages")).to_contain_text("Open until 4:00pm")
    assert asked == ["beforeunload"]


def test_two_people_at_one_store_see_each_other(
    page_at: PageAt, network: Network, owner: User, pitman: StorePage
) -> None:
    staff = make_user("sam", first_name="Sam", last_name="Ray")
    appoint_staff(by=None, user=staff, store=pitman)
    edit = network.url(None, f"/admin/pages/{pitman.pk}/edit/")
    mine, theirs = enter(page_at(1280), network, owner.username), enter(page_at(1280), network, staff.username)
    for page in (theirs, mine):
        page.goto(edit)
        page.wait_for_timeout(500)
    mine.locator("#w-editing-sessions li").first.hover(timeout=20_000)
    expect(mine.get_by_text("Sam Ray").first).to_be_visible()
