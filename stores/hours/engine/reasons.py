"""Why a counter is open or closed at a moment: what it usually does, lunch, a date, a change of today, the door."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from stores.hours.engine.days import DayPlan, is_in
from stores.hours.engine.doors import PlanOf
from stores.hours.engine.rows import DAY

Reason = Literal["regular", "lunch", "holiday", "exception", "today", "store_closed", "unknown"]

REASONS: tuple[Reason, ...] = ("regular", "lunch", "holiday", "exception", "today", "store_closed", "unknown")

LUNCH = (11 * 60, 15 * 60)
"""When a break that is called lunch begins."""

_ONE_DAY = timedelta(days=1)


class Why(NamedTuple):
    """`label` is that of the dated row where that is the reason."""

    reason: Reason
    label: str | None = None


class Layers(NamedTuple):
    """What a date offers: by the regular week, with dated rows, with changes of today, and with the door."""

    regular: PlanOf
    dated: PlanOf
    changed: PlanOf
    final: PlanOf


def why_open(layers: Layers, today: date, minute: int) -> Why:
    """Why the counter is open at this minute of the date, which a night from the date before may still fill."""
    night = today - _ONE_DAY
    day = night if is_in(minute + DAY, layers.final(night).open_spans) else today
    if layers.changed(day).open_spans != layers.dated(day).open_spans:
        return Why("today")
    return _why_date(layers.dated(day), layers.regular(day)) or Why("regular")


def why_closed(layers: Layers, today: date, minute: int) -> Why:
    """Why the counter is closed at this minute of the date."""
    nights = ((today - _ONE_DAY, minute + DAY), (today, minute))
    if _is_open(layers.changed, nights) and not _is_open(layers.final, nights):
        return Why("store_closed")
    if _is_open(layers.dated, nights) and not _is_open(layers.changed, nights):
        return Why("today")
    for day, at in nights:
        plan = layers.dated(day)
        if is_in(at, layers.regular(day).open_spans) and not is_in(at, plan.open_spans) and plan.origin:
            return _why_row(plan)
    return _why_all_day(layers, today, minute)


def _why_all_day(layers: Layers, today: date, minute: int) -> Why:
    """Why, at a minute that no rule took away from another."""
    if any(start <= minute < end and LUNCH[0] <= start <= LUNCH[1] for start, end in _breaks(layers.final(today))):
        return Why("lunch")
    dated, changed = layers.dated(today), layers.changed(today)
    if changed != dated and not changed.open_spans and not changed.unknown_spans:
        return Why("today")
    return _why_date(dated, layers.regular(today)) or Why("regular")


def _is_open(plan_of: PlanOf, nights: tuple[tuple[date, int], ...]) -> bool:
    return any(is_in(at, plan_of(day).open_spans) for day, at in nights)


def _breaks(plan: DayPlan) -> Iterator[tuple[int, int]]:
    for before, after in pairwise(plan.open_spans):
        yield before.end, after.start


def _why_date(plan: DayPlan, regular: DayPlan) -> Why | None:
    """The dated row that rules, where it says anything: other hours than usual, or closed."""
    if plan.origin is None or (plan.open_spans and plan.open_spans == regular.open_spans):
        return None
    return _why_row(plan)


def _why_row(plan: DayPlan) -> Why:
    return Why("holiday" if plan.origin == "network" else "exception", plan.label)
