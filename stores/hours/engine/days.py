"""Opening times of single dates, as minutes after midnight: merging, cutting, and the night before."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from stores.hours.engine.rows import DAY, Origin, Span

Constant = Literal["open", "closed", "unknown"]


@dataclass(frozen=True)
class DayPlan:
    """What one date offers: its own open spans (a night that begins on it included) and its unknown ones.

    All other minutes are closed. `label` and `origin` are those of the dated row that rules, else `None`.
    """

    open_spans: tuple[Span, ...] = ()
    unknown_spans: tuple[Span, ...] = ()
    label: str | None = None
    origin: Origin | None = None


UNKNOWN_DAY = DayPlan(unknown_spans=(Span(0, DAY),))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes, sorted, overlapping or touching spans made one.

    What grows longer than 24 hours is two spans that touch, so that each can still be told by two times of day.
    """
    result: list[Span] = []
    last_start = 0
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
        last_start = span.start
    if result and result[-1].end - result[-1].start > DAY:  # only the last can
        start, end = result.pop()
        result += [Span(start, last_start), Span(last_start, end)]
    return tuple(result)


def shared(first: Iterable[Span], second: Iterable[Span]) -> tuple[Span, ...]:
    """The minutes that are in both."""
    others = tuple(second)
    both = (Span(max(one.start, two.start), min(one.end, two.end)) for one in first for two in others)
    return merged(span for span in both if span.start < span.end)


def ended_by(minute: int, plan: DayPlan) -> DayPlan:
    """The plan with nothing left from that minute on; what was unknown from then on is closed."""
    open_spans, unknown_spans = (
        tuple(Span(span.start, min(span.end, minute)) for span in spans if span.start < minute)
        for spans in (plan.open_spans, plan.unknown_spans)
    )
    return replace(plan, open_spans=open_spans, unknown_spans=unknown_spans)


def is_in(minute: int, spans: Iterable[Span]) -> bool:
    """Whether the minute lies in one of the spans."""
    return any(span.start <= minute < span.end for span in spans)


def spill(spans: Iterable[Span]) -> tuple[Span, ...]:
    """What runs past midnight, as minutes of the next date."""
    return merged(Span(0, span.end - DAY) for span in spans if span.end > DAY)


def before_midnight(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The part that lies on the date itself."""
    return tuple(Span(span.start, min(span.end, DAY)) for span in spans)


def on_the_clock(night_before: DayPlan, plan: DayPlan) -> DayPlan:
    """What a calendar date shows from 00:00 to 24:00: the spill of the night before and its own spans."""
    spilt = spill(night_before.open_spans)
    own = before_midnight(plan.open_spans)
    return DayPlan(merged((*spilt, *own)), remaining_unknown(spilt, plan), plan.label, plan.origin)


def remaining_unknown(spilt: tuple[Span, ...], plan: DayPlan) -> tuple[Span, ...]:
    """The unknown minutes of a date that a night running into it does not answer."""
    known_until = max((span.end for span in spilt), default=0)
    left = (Span(max(span.start, known_until), span.end) for span in plan.unknown_spans)
    return tuple(span for span in left if span.start < span.end)


def constant_state(plans: Iterable[DayPlan]) -> Constant | None:
    """The one state of a row of dates, the first of which only lends its spill; `None` if they are not all alike."""
    states: set[Constant] = set()
    for night_before, plan in pairwise(plans):
        clock = on_the_clock(night_before, plan)
        open_minutes = sum(span.end - span.start for span in clock.open_spans)
        unknown_minutes = sum(span.end - span.start for span in clock.unknown_spans)
        if 0 < open_minutes < DAY or 0 < unknown_minutes < DAY:
            return None
        states.add("open" if open_minutes else "unknown" if unknown_minutes else "closed")
    return states.pop() if len(states) == 1 else None
