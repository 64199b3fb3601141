"""What a store's people read about the months ahead."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.hours.dates_ahead import HolidayAhead, holidays_ahead, own_dates, past_dates, prefilled
from stores.models import StorePage
from tests.factories.dated import CHRISTMAS, make_exception, make_holiday
from tests.factories.stores import STORE_WEEK, StoreGroupFactory, make_store

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
TODAY = date(2026, 12, 18)

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def ahead(store: StorePage, at: datetime = AT) -> HolidayAhead:
    (only,) = holidays_ahead(StorePage.objects.with_profile().get(pk=store.pk), at)
    return only


def labels(store: StorePage, at: datetime = AT) -> list[str]:
    return [each.holiday.label for each in holidays_ahead(store, at)]


def test_holidays_of_the_next_twelve_months_stand_in_order(store: StorePage) -> None:
    make_holiday("Later", starts_on=date(2027, 7, 5), ends_on=date(2027, 7, 5))
    make_holiday("Lasts", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 18))
    make_holiday("Open end", starts_on=date(2026, 1, 1), ends_on=None)
    make_holiday("Over", starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 17))
    make_holiday("Far", starts_on=date(2027, 12, 20), ends_on=date(2027, 12, 20))
    assert labels(store) == ["Open end", "Lasts", "Later"]


def test_holiday_ends_with_its_day_in_the_stores_own_calendar() -> None:
    make_holiday(starts_on=TODAY, ends_on=TODAY)
    east, west = make_store("pitman"), make_store("hilo", time_zone="Pacific/Honolulu")
    at = datetime(2026, 12, 19, 6, 0, tzinfo=UTC)
    assert (labels(east, at), labels(west, at)) == ([], ["Christmas Day"])


def test_only_holidays_whose_audience_includes_the_store_are_listed(store: StorePage) -> None:
    group = StoreGroupFactory.create(slug="far-away")
    make_store("switchback", groups=[group])
    make_holiday("Theirs", groups=[group])
    make_holiday("Not ours", excluded=[store], starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24))
    assert labels(store) == []


def test_store_without_a_row_of_its_own_follows(store: StorePage) -> None:
    make_holiday(slots=[["09:00", "14:00"]])
    found = ahead(store)
    assert (found.hours, found.own, found.on_the_day) == ("9:00am - 2:00pm", (), ())
    assert (found.may_open_as_usual, found.is_followable) == (True, False)


def test_own_row_says_what_patients_read_at_each_counter(store: StorePage) -> None:
    make_holiday()
    make_exception(store, counter="pharmacy", slots=[["10:00", "13:00"]])
    found = ahead(store)
    assert found.own == ("Our own",)
    assert found.on_the_day == (("Store", "Closed"), ("Pharmacy", "Closed"))  # the door is locked
    StorePage.objects.filter(pk=store.pk).update(own_doors=["pharmacy"])
    found = ahead(StorePage.objects.get(pk=store.pk))
    assert found.on_the_day == (("Store", "Closed"), ("Pharmacy", "10:00am - 1:00pm"))
    assert (found.day, found.is_followable, found.may_open_as_usual) == ("Friday, December 25, 2026", True, False)


def test_usual_hours_on_a_holiday_are_told_too(store: StorePage) -> None:
    make_holiday(counter="store")
    make_exception(store, counter="store", slots=[["09:00", "19:00"]])
    assert ahead(store).on_the_day == (("Store", "9:00am - 7:00pm"),)


def test_counter_with_unknown_hours_stays_closed_as_the_network_says() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK, "delivery": {}})
    make_holiday()
    make_exception(store, counter="store", slots=[["09:00", "12:00"]])
    assert ahead(store).on_the_day == (("Store", "9:00am - noon"), ("Delivery", "Closed"))


def test_longer_row_goes_before_the_holiday_and_is_not_about_it_alone(store: StorePage) -> None:
    make_holiday()
    make_exception(store, label="Vacation", starts_on=date(2026, 12, 20), ends_on=None)
    assert (ahead(store).own, ahead(store).is_followable) == (("Vacation",), False)


@pytest.mark.parametrize(
    ("holiday", "row"),
    [
        ({"counter": "pharmacy"}, {"counter": "store"}),
        ({}, {"starts_on": date(2026, 12, 26), "ends_on": date(2026, 12, 26)}),
        ({}, {"starts_on": date(2026, 12, 24), "ends_on": date(2026, 12, 24)}),
    ],
    ids=["another counter", "the day after", "the day before"],
)
def test_row_about_something_else_leaves_the_store_following(
    store: StorePage, holiday: dict[str, Any], row: dict[str, Any]
) -> None:
    make_holiday(**holiday)
    make_exception(store, **row)
    assert ahead(store).own == ()


def test_own_rows_are_those_that_last_and_the_past_ones_the_latest_first(store: StorePage) -> None:
    make_exception(make_store("switchback"))
    for label, starts_on, ends_on in (
        ("Older", date(2026, 2, 1), date(2026, 2, 2)),
        ("Old", date(2026, 12, 17), date(2026, 12, 17)),
        ("Today", TODAY, TODAY),
        ("No end", date(2026, 1, 1), None),
    ):
        make_exception(store, label=label, starts_on=starts_on, ends_on=ends_on)
    assert [each.row.label for each in own_dates(store, TODAY)] == ["No end", "Today"]
    assert [each.row.label for each in past_dates(store, TODAY)] == ["Old", "Older"]


def test_prefilled_row_has_the_holidays_days_and_the_usual_hours(store: StorePage) -> None:
    row = prefilled(store, make_holiday(ends_on=date(2026, 12, 26)))
    assert row._state.adding
    assert (row.label, row.starts_on, row.ends_on) == ("Christmas Day", CHRISTMAS, date(2026, 12, 26))
    assert (row.counter, row.slots) == ("", [["09:00", "19:00"]])


def test_prefilled_row_of_a_counters_holiday_is_that_counters(store: StorePage) -> None:
    row = prefilled(store, make_holiday(counter="pharmacy"))
    assert (row.counter, row.slots) == ("pharmacy", [["09:00", "13:30"], ["14:00", "19:00"]])


def test_prefilled_row_of_a_counter_that_the_store_has_not_is_empty(store: StorePage) -> None:
    row = prefilled(store, make_holiday(counter="drive-through"))
    assert (row.counter, row.slots) == ("", [])


def test_more_holidays_and_rows_cost_no_more_queries(store: StorePage) -> None:
    whole = StorePage.objects.with_profile().get(pk=store.pk)
    counts = []
    for month in (1, 2):
        for day in range(1, 4):
            on: dict[str, Any] = {"starts_on": date(2027, month, day), "ends_on": date(2027, month, day)}
            make_holiday(**on)
            make_exception(store, **on)
        with CaptureQueriesContext(connection) as queries:
            holidays_ahead(whole, AT)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
