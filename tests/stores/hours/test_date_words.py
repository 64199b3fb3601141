"""Dated hours in plain words."""

from datetime import date

import pytest

from stores.hours.date_words import counter_name, days_text, row_text, slots_text
from stores.models import HoursException

CHRISTMAS = date(2026, 12, 25)


@pytest.mark.parametrize(
    ("ends_on", "text"),
    [
        (CHRISTMAS, "Friday, December 25, 2026"),
        (date(2027, 1, 2), "December 25, 2026 to January 2, 2027"),
        (None, "From December 25, 2026, until further notice"),
    ],
)
def test_days(ends_on: date | None, text: str) -> None:
    assert days_text(CHRISTMAS, ends_on) == text


@pytest.mark.parametrize(
    ("slots", "text"),
    [
        ([], "Closed"),
        ([["00:00", "24:00"]], "Open 24 hours"),
        ([["09:00", "13:30"], ["14:00", "19:00"]], "9:00am - 1:30pm, 2:00pm - 7:00pm"),
        ([["20:00", "02:00"]], "8:00pm - 2:00am"),
        ([["20:00", "00:00"]], "8:00pm - midnight"),
        ([["12:00", "24:00"]], "noon - midnight"),
    ],
)
def test_slots(slots: list[list[str]], text: str) -> None:
    assert slots_text(slots) == text


def test_counters() -> None:
    assert (counter_name(""), counter_name("drive-through")) == ("All departments", "Drive-through")


def test_row() -> None:
    row = HoursException(label="Inventory", starts_on=CHRISTMAS, ends_on=CHRISTMAS, counter="pharmacy")
    assert row_text(row) == "“Inventory” (Friday, December 25, 2026; Pharmacy)"
