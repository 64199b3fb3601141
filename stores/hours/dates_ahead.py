"""What stands in the months ahead of one store: the network's holidays, what the store does on them, its own rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Q, QuerySet

from stores.audience.models import audience_includes
from stores.choices import Counter
from stores.hours.date_words import counter_name, day_name, days_text, row_hours_text, slots_text
from stores.hours.dates import is_about, usual_rows, usual_slots
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import UNKNOWN, clock_text
from stores.hours.holidays.confirmed import (
    ASKED_BEFORE,
    NOTHING_CONFIRMED,
    Confirmed,
    confirmed_of,
    days_left,
    is_asked_about,
    unanswered,
)
from stores.hours.models import HolidayClosure, HoursException
from stores.hours.schedules import kept_book, load_dated_hours, main_counter, schedules_of
from stores.store.models.store import StorePage

Row = TypeVar("Row", HolidayClosure, HoursException)

AHEAD = timedelta(days=366)
PAST_ROWS = 50


@dataclass(frozen=True, slots=True)
class OwnDates:
    """A row of the store, in words. `hours` is `Closed`, `Open 24 hours` or its slots."""

    row: HoursException
    days: str
    counter: str
    hours: str


@dataclass(frozen=True, slots=True)
class CounterAhead:
    """What one counter does on a holiday. `hours`: on its first day that is still to come, as it stands now."""

    counter: str
    name: str
    hours: str
    usual: str
    is_answered: bool
    may_open_as_usual: bool


@dataclass(frozen=True, slots=True)
class HolidayAhead:
    """A holiday of the network, in words, and what the store does about it.

    `own`: labels of the store's rows that go before it on some of its days. `on_the_day`: counter and hours of `day`,
    its first that is still to come, where there are such rows. `is_followable`: one of them is about it alone.
    `counters`: those that it is about. `is_asked`: it is near enough for the store to be asked what it does.
    """

    holiday: HolidayClosure
    days: str
    counter: str
    hours: str
    own: tuple[str, ...]
    day: str
    on_the_day: tuple[tuple[str, str], ...]
    is_followable: bool
    may_open_as_usual: bool
    is_asked: bool
    counters: tuple[CounterAhead, ...]

    @property
    def is_answered(self) -> bool:
        return all(each.is_answered for each in self.counters)

    @property
    def may_confirm(self) -> bool:
        return not self.is_answered and not self.holiday.as_dated_hours("network").is_season

    @property
    def proposal(self) -> str:
        """What the network proposes, as a button says it."""
        if self.holiday.closes_by is not None:
            return f"Close by {clock_text(self.holiday.closes_by)}"
        return f"Open {self.hours}" if self.hours[0].isdigit() else self.hours

    @property
    def usual(self) -> str:
        """`9:00am - 7:00pm`, or `Store 9:00am - 7:00pm · Pharmacy 9:00am - 6:00pm`."""
        texts = {each.usual for each in self.counters}
        if len(texts) == 1:
            return texts.pop()
        return " · ".join(f"{each.name} {each.usual}" for each in self.counters)


def holidays_for(store: StorePage) -> QuerySet[HolidayClosure]:
    """The network's holidays whose audience includes the store."""
    return HolidayClosure.objects.filter(audience_includes(HolidayClosure, store))


def own_dates(store: StorePage, today: date) -> list[OwnDates]:
    """The store's rows that have not ended, in the order of their days."""
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    return [_own_dates(row) for row in HoursException.objects.filter(current, store=store).order_by("starts_on", "pk")]


def past_dates(store: StorePage, today: date) -> list[OwnDates]:
    """The store's rows that have ended, the last ones first."""
    ended = HoursException.objects.filter(store=store, ends_on__lt=today).order_by("-starts_on", "-pk")
    return [_own_dates(row) for row in ended[:PAST_ROWS]]


def holidays_ahead(store: StorePage, at: datetime, within: timedelta = AHEAD) -> list[HolidayAhead]:
    """Holidays of the time to come, twelve months unless it says less, in the order of their days; those that last
    included.
    """
    today = store.today(at)
    book = kept_book(store)
    found = list(_current(store, today)) if book is None else book.holidays_for(store)
    rows = [row for row in _in_order(found, today) if row.starts_on <= today + within]
    if not rows:
        return []
    book = book or load_dated_hours([store], at)
    schedules, done = schedules_of(store, book), book.confirmed.get(store.pk, NOTHING_CONFIRMED)
    own = [_own_dates(row) for row in _in_order(book.own_rows.get(store.pk, ()), today)]
    return [_holiday_ahead(store, holiday, own, schedules, today, done) for holiday in rows]


def _in_order(rows: Iterable[Row], today: date) -> list[Row]:
    """Those that are not over, by their days."""
    current = (row for row in rows if row.ends_on is None or row.ends_on >= today)
    return sorted(current, key=lambda row: (row.starts_on, row.pk))


def to_answer(store: StorePage, at: datetime) -> list[HolidayAhead]:
    """The holidays about which the store is asked, and has not answered."""
    return [each for each in holidays_ahead(store, at, ASKED_BEFORE) if each.is_asked and not each.is_answered]


def number_to_answer(store: StorePage, at: datetime) -> int:
    """How many those are: of the book that a request has loaded, else at the cost of one query on most days."""
    today, book = store.today(at), kept_book(store)
    if book is not None:
        rows = book.dated_of(store)
    else:
        near = _current(store, today).filter(starts_on__lte=today + ASKED_BEFORE)
        rows = tuple(row.as_dated_hours("network") for row in near)
    asked = [row for row in rows if row.origin == "network" and is_asked_about(row, today)]
    if not asked:
        return 0
    if book is not None:
        done = book.confirmed.get(store.pk, NOTHING_CONFIRMED)
    else:
        own = HoursException.objects.filter(store=store, ends_on__gte=today)
        rows = tuple(each.as_dated_hours("store") for each in own)
        done = confirmed_of([store.pk], today).get(store.pk, NOTHING_CONFIRMED)
    own_rows = [row for row in rows if row.origin == "store"]
    listed = [each.value for each in store.listed_counters]
    return sum(bool(unanswered(row, days_left(row, today), listed, own_rows, done)) for row in asked)


def _current(store: StorePage, today: date) -> QuerySet[HolidayClosure]:
    return holidays_for(store).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def prefilled(store: StorePage, holiday: HolidayClosure, counter: str = "") -> HoursException:
    """An unsaved row for the holiday's days, with the regular hours of the first of them; for one counter, if it is
    named.
    """
    schedules = schedules_of(store)
    by_name: dict[str, Schedule] = {counter.value: schedule for counter, schedule in schedules.items()}
    counter = holiday.counter or counter
    main = main_counter(schedules)
    schedule = by_name.get(counter) if counter else schedules[main] if main else None
    return HoursException(
        store=store,
        counter=counter if counter in by_name else "",
        starts_on=holiday.starts_on,
        ends_on=holiday.ends_on,
        label=holiday.label,
        slots=usual_slots(schedule, holiday.starts_on) if schedule else [],
    )


def _own_dates(row: HoursException) -> OwnDates:
    return OwnDates(row, days_text(row.starts_on, row.ends_on), counter_name(row.counter), slots_text(row.slots))


def _holiday_ahead(
    store: StorePage,
    holiday: HolidayClosure,
    own: Iterable[OwnDates],
    schedules: dict[Counter, Schedule],
    today: date,
    done: Confirmed,
) -> HolidayAhead:
    instead = [each.row for each in own if _goes_before(each.row, holiday)]
    concerned = {key: each for key, each in schedules.items() if holiday.counter in {"", key.value}}
    day = max(holiday.starts_on, today)
    counters = _counters_ahead(store, holiday, concerned, day, _silent(holiday, own, concerned, today, done))
    return HolidayAhead(
        holiday=holiday,
        days=days_text(holiday.starts_on, holiday.ends_on),
        counter=counter_name(holiday.counter),
        hours=row_hours_text(holiday),
        own=tuple(dict.fromkeys(row.label for row in instead)),
        day=day_name(day),
        on_the_day=tuple((each.name, each.hours) for each in counters) if instead else (),
        is_followable=any(is_about(row, holiday) for row in instead),
        may_open_as_usual=not instead and bool(usual_rows(store, holiday)),
        is_asked=is_asked_about(holiday.as_dated_hours("network"), today),
        counters=counters,
    )


def _silent(
    holiday: HolidayClosure, own: Iterable[OwnDates], counters: Iterable[Counter], today: date, done: Confirmed
) -> list[str]:
    hours = holiday.as_dated_hours("network")
    rows = [each.row.as_dated_hours("store") for each in own]
    return unanswered(hours, days_left(hours, today), [each.value for each in counters], rows, done)


def _counters_ahead(
    store: StorePage, holiday: HolidayClosure, schedules: dict[Counter, Schedule], day: date, silent: list[str]
) -> tuple[CounterAhead, ...]:
    return tuple(
        CounterAhead(
            counter=counter.value,
            name=str(counter.label),
            hours=_hours_on(schedule, day),
            usual=slots_text(usual_slots(schedule, day)) if schedule.is_known else UNKNOWN,
            is_answered=counter.value not in silent,
            may_open_as_usual=bool(usual_rows(store, holiday, counter.value)),
        )
        for counter, schedule in schedules.items()
    )


def _goes_before(row: HoursException, holiday: HolidayClosure) -> bool:
    """Whether the store's row rules at a counter of the holiday on one of its days.

    A season does not go before single dates, unless it is a closure: that the network never opens.
    """
    own, network = row.as_dated_hours("store"), holiday.as_dated_hours("network")
    if own.rank > network.rank and not own.is_closure:
        return False
    is_same_counter = "" in {row.counter, holiday.counter} or row.counter == holiday.counter
    has_begun = holiday.ends_on is None or row.starts_on <= holiday.ends_on
    return is_same_counter and has_begun and (row.ends_on is None or row.ends_on >= holiday.starts_on)


def _hours_on(schedule: Schedule, day: date) -> str:
    """The counter's hours on the date in words, with exceptions and changes applied."""
    exceptions = schedule.dates(day, 1)
    if exceptions:
        return slots_text([[slot["opens"], slot["closes"]] for slot in exceptions[0]["slots"]])
    return slots_text(usual_slots(schedule, day)) if schedule.is_known else UNKNOWN
