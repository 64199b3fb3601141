"""What stands in the months ahead of one store: the network's holidays, what the store does on them, its own rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from stores.audience.models import audience_includes
from stores.choices import Counter
from stores.hours.date_words import counter_name, day_name, days_text, row_hours_text, slots_text
from stores.hours.dates import is_about, usual_rows, usual_slots
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import UNKNOWN
from stores.hours.models import HolidayClosure, HoursException
from stores.hours.schedules import load_dated_hours, main_schedule, schedules_of
from stores.store.models.store import StorePage

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
class HolidayAhead:
    """A holiday of the network, in words, and what the store does about it.

    `own`: labels of the store's rows that go before it on some of its days. `on_the_day`: counter and hours of `day`,
    its first that is still to come, where there are such rows. `is_followable`: one of them is about it alone.
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


def holidays_ahead(store: StorePage, at: datetime) -> list[HolidayAhead]:
    """Holidays of the next twelve months, those that last included, in the order of their days."""
    today = store.today(at)
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    rows = holidays_for(store).filter(current, starts_on__lte=today + AHEAD).order_by("starts_on", "pk")
    schedules = schedules_of(store, load_dated_hours([store], at))
    own = own_dates(store, today)
    return [_holiday_ahead(store, holiday, own, schedules, today) for holiday in rows]


def prefilled(store: StorePage, holiday: HolidayClosure) -> HoursException:
    """An unsaved row for the holiday's days, with the regular hours of the first of them."""
    schedules = schedules_of(store)
    by_name: dict[str, Schedule] = {counter.value: schedule for counter, schedule in schedules.items()}
    schedule = by_name.get(holiday.counter) if holiday.counter else main_schedule(schedules)
    return HoursException(
        store=store,
        counter=holiday.counter if holiday.counter in by_name else "",
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
) -> HolidayAhead:
    instead = [each.row for each in own if _goes_before(each.row, holiday)]
    concerned = {key: each for key, each in schedules.items() if holiday.counter in {"", key.value}}
    day = max(holiday.starts_on, today)
    on_the_day = tuple((str(key.label), _hours_on(each, day)) for key, each in concerned.items())
    return HolidayAhead(
        holiday=holiday,
        days=days_text(holiday.starts_on, holiday.ends_on),
        counter=counter_name(holiday.counter),
        hours=row_hours_text(holiday),
        own=tuple(dict.fromkeys(row.label for row in instead)),
        day=day_name(day),
        on_the_day=on_the_day if instead else (),
        is_followable=any(is_about(row, holiday) for row in instead),
        may_open_as_usual=not instead and bool(usual_rows(store, holiday)),
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
