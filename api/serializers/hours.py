"""The hours of stores at a moment, as far as this worker knows them already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from api.caching.known import known_parts
from api.caching.mirror import Values
from api.caching.parts import Made, Need, any_in, any_of
from api.caching.scopes import store_scope
from api.caching.tags import CLOCK
from stores.choices import Counter
from stores.hours.engine.schedule import Schedule
from stores.hours.holidays.confirmed import NOTHING_CONFIRMED, Confirmed
from stores.hours.schedules import DatedHoursBook, load_dated_hours, schedules_of
from stores.models import StorePage

Schedules = dict[Counter, Schedule]


@dataclass(frozen=True, slots=True)
class StoreHours:
    """The schedule of each listed counter, and what the store has confirmed of holidays."""

    schedules: Schedules
    confirmed: Confirmed

    @classmethod
    def of(cls, store: StorePage, book: DatedHoursBook) -> "StoreHours":
        return cls(schedules_of(store, book), book.confirmed.get(store.pk, NOTHING_CONFIRMED))


SIZE = 6_000
"""Bytes that the schedules of a store take in memory, about; stores with the same hours share them."""


def of_hours(store_id: int) -> set[Need]:
    """What the hours of a store are made of: its own rows, and those of the network for it."""
    return {any_in(store_scope(store_id)), any_of("holiday"), any_of("group"), any_of(CLOCK)}


def hours_at(stores: Iterable[StorePage], at: datetime, generations: Values | None) -> dict[int, StoreHours]:
    """The hours by store id. Dated ones are asked for all stores at once."""
    by_id = {store.pk: store for store in stores}

    def make(missing: list[int]) -> dict[int, Made]:
        asked = [by_id[pk] for pk in missing]
        book = load_dated_hours(asked, at)
        # What is over by a day's beginning is left out of that day's book.
        day = datetime.combine(at.astimezone(UTC).date(), time(), UTC)
        until = day + timedelta(days=1)
        return {
            store.pk: Made(StoreHours.of(store, book), frozenset(of_hours(store.pk)), SIZE, day, until)
            for store in asked
        }

    return known_parts(generations, at, "hours", by_id, make)
