"""The rows that opening times are made of, and which of them rules on a date.

Pure: frozen dataclasses without a database. Times of day are local wall times in whole minutes (seconds are dropped).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Literal, NamedTuple

Origin = Literal["store", "network"]

MAX_SLOTS = 6
"""Slots that one day may have, in forms and in files."""

DAY = 24 * 60
"""Minutes of a calendar date; clock changes are dealt with in `stores.hours.engine.clock`."""

LAST_MINUTE = DAY - 1
"""A closing time of 23:59 is midnight: people who can't type 24:00 write it so."""

MOST_DAYS_OF_A_DATE = 7
"""A dated row of more days is a season, and rows of single dates go before it."""

NIGHT_ENDS = 5 * 60
"""“Closes at the latest at 1:00am” is said of the night that a date ends with, up to this time of the next one."""


class Span(NamedTuple):
    """Minutes after the midnight that begins a date: `0 <= start < 1440`, `start < end <= start + 1440`."""

    start: int
    end: int


def minute_of(at: time) -> int:
    """Minutes after midnight; seconds are dropped."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    """The time of day at a minute after midnight, of the next date too."""
    return time(minute % DAY // 60, minute % 60)


def span_of(opens_at: time, closes_at: time) -> Span:
    """The minutes from opening to closing: an end that is not after its start lies on the next date.

    An end at 23:59 is the midnight that ends the date.
    """
    start, end = minute_of(opens_at), minute_of(closes_at)
    if end == LAST_MINUTE:
        return Span(start, DAY)
    return Span(start, end if end > start else end + DAY)


@dataclass(frozen=True)
class TimeRange:
    """Times of one date: `closes_at <= opens_at` runs past midnight, 00:00-00:00 is all day."""

    opens_at: time
    closes_at: time

    @property
    def span(self) -> Span:
        return span_of(self.opens_at, self.closes_at)


@dataclass(frozen=True)
class Slot:
    """Regular times of a weekday (1 = Monday … 7 = Sunday): `closes_at <= opens_at` runs past midnight.

    00:00-00:00 is all day. Any other weekday is a `ValueError`.
    """

    weekday: int
    opens_at: time
    closes_at: time

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= 7:
            raise ValueError(f"weekday must be 1 (Monday) to 7 (Sunday), not {self.weekday!r}")

    @property
    def span(self) -> Span:
        return span_of(self.opens_at, self.closes_at)


@dataclass(frozen=True)
class DatedHours:
    """Hours that replace whole dates, `starts_on` to `ends_on` inclusive (`None`: until further notice).

    No `slots`: closed. No `counter`: every counter of the store. `origin` says who decided. With `closes_by` the row
    has no slots and replaces nothing: it cuts what the date has without it, and 00:00 to 04:59 are of the night that
    the date ends with.
    """

    starts_on: date
    ends_on: date | None
    label: str
    slots: tuple[TimeRange, ...] = ()
    counter: str | None = None
    origin: Origin = "store"
    closes_by: time | None = None

    def covers(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    @property
    def days(self) -> float:
        """How many dates; infinite until further notice."""
        return float("inf") if self.ends_on is None else (self.ends_on - self.starts_on).days + 1

    @property
    def is_season(self) -> bool:
        """Whether it is too long to be about single dates."""
        return self.days > MOST_DAYS_OF_A_DATE

    @property
    def is_closure(self) -> bool:
        return not self.slots and self.closes_by is None

    @property
    def rank(self) -> tuple[bool, bool, bool, float]:
        """Lower rules: single dates before a season, store before network, one counter before all, shorter first."""
        return self.is_season, self.origin == "network", self.counter is None, self.days

    @property
    def latest_minute(self) -> int | None:
        """Minutes after the date's 00:00 at which every slot ends at the latest; `None` where nothing is cut."""
        if self.closes_by is None:
            return None
        minute = minute_of(self.closes_by)
        return minute + DAY if minute < NIGHT_ENDS else DAY if minute == LAST_MINUTE else minute

    def __str__(self) -> str:
        dates = f"{self.starts_on} " + ("until further notice" if self.ends_on is None else f"to {self.ends_on}")
        return f"“{self.label}” ({self.origin}, {self.counter or 'all departments'}, {dates})"


@dataclass(frozen=True)
class DayCut:
    """“Close early”, “open late” or “closed today” on one local date: takes time away and never adds any.

    It cuts what each counter would have had on that date, whichever row gave it, the part past midnight included. The
    night before belongs to the date before and is not touched. Several cuts of one date all apply.

    `closes_at` is a time of that date, or of the next one with `closes_next_day`; 00:00 is the midnight between the
    two. Without `closes_next_day`, if it lies at or before the counter's first opening and one of that counter's slots
    still runs at this time after midnight, it means that time after midnight (20:00-03:00 cut at 01:00 is
    20:00-01:00); else the counter stays closed (09:00-19:00 cut at 08:00). `opens_at` is always a time of that date.
    """

    on: date
    closes_at: time | None = None
    opens_at: time | None = None
    is_closed: bool = False
    closes_next_day: bool = False

    def applied_to(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """What is left of one date's spans."""
        if self.is_closed or not spans:
            return ()
        start = 0 if self.opens_at is None else minute_of(self.opens_at)
        end = 2 * DAY if self.closes_at is None else self._closing_minute(spans, self.closes_at)
        left = (Span(max(span.start, start), min(span.end, end)) for span in spans)
        return tuple(span for span in left if span.start < span.end)

    def _closing_minute(self, spans: tuple[Span, ...], closes_at: time) -> int:
        minute = minute_of(closes_at) or DAY
        if self.closes_next_day:
            return minute + DAY if minute < DAY else DAY
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        return minute + DAY if minute <= first and minute + DAY <= last else minute


class HoursConflict(ValueError):
    """Two dated rows of the same rank on one day: nothing says which of them rules.

    `first` and `second` are the rows, `on` the first day they share; the message names both.
    """

    def __init__(self, first: DatedHours, second: DatedHours, on: date) -> None:
        super().__init__(f"{first} and {second} both rule on {on}. Change the dates of one of them.")
        self.first = first
        self.second = second
        self.on = on


def find_conflicts(dated: Iterable[DatedHours]) -> list[HoursConflict]:
    """Every pair of rows of the same rank that share a day, earliest day first; empty when all is well.

    For forms: raise or show what comes back. `dated` are the rows of one store, the network's included.
    """
    conflicts = []
    for first, second in combinations(dated, 2):
        on = max(first.starts_on, second.starts_on)
        if first.rank == second.rank and first.counter == second.counter and first.covers(on) and second.covers(on):
            conflicts.append(HoursConflict(first, second, on))
    return sorted(conflicts, key=lambda conflict: conflict.on)
