"""Opening times in OpenStreetMap's `opening_hours` syntax.

Facts of that syntax, on which opening_hours.js and opening-hours-py agree, shape what is written here. Rules joined
with `,` add to each other, so weekdays are joined with `,`. A rule after `;` replaces all that was said of its own
calendar date, the hours past midnight that run into it included, and nothing of the next date. So a date is written
out when what its clock shows differs from a regular week, with the spill of the night before restated.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from stores.hours.engine.days import DayPlan, merged, on_the_clock, remaining_unknown, spill
from stores.hours.engine.rows import DAY, Span
from stores.hours.engine.words import alike, twenty_four

_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ONE_DAY = timedelta(days=1)

PlanOf = Callable[[date], DayPlan]


def osm_text(week: Sequence[Sequence[Span]] | None, regular: PlanOf, actual: PlanOf, first: date, days: int) -> str:
    """`Mo-Fr 09:00-19:00, Sa 09:00-16:00; 2026 Dec 24 09:00-14:00; 2026 Dec 25 off`.

    `week` are the merged spans of Monday to Sunday, `None` when unknown; `regular` and `actual` tell what a date would
    be without and with its exceptions. Exceptions are those of `days` dates from `first` on, and their spill.
    """
    exceptions = [_date_text(day, actual) for day in _differing_dates(regular, actual, first, days)]
    return "; ".join([_week_text(week, bool(exceptions)), *exceptions])


def _differing_dates(regular: PlanOf, actual: PlanOf, first: date, days: int) -> Iterator[date]:
    before = first - _ONE_DAY
    was_changed = actual(before) != regular(before)
    for day in (first + timedelta(days=offset) for offset in range(days)):
        is_changed = actual(day) != regular(day)
        if is_changed or was_changed:
            usual, real = on_the_clock(regular(before), regular(day)), on_the_clock(actual(before), actual(day))
            if (usual.open_spans, usual.unknown_spans) != (real.open_spans, real.unknown_spans):
                yield day
        before, was_changed = day, is_changed
    last = first + timedelta(days=days - 1)
    if days and spill(regular(last).open_spans) != spill(actual(last).open_spans):
        yield last + _ONE_DAY


def _week_text(week: Sequence[Sequence[Span]] | None, has_exceptions: bool) -> str:
    if week is None:
        return "unknown"
    groups = alike(week)
    if len(groups) == 1 and tuple(week[0]) == ((0, DAY),) and not has_exceptions:
        return "24/7"
    days = (
        f"{'-'.join(_WEEKDAYS[index] for index in sorted({first, last}))} {_spans_text(week[first])}"
        for first, last in groups
        if week[first]
    )
    return ", ".join(days) or "off"


def _date_text(day: date, actual: PlanOf) -> str:
    plan, spilt = actual(day), spill(actual(day - _ONE_DAY).open_spans)
    name = f"{day.year:04} {_MONTHS[day.month - 1]} {day.day:02}"
    open_spans = merged((*spilt, *plan.open_spans))
    unknown_spans = remaining_unknown(spilt, plan)
    parts = [f"{name} {_spans_text(open_spans)}"] if open_spans else []
    if unknown_spans:
        parts.append(f"{name} {_spans_text(unknown_spans)} unknown")
    return ", ".join(parts) or f"{name} off"


def _spans_text(spans: Sequence[Span]) -> str:
    return ",".join(f"{twenty_four(start)}-{twenty_four(end if end <= DAY else end - DAY)}" for start, end in spans)
