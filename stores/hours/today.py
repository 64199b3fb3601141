"""Close early today, open late, closed today: what ends with the day. “Today” is the night that runs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from stores.access.locks import check_unlocked
from stores.access.who import Actor
from stores.hours.engine.days import merged
from stores.hours.engine.rows import DAY, Span, minute_of, time_of
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import clock_text
from stores.hours.models import TodayChange
from stores.hours.schedules import DatedHoursBook, load_dated_hours, schedules_of
from stores.store.models.store import StorePage

MAX_CLOSINGS = 6
"""Times that are offered for closing early with one tap: the last ones before the store closes."""


@dataclass(frozen=True, slots=True)
class CounterToday:
    """One counter now, for people: `state` and the engine's words for it."""

    name: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class StoreDay:
    """One date of a store as it would be without a change of today, as minutes after its own midnight.

    `spans`: when at least one counter is open. `is_unknown`: nobody knows the hours of another one, so that any time
    may say something of it. `now`: the minute at which it was asked.
    """

    on: date
    now: int
    spans: tuple[Span, ...]
    is_unknown: bool = False

    @property
    def is_night(self) -> bool:
        """Whether it is past the midnight that ends the date: its night runs still."""
        return self.now >= DAY

    @property
    def closes(self) -> int:
        """The minute at which the last counter closes; 0 where none opens."""
        return max((span.end for span in self.spans), default=0)

    @property
    def opens(self) -> int:
        """The minute at which the first counter opens."""
        return min((span.start for span in self.spans), default=0)

    def is_open_before(self, minute: int) -> bool:
        """Whether a counter is still open right before that minute, so that closing then says something."""
        return any(span.start < minute < span.end for span in self.spans)


def counters_today(store: StorePage, at: datetime, book: DatedHoursBook | None = None) -> list[CounterToday]:
    """What each listed counter does now, changes of today included; `book` is that of the store, if it is at hand."""
    schedules: dict[Any, Schedule] = schedules_of(store, book or load_dated_hours([store], at))
    found = []
    for counter, schedule in schedules.items():
        status = schedule.status(at)
        found.append(CounterToday(str(counter.label), status.state, status.text))
    return found


def days_now(store: StorePage, at: datetime, book: DatedHoursBook) -> tuple[StoreDay, ...]:
    """What “today” may mean at the store: its date; while a night runs past midnight, that night's date before it.

    A night counts until the time at which it would end without a change, so that closing early can be taken back.
    """
    uncut = DatedHoursBook(exceptions=book.exceptions, holidays=book.holidays)
    schedules = list(schedules_of(store, uncut).values())
    today = store.today(at)
    minute = minute_of(at.astimezone(store.zone).time())
    night = today - timedelta(days=1)
    found = [_store_day(today, minute, schedules)]
    if any(each.today(at) == night for each in schedules):
        found.insert(0, _store_day(night, minute + DAY, schedules))
    return tuple(found)


def _store_day(on: date, now: int, schedules: list[Schedule]) -> StoreDay:
    spans = merged(span for schedule in schedules for span in schedule.spans_of(on))
    return StoreDay(on, now, spans, any(schedule.slots_of(on) is None for schedule in schedules))


def closings_today(day: StoreDay) -> list[time]:
    """Whole hours that are still to come, before the last counter closes, those past midnight included.

    The last six of them. None when the store is shut for the rest of the day, or its hours are unknown.
    """
    first = (day.now // 60 + 1) * 60
    return [time_of(minute) for minute in range(first, day.closes, 60)][-MAX_CLOSINGS:]


def closing_minute(day: StoreDay, closes_at: time) -> int | None:
    """The minute of the day that a closing time means: the next one at which a counter would be open.

    A time that has just passed is taken, too. None where closing then says nothing: no counter is open before it.
    """
    minute = minute_of(closes_at) or DAY
    later = [each for each in (minute, minute + DAY) if day.is_open_before(each)]
    ahead = [each for each in later if each > day.now]
    return next(iter([*ahead, *later, *([minute] if day.is_unknown else [])]), None)


def change_text(change: TodayChange) -> str:
    """`Closed all day today.`, `Closes early today, at 4:00pm.`, `Closes early tonight, at 1:00am.`"""
    if change.is_closed:
        return "Closed all day today."
    tonight = "tonight" if change.closes_next_day else "today"
    parts = [
        f"opens late today, at {clock_text(change.opens_at)}" if change.opens_at else "",
        f"closes early {tonight}, at {clock_text(change.closes_at)}" if change.closes_at else "",
    ]
    text = " and ".join(filter(None, parts))
    return f"{text[0].upper()}{text[1:]}."


@transaction.atomic
def change_today(
    *,
    by: Actor | None,
    store: StorePage,
    on: date,
    is_closed: bool = False,
    opens_at: time | None = None,
    closes_at: time | None = None,
    closes_next_day: bool = False,
) -> TodayChange | None:
    """Say what is different on one date; without any difference, take back what was said. Live at once, logged.

    `closes_next_day`: the closing time is past the midnight that ends the date. ValidationError where somebody else
    has locked the page.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    before = TodayChange.objects.filter(store=store, on=on).first()
    new = {"is_closed": is_closed, "opens_at": opens_at, "closes_at": closes_at, "closes_next_day": closes_next_day}
    data = {"on": str(on), "old": change_values(before), "new": _json_values(new)}
    log(store, "stores.change_today", user=by, data=data)
    if not (is_closed or opens_at is not None or closes_at is not None):
        TodayChange.objects.filter(store=store, on=on).delete()
        return None
    change, _is_new = TodayChange.objects.update_or_create(store=store, on=on, defaults=new)
    return change


def change_values(change: TodayChange | None) -> dict[str, Any] | None:
    """As the log keeps it."""
    if change is None:
        return None
    names = ("is_closed", "opens_at", "closes_at", "closes_next_day")
    return _json_values({name: getattr(change, name) for name in names})


def _json_values(values: dict[str, Any]) -> dict[str, Any]:
    """As the log keeps them: a time is its text, and the next day is named where it is meant only."""
    plain = {name: value.isoformat("minutes") if isinstance(value, time) else value for name, value in values.items()}
    return {name: value for name, value in plain.items() if name != "closes_next_day" or value}
