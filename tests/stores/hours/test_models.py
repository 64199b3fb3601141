"""Rows of opening hours, and what the database refuses of them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from stores.choices import Counter, Weekday
from stores.hours.models import validate_slots
from stores.models import OpeningHours, StorePage
from stores.opening.changing import change_store
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman", hours={})


def write(store: StorePage, *, counter: str = "store", weekday: int = 1, opens: int = 9, closes: int = 17) -> None:
    """Writes past every form and validator."""
    row = OpeningHours(
        store_id=store.pk, counter=counter, weekday=weekday, opens_at=time(opens), closes_at=time(closes)
    )
    OpeningHours.objects.bulk_create([row])


@pytest.mark.parametrize("weekday", Weekday.values)
def test_database_takes_every_weekday(store: StorePage, weekday: int) -> None:
    write(store, weekday=weekday)


@pytest.mark.parametrize("weekday", [0, 8])
def test_database_refuses_a_weekday_that_there_is_not(store: StorePage, weekday: int) -> None:
    with pytest.raises(IntegrityError, match="hours_weekday_is_iso"):
        write(store, weekday=weekday)


@pytest.mark.parametrize("counter", Counter.values)
def test_database_takes_every_counter(store: StorePage, counter: str) -> None:
    write(store, counter=counter)


@pytest.mark.parametrize("counter", ["", "moon", "Store"])
def test_database_refuses_an_unknown_counter(store: StorePage, counter: str) -> None:
    with pytest.raises(IntegrityError, match="hours_counter_is_known"):
        write(store, counter=counter)


def test_slot_may_run_past_midnight_and_all_day(store: StorePage) -> None:
    write(store, opens=20, closes=2)
    write(store, opens=0, closes=0)


def test_several_slots_a_day_are_several_rows_in_the_order_of_the_day(store: StorePage) -> None:
    write(store, opens=14, closes=19)
    write(store, opens=9, closes=13)
    write(store, counter="pharmacy", opens=8, closes=9)
    rows = [(row.counter, row.opens_at.hour) for row in OpeningHours.objects.all()]
    assert rows == [("pharmacy", 8), ("store", 9), ("store", 14)]


def test_row_names_itself(store: StorePage) -> None:
    write(store, counter="drive-through", weekday=6)
    assert str(OpeningHours.objects.get()) == "Drive-through Saturday 09:00-17:00"


def test_slots_of_a_dated_row_that_overlap_are_refused() -> None:
    with pytest.raises(ValidationError, match="overlap"):
        validate_slots([["09:00", "13:00"], ["12:00", "17:00"]])


def test_weeks_that_overlap_are_refused_whatever_door_they_come_through() -> None:
    store = make_store("pitman", hours={"store": {}})
    rows = [OpeningHours(weekday=1, opens_at=time(9), closes_at=time(hour)) for hour in (12, 17)]
    with pytest.raises(ValidationError, match=r"Store, Monday: .* overlap"):
        change_store(by=None, store=store, opening_hours={"store": rows})
    assert not store.opening_hours.exists()
    with pytest.raises(ValidationError, match="overlap"):
        make_store("elmer", hours={"store": {"mon": [("09:00", "12:00"), ("11:00", "17:00")]}})
