"""A store's rows as schedules of the hours engine: for one store, for many, for who is open at a moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Q

from stores.audience.members import Audience, Roster, audiences_of
from stores.choices import Counter
from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule
from stores.hours.models import HolidayClosure, HoursException, OpeningHours, TodayChange
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

# A night that began yesterday may still run, in a zone that is a day behind ours.
LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A row of the network and whom it is for."""

    hours: DatedHours
    audience: Audience


@dataclass(slots=True)
class DatedHoursBook:
    """What is said about dates: by the stores, and by the network."""

    exceptions: dict[int, list[DatedHours]] = field(default_factory=lambda: defaultdict(list))
    cuts: dict[int, list[DayCut]] = field(default_factory=lambda: defaultdict(list))
    holidays: list[Holiday] = field(default_factory=list)

    def dated_of(self, store: StorePage) -> tuple[DatedHours, ...]:
        """The store's own rows and the network's for it; groups come from the prefetched registration."""
        return self.dated_for(store.pk, Roster.of_store(store) if self.holidays else Roster())

    def dated_for(self, store_id: int, roster: Roster) -> tuple[DatedHours, ...]:
        """A store's own rows and the network's for it, by the roster; any roster does where there are no holidays."""
        network = (each.hours for each in self.holidays if store_id in roster.members(each.audience))
        return (*self.exceptions.get(store_id, ()), *network)

    def cuts_of(self, store: StorePage) -> tuple[DayCut, ...]:
        return self.cuts_for(store.pk)

    def cuts_for(self, store_id: int) -> tuple[DayCut, ...]:
        return tuple(self.cuts.get(store_id, ()))


def load_dated_hours(stores: Iterable[StorePage], at: datetime) -> DatedHoursBook:
    """The book of these stores for the moment `at` and all that comes after it."""
    return load_dated_hours_of([store.pk for store in stores], at)


def load_dated_hours_of(store_ids: Iterable[int], at: datetime) -> DatedHoursBook:
    """The book of the stores with these ids, for the moment `at` and all that comes after it."""
    since = at.date() - LOOK_BACK
    ids = list(store_ids)
    book = DatedHoursBook()
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=since)
    for row in HoursException.objects.filter(current, store__in=ids):
        book.exceptions[row.store_id].append(row.as_dated_hours("store"))
    for change in TodayChange.objects.filter(store__in=ids, on__gte=since):
        book.cuts[change.store_id].append(DayCut(change.on, change.closes_at, change.opens_at, change.is_closed))
    holidays = HolidayClosure.objects.filter(current)
    if holidays:
        audiences = audiences_of(holidays, ids, loaded=holidays)
        book.holidays = [Holiday(each.as_dated_hours("network"), audiences[each.pk]) for each in holidays]
    return book


def schedules_of(store: StorePage, book: DatedHoursBook | None = None) -> dict[Counter, Schedule]:
    """One schedule per listed counter, in the closed list's order; without a book, of regular hours alone.

    Costs no query when the rows are prefetched.
    """
    book = book or DatedHoursBook()
    rows = list(store.opening_hours.all())
    dated, cuts = book.dated_of(store), book.cuts_of(store)
    return {
        counter: Schedule(
            store.time_zone,
            tuple(Slot(row.weekday, row.opens_at, row.closes_at) for row in rows if row.counter == counter),
            dated,
            cuts,
            counter=counter.value,
        )
        for counter in store.listed_counters
    }


def main_schedule(schedules: dict[Counter, Schedule]) -> Schedule | None:
    """What "open" means of a store as a whole: its own counter, or the first that it lists."""
    return schedules.get(Counter.STORE) or next(iter(schedules.values()), None)


def regular_summary(store: StorePage) -> str:
    """The store's own regular week on one line; the first listed counter's where the store lists none for itself."""
    schedule = main_schedule(schedules_of(store))
    return schedule.summary() if schedule else Schedule(store.time_zone, counter=Counter.STORE.value).summary()


HoursRow = tuple[str, int, time, time]
"""Counter, weekday, opens at, closes at."""


def open_store_ids(stores: StoreQuerySet, at: datetime) -> list[int]:
    """Ids of the stores that are open at the moment `at`; unknown hours are not open. Constant queries.

    Plain values, because a thousand stores have twenty thousand rows, and model instances would cost more than the
    answer.
    """
    found = {pk: facts for pk, *facts in stores.order_by().values_list("pk", "time_zone", "counters")}
    book = load_dated_hours_of(found, at)
    roster = Roster.load(found) if book.holidays else Roster()
    rows = _hours_rows(found)
    return [
        pk
        for pk, (zone, counters) in found.items()
        if _is_open(_main_schedule_of_rows(zone, counters, rows[pk], book, pk, roster), at)
    ]


def _hours_rows(ids: Iterable[int]) -> dict[int, list[HoursRow]]:
    rows: dict[int, list[HoursRow]] = defaultdict(list)
    found = OpeningHours.objects.filter(store__in=list(ids)).order_by()
    for pk, counter, weekday, opens_at, closes_at in found.values_list(
        "store", "counter", "weekday", "opens_at", "closes_at"
    ):
        rows[pk].append((counter, weekday, opens_at, closes_at))
    return rows


def _main_schedule_of_rows(
    zone: str, counters: list[str], rows: list[HoursRow], book: DatedHoursBook, pk: int, roster: Roster
) -> Schedule | None:
    """As `main_schedule`, from plain rows: the store's own counter, or the first that it lists."""
    listed = {*counters, *(row[0] for row in rows)}
    main = next((counter for counter in (Counter.STORE, *Counter) if counter in listed), None)
    if main is None:
        return None
    regular = tuple(Slot(*row[1:]) for row in rows if row[0] == main)
    return Schedule(zone, regular, book.dated_for(pk, roster), book.cuts_for(pk), counter=main.value)


def _is_open(schedule: Schedule | None, at: datetime) -> bool:
    return schedule is not None and schedule.status(at).state == "open"
