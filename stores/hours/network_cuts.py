"""Hours that a store gave itself for a date, and that a holiday of the network cuts: both sides are told.

A store's own dates go before the network's, but for each counter apart: where a holiday shuts the store, the pharmacy
behind its door is shut, whatever hours the store gave the pharmacy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin import messages

from stores.choices import Counter
from stores.hours.date_words import day_name
from stores.hours.engine.days import shared
from stores.hours.engine.rows import DatedHours, Span
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import day_text
from stores.hours.models import HolidayClosure, HoursException
from stores.hours.schedules import DatedHoursBook, load_dated_hours, schedules_of
from stores.removal.losses import counted
from stores.store.models.store import StorePage

MOST_STORES = 5
"""Stores that the newsroom reads by name."""


@dataclass(frozen=True, slots=True)
class CutDay:
    """One counter on one date: what is open by the store's `own` rows alone, what is `left`, and whose doing it is."""

    counter: Counter
    day: date
    own: tuple[Span, ...]
    left: tuple[Span, ...]
    holidays: tuple[str, ...]

    def __str__(self) -> str:
        """`Pharmacy, Thursday, December 24, 2026: 9:00am - 6:00pm, now closed`"""
        return f"{self.counter.label}, {day_name(self.day)}: {day_text(self.own)}, now {day_text(self.left).lower()}"

    @property
    def for_the_store(self) -> str:
        names = " and ".join(f"“{label}”" for label in self.holidays)
        return (
            f"{self.counter.label}, {day_name(self.day)}: you say {day_text(self.own)}, but patients read "
            f"{day_text(self.left).lower()}, since the network says {names}. To stay open, give the store itself "
            "hours for that day, too."
        )


def days_cut(store: StorePage, at: datetime, book: DatedHoursBook) -> Iterator[CutDay]:
    """The days to come for which the store gave hours, at most a week at a time, of which a holiday takes some."""
    today = store.today(at)
    for counter, schedule in schedules_of(store, book).items():
        alone = _without_network(schedule)
        given = [row for row in schedule.dated if row.origin == "store" and row.slots and not row.is_season]
        days = {day for row in given if row.counter in {None, counter.value} for day in _days_of(row, today)}
        for day in sorted(days):
            own, left = alone.spans_of(day), schedule.spans_of(day)
            if shared(own, left) != own:
                yield CutDay(counter, day, own, left, _holidays_on(schedule, counter, day))


def _without_network(schedule: Schedule) -> Schedule:
    door = _without_network(schedule.door) if schedule.door else None
    return replace(schedule, dated=tuple(row for row in schedule.dated if row.origin == "store"), door=door)


def _days_of(row: DatedHours, today: date) -> Iterator[date]:
    day, last = max(row.starts_on, today), row.ends_on or row.starts_on
    while day <= last:
        yield day
        day += timedelta(days=1)


def _holidays_on(schedule: Schedule, counter: Counter, day: date) -> tuple[str, ...]:
    about = {None, counter.value, *([schedule.door.counter] if schedule.door else [])}
    rows = [row for row in schedule.dated if row.origin == "network" and row.covers(day) and row.counter in about]
    return tuple(dict.fromkeys(row.label for row in rows))


def stores_cut(holiday: HolidayClosure, at: datetime) -> list[tuple[StorePage, list[CutDay]]]:
    """The stores that gave themselves hours which this holiday cuts, by name, and on which days."""
    rows = HoursException.objects.exclude(slots=[]).filter(Q(ends_on=None) | Q(ends_on__gte=holiday.starts_on))
    if holiday.ends_on is not None:
        rows = rows.filter(starts_on__lte=holiday.ends_on)
    near = list(StorePage.objects.live().filter(pk__in=rows.values("store")).with_profile().order_by("title"))
    book = load_dated_hours(near, at)
    hours = holiday.as_dated_hours("network")

    def is_its_doing(cut: CutDay) -> bool:
        return hours.covers(cut.day) and hours.label in cut.holidays

    found = [(store, list(filter(is_its_doing, days_cut(store, at, book)))) for store in near]
    return [(store, days) for store, days in found if days]


def tell_newsroom(request: HttpRequest, holiday: Any) -> None:
    """After a holiday was saved: at which stores it cuts hours that they gave for the day."""
    if not isinstance(holiday, HolidayClosure):
        return
    cut = stores_cut(holiday, timezone.now())
    if cut:
        names = "; ".join(f"{store.title} ({days[0]})" for store, days in cut[:MOST_STORES])
        more = f"; and {len(cut) - MOST_STORES} more" if len(cut) > MOST_STORES else ""
        verb = "gave itself" if len(cut) == 1 else "gave themselves"
        messages.warning(request, f"{counted(len(cut), 'store')} {verb} hours that this cuts: {names}{more}.")
