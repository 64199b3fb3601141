"""The runs of one state, in order of time, that a counter's dates make when laid end to end."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from stores.hours.engine.clock import first_moment
from stores.hours.engine.days import DayPlan, constant_state

FOREVER = datetime.max.replace(tzinfo=UTC)
"""The end of a run that never ends."""

LAST_DAY = date(9990, 1, 1)
"""Nothing is looked up from here on."""

_ONE_DAY = timedelta(days=1)
_LOOK_AHEAD = 8  # a week and the night before it
_FIRST_LOOK = 2  # most answers are found before


class Run(NamedTuple):
    """A stretch of time (UTC, end not included) in one state; what lies between runs is closed."""

    starts_at: datetime
    ends_at: datetime
    state: Literal["open", "unknown"]


def runs_from(
    day: date, plan_of: Callable[[date], DayPlan], turning_days: Sequence[date], zone: ZoneInfo
) -> Iterator[Run]:
    """Whole runs, merged, in order, beginning with the slots of `day`; an endless run ends at `FOREVER`.

    `turning_days` are the sorted dates on which another row may begin to rule: between two of them every week is the
    same. A counter that never changes again gives a finite number of runs, all others an endless one.
    """
    current: Run | None = None
    for run in _stretches(day, plan_of, turning_days, zone):
        if run.starts_at >= run.ends_at:
            continue  # swallowed by the skipped hour in spring
        if current is None or run.starts_at > current.ends_at:
            if current is not None:
                yield current
            current = run
        elif run.state == current.state:
            current = current._replace(ends_at=max(current.ends_at, run.ends_at))
        elif run.ends_at > current.ends_at:
            yield current
            current = run._replace(starts_at=current.ends_at)
    if current is not None:
        yield current


def _stretches(
    day: date, plan_of: Callable[[date], DayPlan], turning_days: Sequence[date], zone: ZoneInfo
) -> Iterator[Run]:
    """Every span of every date as a run, sorted by start; long stretches without any change are one."""
    steps = 0
    while day < LAST_DAY:
        plan = plan_of(day)
        for start, end in plan.open_spans:
            yield Run(first_moment(day, start, zone), first_moment(day, end, zone), "open")
        for start, end in plan.unknown_spans:
            yield Run(first_moment(day, start, zone), first_moment(day, end, zone), "unknown")
        day += _ONE_DAY
        steps += 1
        if steps % _LOOK_AHEAD != _FIRST_LOOK:
            continue
        # A week that is all one state stays so until the next turn, be that inside this week or long after it.
        turn = next((turning for turning in turning_days if turning > day), None)
        state = constant_state(plan_of(day + timedelta(days=offset)) for offset in range(-1, _LOOK_AHEAD))
        if state is None:
            continue
        if state != "closed":
            ends_at = FOREVER if turn is None else first_moment(turn, 0, zone)
            yield Run(first_moment(day, 0, zone), ends_at, state)
        if turn is None:
            return
        day = turn - _ONE_DAY
