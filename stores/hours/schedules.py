"""A store's rows as schedules of the hours engine: for one store, for many, for who is open at a moment."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db.models import Q

from stores.audience.members import Audience, Roster, audiences_from, named_in
from stores.choices import Counter
from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule
from stores.hours.holidays.confirmed import Confirmed, answers_in, with_answers_of
from stores.hours.models import HolidayClosure, HoursException, OpeningHours, TodayChange
from stores.shapes import Shape
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

HoursRow = tuple[str, int, time, time]
"""Counter, weekday, opens at, closes at."""

# A night that began yesterday may still run, in a zone that is a day behind ours.
LOOK_BACK = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A row of the network, as the engine takes it, and whom it is for."""

    hours: DatedHours
    audience: Audience
    row: HolidayClosure


@dataclass(slots=True)
class DatedHoursBook:
    """What is said about dates: by the stores, and by the network."""

    exceptions: dict[int, list[DatedHours]] = field(default_factory=lambda: defaultdict(list))
    own_rows: dict[int, list[HoursException]] = field(default_factory=lambda: defaultdict(list))
    cuts: dict[int, list[DayCut]] = field(default_factory=lambda: defaultdict(list))
    holidays: list[Holiday] = field(default_factory=list)
    confirmed: dict[int, Confirmed] = field(default_factory=dict)

    def dated_of(self, store: StorePage) -> tuple[DatedHours, ...]:
        """The store's own rows and the network's for it; groups come from the prefetched registration."""
        return self.dated_for(store.pk, Roster.of_store(store) if self.holidays else Roster())

    def holidays_for(self, store: StorePage) -> list[HolidayClosure]:
        """The network's rows whose audience includes the store."""
        roster = Roster.of_store(store) if self.holidays else Roster()
        return [each.row for each in self.holidays if store.pk in roster.members(each.audience)]

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


_KEPT = "_dated_hours_book"


def kept_dated_hours(store: StorePage, at: datetime) -> DatedHoursBook:
    """The book of one store, kept with this very instance: for a request that shows much of it, and writes nothing."""
    if kept_book(store) is None:
        store.__dict__[_KEPT] = load_dated_hours([store], at)
    book: DatedHoursBook = store.__dict__[_KEPT]
    return book


def kept_book(store: StorePage) -> DatedHoursBook | None:
    """The one that `kept_dated_hours` has loaded; None before."""
    return store.__dict__.get(_KEPT)


def load_dated_hours_of(store_ids: Iterable[int], at: datetime, *, with_answers: bool = True) -> DatedHoursBook:
    """The book of the stores with these ids, for the moment `at` and all that comes after it; without what they have
    confirmed of holidays, if nobody asks for it.
    """
    since = at.date() - LOOK_BACK
    ids = list(store_ids)
    book = DatedHoursBook()
    for row in _EXCEPTIONS.rows(ids=ids, since=since):
        book.exceptions[row.store_id].append(row.as_dated_hours("store"))
        book.own_rows[row.store_id].append(row)
    for change in _CHANGES.rows(ids=ids, since=since):
        book.cuts[change.store_id].append(change.as_cut())
    rows = _HOLIDAYS.rows(ids=ids, since=since) if with_answers else _HOLIDAYS_ALONE.rows(since=since)
    # One row for each answer of a store, and one where there is none.
    holidays = list({row.pk: row for row in rows}.values())
    book.confirmed = answers_in(rows) if with_answers else {}
    if holidays:
        audiences = audiences_from(holidays, _AUDIENCES.rows(since=since, ids=ids))
        book.holidays = [Holiday(each.as_dated_hours("network"), audiences[each.pk], each) for each in holidays]
    return book


def _not_over(since: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=since)


_EXCEPTIONS = Shape(lambda ids, since: HoursException.objects.filter(_not_over(since), store__in=ids))
_CHANGES = Shape(lambda ids, since: TodayChange.objects.filter(store__in=ids, on__gte=since))
_HOLIDAYS_ALONE = Shape(lambda since: HolidayClosure.objects.filter(_not_over(since)))
_HOLIDAYS = Shape(lambda ids, since: with_answers_of(HolidayClosure.objects.filter(_not_over(since)), ids))
_AUDIENCES = Shape(lambda since, ids: named_in(HolidayClosure.objects.filter(_not_over(since)), ids))


def schedules_of(store: StorePage, book: DatedHoursBook | None = None) -> dict[Counter, Schedule]:
    """One schedule per listed counter, in the closed list's order; without a book, of regular hours alone.

    Costs no query when the rows are prefetched.
    """
    book = book or DatedHoursBook()
    rows = [(row.counter, row.weekday, row.opens_at, row.closes_at) for row in store.opening_hours.all()]
    dated, cuts = book.dated_of(store), book.cuts_of(store)
    return schedules_of_rows(store.time_zone, store.listed_counters, store.own_doors, rows, dated, cuts)


def schedules_of_rows(
    zone: str,
    listed: Iterable[Counter],
    own_doors: Collection[str],
    rows: Iterable[HoursRow],
    dated: tuple[DatedHours, ...] = (),
    cuts: tuple[DayCut, ...] = (),
) -> dict[Counter, Schedule]:
    """One schedule per counter of `listed`, each behind the store's door unless it has one of its own."""
    slots: dict[str, list[Slot]] = defaultdict(list)
    for name, weekday, opens_at, closes_at in rows:
        slots[name].append(Slot(weekday, opens_at, closes_at))
    found: dict[Counter, Schedule] = {}
    # The store's own comes first in the closed list.
    for counter in listed:
        door = None if counter in own_doors else found.get(Counter.STORE)
        found[counter] = _the_same(
            Schedule(zone, tuple(slots[counter]), dated, cuts, counter=counter.value, door=door)
        )
    return found


@lru_cache(maxsize=4_096)
def _the_same(schedule: Schedule) -> Schedule:
    """One schedule for all stores and requests with these hours: what it has found out about a date it knows."""
    return schedule


def main_counter(counters: Iterable[Counter]) -> Counter | None:
    """Whose regular week stands for the store as a whole: its own counter's, or the first's that it lists."""
    listed = list(counters)
    return Counter.STORE if Counter.STORE in listed else next(iter(listed), None)


def leading_counter(counters: Iterable[Counter]) -> Counter | None:
    """Whose status leads on every surface, and is meant by “open now”: the pharmacy's, else the first one's."""
    listed = list(counters)
    return Counter.PHARMACY if Counter.PHARMACY in listed else next(iter(listed), None)


def regular_summary(store: StorePage) -> str:
    """The store's own regular week on one line; the first listed counter's where the store lists none for itself.

    Where there is another counter, this one is named: `Store Mon-Fri 9:00am - 7:00pm | Sat Closed`.
    """
    schedules = schedules_of(store)
    counter = main_counter(schedules)
    if counter is None:
        return Schedule(store.time_zone, counter=Counter.STORE.value).summary()
    summary = schedules[counter].summary()
    return f"{counter.label} {summary}" if len(schedules) > 1 else summary


def open_store_ids(stores: StoreQuerySet, at: datetime) -> list[int]:
    """Ids of the stores whose leading counter is open at the moment `at`; unknown hours are not. Constant queries.

    Plain values, because a thousand stores have twenty thousand rows, and model instances would cost more than the
    answer.
    """
    found = {pk: facts for pk, *facts in stores.order_by().values_list("pk", "time_zone", "counters", "own_doors")}
    book = load_dated_hours_of(found, at, with_answers=False)
    roster = Roster.load(found) if book.holidays else Roster()
    rows = _hours_rows(found)
    is_open = {}
    for pk, (zone, counters, own_doors) in found.items():
        leading = _leading_schedule(zone, counters, own_doors, rows[pk], book.dated_for(pk, roster), book.cuts_for(pk))
        is_open[pk] = leading is not None and leading.status(at).state == "open"
    return [pk for pk, answer in is_open.items() if answer]


def _hours_rows(ids: Iterable[int]) -> dict[int, list[HoursRow]]:
    rows: dict[int, list[HoursRow]] = defaultdict(list)
    found = OpeningHours.objects.filter(store__in=list(ids)).order_by()
    for pk, counter, weekday, opens_at, closes_at in found.values_list(
        "store", "counter", "weekday", "opens_at", "closes_at"
    ):
        rows[pk].append((counter, weekday, opens_at, closes_at))
    return rows


def _leading_schedule(
    zone: str,
    counters: list[str],
    own_doors: list[str],
    rows: list[HoursRow],
    dated: tuple[DatedHours, ...],
    cuts: tuple[DayCut, ...],
) -> Schedule | None:
    """The leading counter's, from plain rows, and the door that it is behind; no other is made."""
    names = {*counters, *(row[0] for row in rows)}
    listed = [counter for counter in Counter if counter in names]
    leading = leading_counter(listed)
    if leading is None:
        return None
    wanted = [counter for counter in listed if counter in {leading, Counter.STORE}]
    kept = [row for row in rows if row[0] in wanted]
    return schedules_of_rows(zone, wanted, own_doors, kept, dated, cuts)[leading]
