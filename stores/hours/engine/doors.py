"""A counter that is reached through the store: behind a locked door nothing is open."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Literal

from stores.hours.engine.days import DayPlan, merged
from stores.hours.engine.rows import DAY, Span

Door = Literal["store", "own"]
"""How a counter is reached: through the store, or by a door of its own."""

PlanOf = Callable[[date], DayPlan]

_ONE_DAY = timedelta(days=1)


def behind(day: date, own: PlanOf, door: PlanOf) -> tuple[Span, ...]:
    """What is left of the counter's open minutes of a date when the store's door rules over them.

    The minutes in which the store's hours are unknown cut nothing. A part of a night that the door cuts off from the
    evening before it, since the store shut and opened again after midnight, belongs to the date on which it begins.
    """
    night = own(day - _ONE_DAY).open_spans
    late = _through(night, day - _ONE_DAY, door) if any(span.end > DAY for span in night) else ()
    cut_off = (Span(span.start - DAY, span.end - DAY) for span in late if span.start >= DAY)
    return merged((*cut_off, *(span for span in _through(own(day).open_spans, day, door) if span.start < DAY)))


def _unlocked(day: date, door: PlanOf) -> list[Span]:
    """Minutes after the date's 00:00, up to the end of the next date, in which the door is not known to be shut."""
    found: list[Span] = []
    for span in sorted(_door_spans(day, door)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _door_spans(day: date, door: PlanOf) -> Iterator[Span]:
    for offset in (-1, 0, 1):
        plan = door(day + timedelta(days=offset))
        for span in (*plan.open_spans, *plan.unknown_spans):
            if span.end + offset * DAY > 0:
                yield Span(max(span.start + offset * DAY, 0), span.end + offset * DAY)


def _through(spans: Iterable[Span], day: date, door: PlanOf) -> Iterator[Span]:
    """The parts of a date's spans in which the door is not shut."""
    own = tuple(spans)
    windows = _unlocked(day, door) if own else ()
    for span in own:
        for window in windows:
            start, end = max(span.start, window.start), min(span.end, window.end)
            if start < end:
                yield Span(start, end)
