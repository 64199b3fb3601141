"""Hours on the storefront: the state now, the dates that differ, and a moment of your choice by `?at=`."""

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from stores.choices import TIME_ZONES
from stores.models import HolidayClosure, HoursException, StorePage, TodayChange
from stores.opening.opening import close_store
from tests.factories.newsroom import make_article
from tests.factories.stores import HOURS, WEEKDAYS, make_store
from tests.frontend_templates.reading import words_of

LATE = {day: [("09:00", "22:00")] for day in WEEKDAYS}

pytestmark = pytest.mark.django_db

HOST = "pitman.localhost:8000"
FRIDAY = "2026-12-18"
AT_LUNCH = f"{FRIDAY}T13:45:00-05:00"
NOTICE = "The hours on this page are those of"
BAD = ["", "now", "2026-12-18", "2026-12-18T13:45:00", "2026-13-45T00:00:00Z", "1800-01-01T00:00:00Z", "\x00"]


@pytest.fixture(autouse=True)
def clock() -> Any:
    """Friday at 10 in the morning in Pitman."""
    with time_machine.travel(f"{FRIDAY}T10:00:00-05:00", tick=False):
        yield


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman", hours={**HOURS, "delivery": {}})


def get(client: Client, path: str = "/", **query: str) -> Any:
    return client.get(path, query_params=query, headers={"host": HOST})


def words_at(client: Client, at: str | None = None, path: str = "/") -> str:
    return words_of(get(client, path, **({"at": at} if at else {})).content.decode())


def test_each_counter_says_its_own_state(client: Client, pitman: StorePage) -> None:
    words = words_at(client, AT_LUNCH)
    assert "Store Open until 7:00pm" in words
    assert "Pharmacy Closed for lunch, opens 2:00pm" in words
    assert "Delivery Please call us for these hours." in words


def test_chosen_moment_is_said_in_the_stores_own_zone(client: Client, pitman: StorePage) -> None:
    words = words_at(client, "2026-12-18T18:45:00Z")
    assert f"{NOTICE} Friday, December 18, 2026, 1:45pm EST . Show the hours now" in words


def test_without_a_moment_nothing_is_said_of_one(client: Client, pitman: StorePage) -> None:
    response = get(client)
    assert NOTICE not in words_of(response.content.decode())
    assert '<meta name="robots" content="index">' in response.content.decode()
    assert "Cache-Control" not in response


@pytest.mark.parametrize("path", ["/", "/health/", "/nothing/", "/health"])
def test_answer_for_a_moment_is_never_cached_nor_indexed(path: str, client: Client, pitman: StorePage) -> None:
    response = get(client, path, at=AT_LUNCH)
    assert response["Cache-Control"] == "no-store"
    assert response.status_code == 301 or '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("at", BAD)
def test_moment_without_sense_is_refused_as_in_the_api(at: str, client: Client, pitman: StorePage) -> None:
    response = get(client, at=at)
    answer = client.get(f"/api/v2/stores/pitman/?{urlencode({'at': at})}", headers={"host": HOST})
    assert (response.status_code, answer.status_code) == (400, 400)
    if "\x00" not in at:
        assert answer.json()["detail"] in words_of(response.text)


def test_two_moments_are_refused(client: Client, pitman: StorePage) -> None:
    assert client.get(f"/?at={FRIDAY}T10:00:00Z&at={FRIDAY}T11:00:00Z", headers={"host": HOST}).status_code == 400


def test_way_back_to_now_keeps_the_page(client: Client, pitman: StorePage) -> None:
    for day in range(1, 14):
        make_article(f"article-{day}", published_on=date(2026, 1, day))
    page = get(client, "/health/", at=AT_LUNCH, page="2").content.decode()
    assert '<a href="/health/?page=2">Show the hours now</a>' in page
    assert '<a href="/">Show the hours now</a>' in get(client, at=AT_LUNCH, fbclid="x").content.decode()


def test_move_to_the_pages_own_path_keeps_the_moment(client: Client, pitman: StorePage) -> None:
    assert get(client, "/health", at=AT_LUNCH)["Location"].endswith("/health/?at=2026-12-18T13%3A45%3A00-05%3A00")
    assert get(client, "/health", at="soon").status_code == 400


def test_banners_stay_those_of_now(client: Client, pitman: StorePage) -> None:
    pitman.promo_banners.update(show_until=date(2026, 12, 31), has_no_end=False)
    assert "Free delivery" in words_at(client, "2027-06-01T10:00:00-04:00")


def test_dates_that_differ_stand_below_the_week_with_their_labels(client: Client, pitman: StorePage) -> None:
    day = date(2026, 12, 24)
    HoursException.objects.create(
        store=pitman, counter="store", starts_on=day, ends_on=day, label="Christmas Eve", slots=[["09:00", "14:00"]]
    )
    HolidayClosure.objects.create(starts_on=date(2026, 12, 25), ends_on=date(2026, 12, 25), label="Christmas Day")
    words = words_at(client)
    store, _, rest = words.partition("Store Open until 7:00pm")[2].partition("Pharmacy")
    assert "Different in the next two weeks Thu, Dec 24 Christmas Eve 9:00am to 2:00pm" in store
    assert "Fri, Dec 25 Christmas Day Closed" in store
    pharmacy, _, delivery = rest.partition("Delivery")
    # Behind the store's door, and open no longer than that.
    assert "Thu, Dec 24 Christmas Eve 9:00am to 1:30pm" in pharmacy
    assert "Fri, Dec 25 Christmas Day Closed" in pharmacy
    assert "Regular hours Please call us Different in the next two weeks Fri, Dec 25 Christmas Day Closed" in delivery


def test_dates_beyond_two_weeks_are_not_shown_yet(client: Client, pitman: StorePage) -> None:
    HolidayClosure.objects.create(starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 1), label="New Year's Day")
    assert "New Year's Day" not in words_at(client)
    assert "New Year's Day" in words_at(client, "2026-12-19T10:00:00-05:00")


def test_change_of_today_stands_on_every_page(client: Client, pitman: StorePage) -> None:
    TodayChange.objects.create(store=pitman, on=date(2026, 12, 18), closes_at=time(15))
    for path in ("/", "/health/", "/nothing/"):
        words = words_at(client, path=path)
        assert (
            "Pharmacy open until 1:30pm · Store until 3:00pm Pharmacy today: 9:00am to 1:30pm, 2:00pm to 3:00pm"
            in words
        )
    assert "Today , Fri, Dec 18 9:00am to 3:00pm" in words_at(client)
    assert "oday" not in words_at(client, "2026-12-19T10:00:00-05:00")


def test_holiday_is_named_beside_the_state_of_today(client: Client, pitman: StorePage) -> None:
    HolidayClosure.objects.create(starts_on=date(2026, 12, 25), ends_on=date(2026, 12, 25), label="Christmas Day")
    words = words_at(client, "2026-12-25T11:00:00-05:00")
    assert "Pharmacy, store and delivery closed" not in words
    assert "Pharmacy and store closed, opens Saturday 9:00am · " in words
    assert "Pharmacy today, Christmas Day: closed" in words
    assert "Today , Fri, Dec 25 Christmas Day Closed" in words


def test_today_is_a_date_of_the_stores_own_calendar(client: Client, pitman: StorePage) -> None:
    HolidayClosure.objects.create(starts_on=date(2026, 12, 25), ends_on=date(2026, 12, 25), label="Christmas Day")
    assert "Pharmacy today, Christmas Day: closed" not in words_at(client, "2026-12-25T04:59:59Z")
    assert "Pharmacy today, Christmas Day: closed" in words_at(client, "2026-12-25T05:00:00Z")


def test_closed_store_takes_a_moment_too(client: Client, pitman: StorePage) -> None:
    close_store(by=None, store=pitman)
    response = get(client, at=AT_LUNCH)
    assert (response.status_code, response["Cache-Control"]) == (410, "no-store")


def test_early_closing_stands_on_the_page_all_evening_in_every_zone(client: Client) -> None:
    store = make_store("pitman", hours={"store": LATE})
    TodayChange.objects.create(store=store, on=date(2026, 12, 18), closes_at=time(18))
    wrong = []
    for zone, _label in TIME_ZONES:
        StorePage.objects.filter(pk=store.pk).update(time_zone=zone)
        evening = datetime(2026, 12, 18, 20, 30, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if "Store closed, opens Saturday 9:00am" not in words_of(get(client, at=evening.isoformat()).text):
            wrong.append(zone)
    assert wrong == []


def test_store_without_counters_says_nothing_of_hours(client: Client) -> None:
    make_store("pitman", hours={})
    assert "Call us for our hours" in words_at(client)
