"""Dated hours in plain words: which days, and what is open on them."""

from collections.abc import Iterable, Sequence
from datetime import date

from stores.choices import Counter
from stores.hours.engine.days import merged
from stores.hours.engine.words import MONTHS, WEEKDAYS, clock_text, day_text
from stores.hours.models import DatedHoursFields, ranges_of


def day_name(day: date) -> str:
    """`Friday, December 25, 2026`"""
    return f"{WEEKDAYS[day.weekday()]}, {_plain_day(day)}"


def days_text(starts_on: date, ends_on: date | None) -> str:
    """`Friday, December 25, 2026`, `December 24, 2026 to January 2, 2027`, or `From …, until further notice`."""
    if ends_on is None:
        return f"From {_plain_day(starts_on)}, until further notice"
    if starts_on == ends_on:
        return day_name(starts_on)
    return f"{_plain_day(starts_on)} to {_plain_day(ends_on)}"


def _plain_day(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def slots_text(slots: Iterable[Sequence[str]]) -> str:
    """Slots as the rows keep them: `9:00am - 1:30pm, 2:00pm - 7:00pm`, `Open 24 hours`, or `Closed`."""
    return day_text(merged(each.span for each in ranges_of(slots)))


def row_hours_text(row: DatedHoursFields) -> str:
    """The slots of a row in words, or `Closes at 2:00pm at the latest`."""
    closes_by = getattr(row, "closes_by", None)
    return slots_text(row.slots) if closes_by is None else f"Closes at {clock_text(closes_by)} at the latest"


def counter_name(counter: str) -> str:
    """`Pharmacy`, or `All departments` for none."""
    return str(Counter(counter).label) if counter else "All departments"


def row_text(row: DatedHoursFields) -> str:
    """`“Inventory” (Friday, December 25, 2026; Pharmacy)`"""
    return f"“{row.label}” ({days_text(row.starts_on, row.ends_on)}; {counter_name(row.counter)})"
