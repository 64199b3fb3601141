"""Which days the store's door cuts at a counter that is reached through it, in words for whoever gives the hours."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from stores.choices import Counter
from stores.hours.date_words import day_name
from stores.hours.engine.rows import Span
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import WEEKDAYS, day_text
from stores.hours.models import HoursException
from stores.hours.schedules import load_dated_hours, schedules_of
from stores.store.models.store import StorePage

MOST_DAYS = 7
"""How many days of a dated row are looked at."""


def cut_days(schedules: Mapping[Counter, Schedule]) -> list[str]:
    """`Pharmacy, Saturday: 9:00am - 6:00pm, but patients read 9:00am - 4:00pm, since …`, for the regular week."""
    return [
        _cut_text(counter, WEEKDAYS[number], own, left)
        for counter, schedule in schedules.items()
        for number, (own, left) in enumerate(schedule.weeks_behind_the_door())
        if own != left
    ]


def cut_days_of(store: StorePage, row: HoursException) -> list[str]:
    """The same for the first days of a dated row that is saved."""
    first = max(row.starts_on, store.today(timezone.now()))
    last = first + timedelta(days=MOST_DAYS - 1)
    days = _days(first, min(row.ends_on or last, last))
    schedules = schedules_of(store, load_dated_hours([store], timezone.now()))
    return [
        _cut_text(counter, day_name(day), *schedule.spans_behind_the_door(day))
        for counter, schedule in schedules.items()
        for day in days
        if len(set(schedule.spans_behind_the_door(day))) > 1
    ]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _cut_text(counter: Counter, day: str, own: Sequence[Span], left: Sequence[Span]) -> str:
    return (
        f"{counter.label}, {day}: {day_text(own)}, but patients read {day_text(left)}, since the store itself is "
        "closed for the rest. Give the store those hours, too, or the department a door of its own."
    )
