"""A store's rows as the hours engine reads them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.choices import Counter
from stores.hours.engine.rows import Slot
from stores.hours.engine.schedule import Schedule
from stores.hours.schedules import open_store_ids, regular_summary, schedules_of
from stores.models import OpeningHours, StorePage
from tests.factories.stores import PHARMACY_WEEK, STORE_WEEK, make_store

pytestmark = pytest.mark.django_db


def test_summary_reads_as_on_the_model_page() -> None:
    """Beside the pharmacy's hours, which are others, the line says whose it is."""
    line = "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"
    assert regular_summary(make_store("pitman")) == f"Store {line}"
    assert regular_summary(make_store("alone", hours={"store": STORE_WEEK})) == line


def test_summary_is_the_first_counters_where_the_store_itself_lists_none() -> None:
    store = make_store("pitman", hours={"drive-through": {"mon": [("08:00", "09:00")]}, "pharmacy": PHARMACY_WEEK})
    assert regular_summary(store) == f"Pharmacy {schedules_of(store)[Counter.PHARMACY].summary()}"
    assert "1:30pm" in regular_summary(store)


def test_store_without_counters_has_a_summary_that_says_so() -> None:
    store = make_store("pitman", hours={})
    assert schedules_of(store) == {}
    assert regular_summary(store) == "Hours unknown"


def test_counters_come_in_the_order_of_the_closed_list() -> None:
    store = make_store("pitman", hours={"delivery": STORE_WEEK, "pharmacy": PHARMACY_WEEK, "store": STORE_WEEK})
    assert list(schedules_of(store)) == [Counter.STORE, Counter.PHARMACY, Counter.DELIVERY]


def test_each_counter_has_its_own_rows() -> None:
    schedules = schedules_of(
        make_store("pitman", hours={"store": {"mon": [("09:00", "17:00")]}, "pharmacy": {"tue": [("10:00", "12:00")]}})
    )
    store = Schedule("America/New_York", (Slot(1, time(9), time(17)),), counter="store")
    assert schedules == {
        Counter.STORE: store,
        Counter.PHARMACY: Schedule("America/New_York", (Slot(2, time(10), time(12)),), counter="pharmacy", door=store),
    }


def test_counter_is_behind_the_stores_door_unless_it_has_one_of_its_own() -> None:
    """At 8:30 pm the pharmacy's own hours go on; the store is shut. The filter of the directory says the same."""
    late = {day: [("09:00", "21:00")] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    store = make_store("pitman", hours={"store": STORE_WEEK, "pharmacy": late})
    at = datetime(2026, 12, 21, 20, 30, tzinfo=ZoneInfo("America/New_York"))
    for own_doors, state in (([], "closed"), (["pharmacy"], "open")):
        StorePage.objects.filter(pk=store.pk).update(own_doors=own_doors)
        schedules = schedules_of(StorePage.objects.get(pk=store.pk))
        assert schedules[Counter.PHARMACY].status(at).state == state
        assert open_store_ids(StorePage.objects.all(), at) == ([store.pk] if state == "open" else [])


def test_listed_counter_without_rows_has_unknown_hours() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK})
    store.counters = ["store", "pharmacy"]
    at = datetime(2026, 12, 21, 12, 0, tzinfo=ZoneInfo("America/New_York"))
    schedules = schedules_of(store)
    assert schedules[Counter.STORE].status(at).state == "open"
    assert schedules[Counter.PHARMACY].status(at).state == "unknown"


def test_rows_of_a_counter_that_is_not_listed_still_count() -> None:
    store = make_store("pitman", hours={"store": STORE_WEEK})
    store.counters = []
    assert list(schedules_of(store)) == [Counter.STORE]


def test_hours_are_in_the_stores_own_zone() -> None:
    store = make_store("pitman", hours={"store": {"mon": [("09:00", "17:00")]}}, time_zone="America/Denver")
    schedule = schedules_of(store)[Counter.STORE]
    denver = ZoneInfo("America/Denver")
    states = [
        schedule.status(datetime(2026, 12, 21, hour, minute, tzinfo=denver)).state
        for hour, minute in ((8, 59), (9, 0))
    ]
    assert states == ["closed", "open"]


def test_all_day_and_past_midnight_are_read_from_their_rows() -> None:
    store = make_store("pitman", hours={"store": {"mon": [("00:00", "24:00")], "fri": [("20:00", "02:00")]}})
    rows = list(OpeningHours.objects.filter(store=store).values_list("opens_at", "closes_at"))
    assert rows == [(time(0), time(0)), (time(20), time(2))]
    schedule = schedules_of(store)[Counter.STORE]
    zone = ZoneInfo("America/New_York")
    moments = [(21, 0, 0), (21, 23, 59), (22, 0, 0), (26, 1, 59), (26, 2, 0)]
    states = [
        schedule.status(datetime(2026, 12, day, hour, minute, tzinfo=zone)).state for day, hour, minute in moments
    ]
    assert states == ["open", "open", "closed", "open", "closed"]


def test_hours_of_prefetched_stores_cost_no_query() -> None:
    make_store("pitman")
    make_store("switchback")
    stores = list(StorePage.objects.with_profile())
    with CaptureQueriesContext(connection) as queries:
        assert [len(schedules_of(store)) for store in stores] == [2, 2]
    assert len(queries) == 0
