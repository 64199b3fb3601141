"""When a counter is open: pure logic, dataclasses in, answers out, the moment passed in.

One `Schedule` is one counter of one store. All times of day are the store's own wall time. What rules:

* **Regular hours** are slots of weekdays. A counter without any slot has *unknown* hours; a weekday without a slot, at
  a counter that has others, is *closed*. A slot whose end is not after its start runs past midnight; 00:00-00:00 is
  all day. Slots that overlap or touch are one, across midnight too.
* **Dated hours** replace whole dates: store over network, one counter over all, shorter range over longer, open-ended
  last. Two of one rank on one day are refused when they are written (`find_conflicts`). Should such rows meet all the
  same (a store that joins a second group), the counter is open only when all of them say so: a patient is rather kept
  away than sent to a locked door.
* **Cuts** (`DayCut`) then take time away from what the date would have had; they never open what was shut.
* **The night belongs to the date on which it began.** A slot that runs past midnight is ruled by the rows and cuts of
  its own date, whatever is said of the next one.
* **Dated hours at a counter with unknown hours** make that date known, from its 00:00 to its 24:00 and to the end of a
  night that begins on it; all other dates stay unknown. “Closed today” makes the date known and closed; “close early”
  and “open late” make only the hours that they take away known.
* **Clock changes**: a wall time means the first moment at which the clock shows that time or a later one. A time that
  is skipped in spring is the moment of the jump; a time that comes twice in autumn is its first coming
  (`engine.clock`). opening-hours-py agrees except from 01:00 to 03:00 on those two nights; opening_hours.js
  does too, but shifts what runs past the midnight that ends the Sunday in spring by an hour.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Literal, TypedDict
from zoneinfo import ZoneInfo

from stores.hours.engine.clock import first_moment
from stores.hours.engine.days import UNKNOWN_DAY, DayPlan, merged, shared
from stores.hours.engine.osm import osm_text
from stores.hours.engine.rows import (
    DatedHours,
    DayCut,
    HoursConflict,
    Origin,
    Slot,
    Span,
    TimeRange,
    find_conflicts,
)
from stores.hours.engine.schema_org import OpeningHoursSpecification, specifications
from stores.hours.engine.timeline import FOREVER, LAST_DAY, Run, runs_from
from stores.hours.engine.words import UNKNOWN, WEEKDAYS, closed_text, open_text, opens_and_closes, summary_text

__all__ = [
    "CounterHours",
    "DatedHours",
    "DayCut",
    "HoursConflict",
    "OpeningHoursSpecification",
    "Origin",
    "Schedule",
    "Slot",
    "Status",
    "TimeRange",
    "find_conflicts",
]

DAYS_AHEAD = 14
"""How many dates are looked over for exceptions, the first one included."""

State = Literal["open", "closed", "unknown"]

_ONE_DAY = timedelta(days=1)


class SlotTimes(TypedDict):
    """`HH:MM` each; `24:00` ends an all-day slot, else a `closes` that is not after `opens` is past midnight."""

    opens: str
    closes: str


class WeekdayHours(TypedDict):
    weekday: int
    day: str
    slots: list[SlotTimes]


class DateHours(TypedDict):
    """A date (ISO) whose own slots differ from those of its weekday; `label` is that of the row that rules."""

    date: str
    slots: list[SlotTimes]
    label: str | None
    is_exception: bool


class StatusAnswer(TypedDict):
    """`until` is ISO 8601 with the offset of the store's zone."""

    state: State
    until: str | None
    text: str


class CounterHours(TypedDict):
    """All that the API says of one counter; `known` is whether its regular hours are."""

    known: bool
    week: list[WeekdayHours]
    dates: list[DateHours]
    summary: str
    osm: str
    status: StatusAnswer


@dataclass(frozen=True)
class Status:
    """Whether a counter is open at a moment.

    `until`: the next moment, in the store's zone, at which it really opens or closes; `None` when that never comes or
    is not known. `text`: the same in words. `stale_at` (UTC): when to ask again, since one of the other three may be
    different from then on; `None` for never.
    """

    state: State
    until: datetime | None
    text: str
    stale_at: datetime | None


@dataclass(frozen=True)
class Schedule:
    """The opening times of one counter. See the module for what rules.

    `time_zone`: IANA name (an unknown one raises `zoneinfo.ZoneInfoNotFoundError` at the first question).
    `dated`, `cuts`: those of the store and of the network that concern it; rows for other counters are ignored.
    """

    time_zone: str
    regular: tuple[Slot, ...] = ()
    dated: tuple[DatedHours, ...] = ()
    cuts: tuple[DayCut, ...] = ()
    counter: str = field(kw_only=True)
    _plans: dict[date, DayPlan] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_known(self) -> bool:
        """Whether the regular hours are known."""
        return bool(self.regular)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local(self, at: datetime) -> datetime:
        """The moment on the store's clock. Raises `ValueError` without a zone, and for years before 2 or from 9989."""
        if at.tzinfo is None or not 2 <= at.year < LAST_DAY.year - 1:
            raise ValueError(f"a moment with a zone, in a year from 2 to {LAST_DAY.year - 2}, is needed, not {at}")
        return at.astimezone(self.zone)

    def status(self, at: datetime) -> Status:
        """Open, closed or unknown at that moment, and until when. Raises as `local` does."""
        local = self.local(at)
        moment = local.astimezone(UTC)
        runs = runs_from(local.date() - _ONE_DAY, self._plan, self._turning_days, self.zone)
        run = next((run for run in runs if run.ends_at > moment), None)
        if run is None or run.starts_at > moment:
            return self._closed(local, run)
        if run.state == "unknown":
            return Status("unknown", None, UNKNOWN, None if run.ends_at == FOREVER else run.ends_at)
        return self._open(local, run)

    def _open(self, local: datetime, run: Run) -> Status:
        if run.ends_at == FOREVER:
            return Status("open", None, open_text(local, None), None)
        until = run.ends_at.astimezone(self.zone)
        # The text may change at midnight, and when the end is no more than 24 hours away.
        turns = (run.ends_at, run.ends_at - _ONE_DAY, self._next_midnight(local))
        return Status("open", until, open_text(local, until), min(turn for turn in turns if turn > local))

    def _closed(self, local: datetime, coming: Run | None) -> Status:
        if coming is None:
            return Status("closed", None, closed_text(local, None, "closed"), None)
        if coming.state == "unknown":
            return Status("closed", None, closed_text(local, None, "unknown"), coming.starts_at)
        until = coming.starts_at.astimezone(self.zone)
        stale_at = min(coming.starts_at, self._next_midnight(local))
        return Status("closed", until, closed_text(local, until, "open"), stale_at)

    def stale_at(self, at: datetime) -> datetime:
        """The moment (UTC) from which `hours(at)` may answer differently: midnight, or when the status changes."""
        local = self.local(at)
        midnight = self._next_midnight(local)
        return min(self.status(at).stale_at or midnight, midnight)

    def hours(self, at: datetime, days: int = DAYS_AHEAD) -> CounterHours:
        """The `hours` entry of this counter in the API, as seen at a moment. Raises as `local` does."""
        today = self.local(at).date()
        status = self.status(at)
        return {
            "known": self.is_known,
            "week": self.week(),
            "dates": self.dates(today, days),
            "summary": self.summary(),
            "osm": self.osm(today, days),
            "status": {
                "state": status.state,
                "until": status.until.isoformat() if status.until else None,
                "text": status.text,
            },
        }

    def week(self) -> list[WeekdayHours]:
        """The regular hours of Monday to Sunday: always seven days, all without slots when the hours are unknown."""
        return [
            {"weekday": number, "day": name, "slots": _slot_times(spans)}
            for number, (name, spans) in enumerate(zip(WEEKDAYS, self._week, strict=True), start=1)
        ]

    def dates(self, from_date: date, days: int = DAYS_AHEAD) -> list[DateHours]:
        """Exceptions: those of the `days` dates from `from_date` on whose own slots differ from the regular week."""
        return [
            {"date": day.isoformat(), "slots": _slot_times(plan.open_spans), "label": plan.label, "is_exception": True}
            for day, plan in self._differing(from_date, days)
        ]

    def summary(self) -> str:
        """One line: `Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed`, or `Hours unknown`."""
        return summary_text(self._week) if self.is_known else UNKNOWN

    def osm(self, from_date: date, days: int = DAYS_AHEAD) -> str:
        """OSM `opening_hours`: the regular week, then the exceptions of `days` dates from `from_date` on.

        True from the 00:00 of `from_date` to the end of the last of those dates; `unknown` stands for unknown hours.
        """
        return osm_text(self._week if self.is_known else None, self._regular_plan, self._plan, from_date, days)

    def schema_org(self, from_date: date, days: int = DAYS_AHEAD) -> list[OpeningHoursSpecification]:
        """schema.org `OpeningHoursSpecification` dicts; those of the dates that `dates` lists carry `validFrom`."""
        dates = [(day, plan.open_spans) for day, plan in self._differing(from_date, days)]
        return specifications(self._week if self.is_known else (), dates)

    @cached_property
    def _week(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(merged(slot.span for slot in self.regular if slot.weekday == number) for number in range(1, 8))

    @cached_property
    def _own_dated(self) -> list[DatedHours]:
        """The dated hours that concern this counter, the ruling ones first."""
        own = (row for row in self.dated if row.counter is None or row.counter == self.counter)
        return sorted(own, key=lambda row: (row.rank, row.starts_on, row.label))

    @cached_property
    def _turning_days(self) -> list[date]:
        """Dates on which a dated row or a cut begins or ceases to rule."""
        firsts = {row.starts_on for row in self._own_dated} | {cut.on for cut in self.cuts}
        lasts = {row.ends_on for row in self._own_dated if row.ends_on} | {cut.on for cut in self.cuts}
        days = firsts | {last + _ONE_DAY for last in lasts if last < LAST_DAY}
        return sorted(day for day in days if day < LAST_DAY)

    def _plan(self, day: date) -> DayPlan:
        """What the date offers with everything applied."""
        if day not in self._plans:
            self._plans[day] = self._cut_plan(day)
        return self._plans[day]

    def _cut_plan(self, day: date) -> DayPlan:
        whole = self._dated_plan(day) or self._regular_plan(day)
        if all(cut.on != day for cut in self.cuts):
            return whole
        open_spans, unknown_spans = whole.open_spans, whole.unknown_spans
        for cut in self.cuts:
            if cut.on == day:
                open_spans = shared(open_spans, cut.applied_to(whole.open_spans))
                unknown_spans = shared(unknown_spans, cut.applied_to(whole.unknown_spans))
        return DayPlan(open_spans, unknown_spans, whole.label)

    def _dated_plan(self, day: date) -> DayPlan | None:
        ruling = [row for row in self._own_dated if row.covers(day)]
        if not ruling:
            return None
        spans = merged(slot.span for slot in ruling[0].slots)
        for row in takewhile(lambda row: row.rank == ruling[0].rank, ruling[1:]):
            spans = shared(spans, merged(slot.span for slot in row.slots))
        return DayPlan(spans, label=ruling[0].label)

    @cached_property
    def _regular_plans(self) -> tuple[DayPlan, ...]:
        return tuple(DayPlan(spans) if self.is_known else UNKNOWN_DAY for spans in self._week)

    def _regular_plan(self, day: date) -> DayPlan:
        return self._regular_plans[day.weekday()]

    def _differing(self, first: date, days: int) -> list[tuple[date, DayPlan]]:
        """Dates whose own spans are not the regular ones; one that is partly unknown cannot be told as slots."""
        plans = [(day, self._plan(day)) for day in (first + timedelta(days=offset) for offset in range(days))]
        return [
            (day, plan)
            for day, plan in plans
            if not plan.unknown_spans and (not self.is_known or plan.open_spans != self._week[day.weekday()])
        ]

    def _next_midnight(self, local: datetime) -> datetime:
        return first_moment(local.date() + _ONE_DAY, 0, self.zone)


def _slot_times(spans: tuple[Span, ...]) -> list[SlotTimes]:
    return [{"opens": opens, "closes": closes} for opens, closes in map(opens_and_closes, spans)]
