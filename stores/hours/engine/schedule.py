"""When a counter is open: pure logic, dataclasses in, answers out, the moment passed in.

One `Schedule` is one counter of one store. All times of day are the store's own wall time. What rules:

* **Regular hours** are slots of weekdays. A counter without any slot has *unknown* hours; a weekday without a slot, at
  a counter that has others, is *closed*. A slot whose end is not after its start runs past midnight; 00:00-00:00 is
  all day. Slots that overlap or touch are one, across midnight too.
* **Dated hours** replace whole dates. Which row rules, by the first of these that differs: at most seven days before
  longer or open-ended, store before network, one counter before all, shorter before longer. A row of the network never
  opens what the store's own closure shuts, of whatever length. A row that says “closes at the latest at” cuts what the
  rows behind it give, and opens nothing. Two of one rank on one day are refused when they are written
  (`find_conflicts`). Should such rows meet all the same (a store that joins a second group), the counter is open only
  when all of them say so: a patient is rather kept away than sent to a locked door.
* **Cuts** (`DayCut`) then take time away from what the date would have had; they never open what was shut.
* **The night belongs to the date on which it began.** A slot that runs past midnight is ruled by the rows and cuts of
  its own date, whatever is said of the next one; while it runs, “today” is that date.
* **Behind a locked door nothing is open.** A counter with a `door`, the schedule of the store that it is reached
  through, is open only while that one is, by its regular and its dated hours and its cuts. Where those are unknown
  they cut nothing.
* **Dated hours at a counter with unknown hours** make that date known, from its 00:00 to its 24:00 and to the end of a
  night that begins on it; all other dates stay unknown. “Closed today” makes the date known and closed; “close early”
  and “open late” make only the hours that they take away known.
* **Clock changes**: a wall time means the first moment at which the clock shows that time or a later one. A time that
  is skipped in spring is the moment of the jump; a time that comes twice in autumn is its first coming
  (`engine.clock`). opening-hours-py agrees except from 01:00 to 03:00 on those two nights; opening_hours.js
  does too, but shifts what runs past the midnight that ends the Sunday in spring by an hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from stores.hours.engine.answers import CounterHours, DateHours, SlotTimes, Status, WeekdayHours
from stores.hours.engine.clock import first_moment
from stores.hours.engine.days import UNKNOWN_DAY, DayPlan, ended_by, is_in, merged, shared
from stores.hours.engine.doors import behind
from stores.hours.engine.osm import osm_text
from stores.hours.engine.reasons import Layers, Why, why_closed, why_open
from stores.hours.engine.rows import (
    DAY,
    DatedHours,
    DayCut,
    HoursConflict,
    Origin,
    Slot,
    Span,
    TimeRange,
    find_conflicts,
    minute_of,
)
from stores.hours.engine.schema_org import OpeningHoursSpecification, specifications
from stores.hours.engine.timeline import FOREVER, LAST_DAY, Run, runs_from
from stores.hours.engine.words import UNKNOWN, WEEKDAYS, closed_text, open_text, opens_and_closes, summary_text
from stores.wording import phrase

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

MOST_DAYS = 400
"""Dates that a schedule remembers; anybody may ask about any date."""

_ONE_DAY = timedelta(days=1)
_A_MONDAY = date(2024, 1, 1)


def _remember(plans: dict[date, DayPlan], day: date, plan: DayPlan) -> None:
    if len(plans) >= MOST_DAYS:
        plans.clear()
    plans[day] = plan


@dataclass(frozen=True)
class Schedule:
    """The opening times of one counter. See the module for what rules.

    `time_zone`: IANA name (an unknown one raises `zoneinfo.ZoneInfoNotFoundError` at the first question).
    `dated`, `cuts`: those of the store and of the network that concern it; rows for other counters are ignored.
    `door`: the schedule of the store where the counter is reached through it.
    """

    time_zone: str
    regular: tuple[Slot, ...] = ()
    dated: tuple[DatedHours, ...] = ()
    cuts: tuple[DayCut, ...] = ()
    counter: str = field(kw_only=True)
    door: "Schedule | None" = field(default=None, kw_only=True)
    _own_plans: dict[date, DayPlan] = field(default_factory=dict, init=False, repr=False, compare=False)
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
        """Open, closed or unknown at that moment, until when and why. Raises as `local` does."""
        local = self.local(at)
        moment = local.astimezone(UTC)
        runs = runs_from(local.date() - _ONE_DAY, self.plan, self._turning_days, self.zone)
        run = next((run for run in runs if run.ends_at > moment), None)
        if run is None or run.starts_at > moment:
            return self._closed(local, run)
        if run.state == "unknown":
            stale_at = None if run.ends_at == FOREVER else run.ends_at
            return Status("unknown", None, phrase(UNKNOWN), stale_at, Why("unknown"))
        return self._open(local, run)

    def _open(self, local: datetime, run: Run) -> Status:
        why = why_open(self._layers, local.date(), minute_of(local.time()))
        if run.ends_at == FOREVER:
            stale_at = None if why.reason == "regular" and not self._has_turns(local) else self._next_midnight(local)
            return Status("open", None, open_text(local, None), stale_at, why)
        until = run.ends_at.astimezone(self.zone)
        # The text may change at midnight, and when the end is no more than 24 hours away; so may the reason.
        turns = (run.ends_at, run.ends_at - _ONE_DAY, self._next_midnight(local), *self._turns_of_reason(local))
        return Status("open", until, open_text(local, until), min(turn for turn in turns if turn > local), why)

    def _closed(self, local: datetime, coming: Run | None) -> Status:
        why = why_closed(self._layers, local.date(), minute_of(local.time()))
        turns = [turn for turn in (self._next_midnight(local), *self._turns_of_reason(local)) if turn > local]
        if coming is None:
            stale_at = min(turns) if self._has_turns(local) or self._is_cut_by_the_door else None
            return Status("closed", None, closed_text(local, None, "closed"), stale_at, why)
        stale_at = min(coming.starts_at, *turns)
        if coming.state == "unknown":
            return Status("closed", None, closed_text(local, None, "unknown"), stale_at, why)
        until = coming.starts_at.astimezone(self.zone)
        return Status("closed", until, closed_text(local, until, "open"), stale_at, why)

    @cached_property
    def _is_cut_by_the_door(self) -> bool:
        """Whether the reason why it is closed differs from one weekday to another, even where it never opens."""
        return any(own != left for own, left in self.weeks_behind_the_door())

    def _has_turns(self, local: datetime) -> bool:
        """Whether a dated row or a cut is still to begin or to end, or has just done so."""
        return any(day >= local.date() - _ONE_DAY for day in self._turning_days)

    def _turns_of_reason(self, local: datetime) -> Iterator[datetime]:
        """The moments of last night and today at which the reason may become another while the state stays."""
        for day in (local.date() - _ONE_DAY, local.date()):
            plans = {plan_of(day).open_spans for plan_of in self._layers}
            if len(plans) > 1:
                yield from (first_moment(day, minute, self.zone) for each in plans for span in each for minute in span)

    def today(self, at: datetime) -> date:
        """The store's own date; while a night runs past midnight at this counter, the date on which it began."""
        local = self.local(at)
        night = local.date() - _ONE_DAY
        return night if is_in(minute_of(local.time()) + DAY, self.plan(night).open_spans) else local.date()

    def first_date(self, at: datetime) -> date:
        """The first date whose hours count at a moment: that of last night until it has ended, as usual or not."""
        local = self.local(at)
        night, minute = local.date() - _ONE_DAY, minute_of(local.time()) + DAY
        plans = (self.plan(night), self.regular_plan(night))
        return night if any(is_in(minute, plan.open_spans) for plan in plans) else local.date()

    def stale_at(self, at: datetime) -> datetime:
        """The moment (UTC) from which `hours(at)` may answer differently: midnight, or when status or today change."""
        local = self.local(at)
        turns = [self._next_midnight(local), self.status(at).stale_at]
        night = local.date() - _ONE_DAY
        for span in (*self.plan(night).open_spans, *self.regular_plan(night).open_spans):
            turns.append(first_moment(night, span.end, self.zone))
        return min(turn for turn in turns if turn is not None and turn > local)

    def hours(self, at: datetime, days: int = DAYS_AHEAD, status: Status | None = None) -> CounterHours:
        """The `hours` entry of this counter in the API, as seen at a moment; `status` where it was asked before."""
        today = self.first_date(at)
        return {
            "known": self.is_known,
            "door": "store" if self.door else "own",
            "week": self.week(),
            "dates": self.dates(today, days),
            "summary": self.summary(),
            "osm": self.osm(today, days),
            "status": (status or self.status(at)).answer(),
        }

    def week(self) -> list[WeekdayHours]:
        """The regular hours of Monday to Sunday: always seven days, all without slots when the hours are unknown."""
        return [
            {"weekday": number, "day": phrase(name), "slots": _slot_times(spans)}
            for number, (name, spans) in enumerate(zip(WEEKDAYS, self._week, strict=True), start=1)
        ]

    def dates(self, from_date: date, days: int = DAYS_AHEAD) -> list[DateHours]:
        """Exceptions: those of the `days` dates from `from_date` on whose own slots differ from the regular week."""
        return [
            {"date": day.isoformat(), "slots": _slot_times(plan.open_spans), "label": plan.label, "is_exception": True}
            for day, plan in self._differing(from_date, days)
        ]

    def slots_of(self, day: date) -> list[SlotTimes] | None:
        """The slots of a date with everything applied; `None` where they are not known."""
        plan = self.plan(day)
        return None if plan.unknown_spans else _slot_times(plan.open_spans)

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """The open minutes of a date, its night included, with everything applied."""
        return self.plan(day).open_spans

    def spans_behind_the_door(self, day: date) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The open minutes of a date as the counter has them, and what the store's door leaves of them."""
        return self._own_plan(day).open_spans, self.plan(day).open_spans

    def weeks_behind_the_door(self) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
        """The same for Monday to Sunday of the regular week."""
        pairs = zip(self._own_regular_plans, self._regular_plans, strict=True)
        return [(own.open_spans, left.open_spans) for own, left in pairs]

    def summary(self) -> str:
        """One line: `Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed`, or `Hours unknown`."""
        return summary_text(self._week) if self.is_known else phrase(UNKNOWN)

    def osm(self, from_date: date, days: int = DAYS_AHEAD) -> str:
        """OSM `opening_hours`: the regular week, then the exceptions of `days` dates from `from_date` on.

        True from the 00:00 of `from_date` to the end of the last of those dates; `unknown` stands for unknown hours.
        """
        return osm_text(self._week if self.is_known else None, self.regular_plan, self.plan, from_date, days)

    def schema_org(self, from_date: date, days: int = DAYS_AHEAD) -> list[OpeningHoursSpecification]:
        """schema.org `OpeningHoursSpecification` dicts; those of the dates that `dates` lists carry `validFrom`."""
        dates = [(day, plan.open_spans) for day, plan in self._differing(from_date, days)]
        return specifications(self._week if self.is_known else (), dates)

    @cached_property
    def _week(self) -> tuple[tuple[Span, ...], ...]:
        """The open spans of Monday to Sunday, of those behind the door only what it leaves."""
        return tuple(plan.open_spans for plan in self._regular_plans)

    @cached_property
    def _own_dated(self) -> list[DatedHours]:
        """The dated hours that concern this counter, the ruling ones first."""
        own = (row for row in self.dated if row.counter is None or row.counter == self.counter)
        return sorted(own, key=lambda row: (row.rank, row.starts_on, row.label))

    @cached_property
    def _turning_days(self) -> list[date]:
        """Dates on which a dated row or a cut, of the door too, begins or ceases to rule."""
        firsts = {row.starts_on for row in self._own_dated} | {cut.on for cut in self.cuts}
        lasts = {row.ends_on for row in self._own_dated if row.ends_on} | {cut.on for cut in self.cuts}
        days = firsts | {last + _ONE_DAY for last in lasts if last < LAST_DAY}
        days.update(self.door._turning_days if self.door else ())
        return sorted(day for day in days if day < LAST_DAY)

    @cached_property
    def _layers(self) -> Layers:
        return Layers(self._own_regular_plan, self._dated_plan, self._own_plan, self.plan)

    def plan(self, day: date) -> DayPlan:
        """What the date offers with everything applied."""
        if self.door is None:
            return self._own_plan(day)
        plan = self._plans.get(day)
        if plan is None:
            plan = self._plan_behind(day, self.door)
            _remember(self._plans, day, plan)
        return plan

    def _plan_behind(self, day: date, door: "Schedule") -> DayPlan:
        """What the door leaves of a date; its own unknown hours stay unknown, since nobody is told that it is open."""
        own, spans = self._own_plan(day), behind(day, self._own_plan, door.plan)
        is_as_usual = spans == own.open_spans or door.plan(day).open_spans == door.regular_plan(day).open_spans
        return replace(own, open_spans=spans, label=own.label or (None if is_as_usual else door.plan(day).label))

    def _own_plan(self, day: date) -> DayPlan:
        """What the date would offer if the counter had a door of its own."""
        plan = self._own_plans.get(day)
        if plan is None:
            plan = self._cut_plan(day)
            _remember(self._own_plans, day, plan)
        return plan

    def _cut_plan(self, day: date) -> DayPlan:
        whole = self._dated_plan(day)
        if all(cut.on != day for cut in self.cuts):
            return whole
        open_spans, unknown_spans = whole.open_spans, whole.unknown_spans
        for cut in self.cuts:
            if cut.on == day:
                open_spans = shared(open_spans, cut.applied_to(whole.open_spans))
                unknown_spans = shared(unknown_spans, cut.applied_to(whole.unknown_spans))
        return replace(whole, open_spans=open_spans, unknown_spans=unknown_spans)

    def _dated_plan(self, day: date) -> DayPlan:
        """The regular hours, or those of the row that rules; then what is left by the rows that only cut."""
        covering = [row for row in self._own_dated if row.covers(day)]
        if not covering:
            return self._own_regular_plan(day)
        ruling = next((row for row in covering if row.latest_minute is None), None)
        plan = self._ruled_plan(ruling, covering) if ruling else self._own_regular_plan(day)
        for row in covering:
            if row.latest_minute is not None and (ruling is None or row.rank <= ruling.rank):
                left = ended_by(row.latest_minute, plan)
                plan = plan if left == plan else replace(left, label=row.label, origin=row.origin)
        return plan

    @staticmethod
    def _ruled_plan(ruling: DatedHours, covering: list[DatedHours]) -> DayPlan:
        """The slots of the ruling row. What the store's own closure shuts stays shut, whatever the network says."""
        own = next((row for row in covering if row.origin == "store"), None)
        if ruling.origin == "network" and own is not None and own.is_closure:
            return DayPlan(label=own.label, origin=own.origin)
        spans = merged(slot.span for slot in ruling.slots)
        for row in covering:
            if row is not ruling and row.rank == ruling.rank and row.latest_minute is None:
                spans = shared(spans, merged(slot.span for slot in row.slots))
        return DayPlan(spans, label=ruling.label, origin=ruling.origin)

    @cached_property
    def _own_regular_plans(self) -> tuple[DayPlan, ...]:
        if not self.is_known:
            return (UNKNOWN_DAY,) * 7
        days = ([slot.span for slot in self.regular if slot.weekday == number] for number in range(1, 8))
        return tuple(DayPlan(merged(spans)) for spans in days)

    def _own_regular_plan(self, day: date) -> DayPlan:
        return self._own_regular_plans[day.weekday()]

    @cached_property
    def _regular_plans(self) -> tuple[DayPlan, ...]:
        if self.door is None or not self.is_known:
            return self._own_regular_plans
        week = (_A_MONDAY + timedelta(days=offset) for offset in range(7))
        return tuple(DayPlan(behind(day, self._own_regular_plan, self.door.regular_plan)) for day in week)

    def regular_plan(self, day: date) -> DayPlan:
        """What the weekday offers, without what rules single dates."""
        return self._regular_plans[day.weekday()]

    def _differing(self, first: date, days: int) -> list[tuple[date, DayPlan]]:
        """Dates whose own spans are not the regular ones; one that is partly unknown cannot be told as slots."""
        plans = [(day, self.plan(day)) for day in (first + timedelta(days=offset) for offset in range(days))]
        return [
            (day, plan)
            for day, plan in plans
            if not plan.unknown_spans and (not self.is_known or plan.open_spans != self._week[day.weekday()])
        ]

    def _next_midnight(self, local: datetime) -> datetime:
        return first_moment(local.date() + _ONE_DAY, 0, self.zone)


def _slot_times(spans: tuple[Span, ...]) -> list[SlotTimes]:
    return [{"opens": opens, "closes": closes} for opens, closes in map(opens_and_closes, spans)]
