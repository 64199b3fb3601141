"""Opening times as schema.org `OpeningHoursSpecification`, the way search engines read it.

Closed is written 00:00 to 00:00, and 24 hours one minute short (all day is 00:00 to 23:59), since equal times would
read as closed. Hours past midnight are one entry whose `closes` comes before its `opens`.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NotRequired, TypedDict

from stores.hours.engine.rows import DAY, Span
from stores.hours.engine.words import WEEKDAYS, twenty_four

# The functional form, since "@type" is no Python name.
OpeningHoursSpecification = TypedDict(
    "OpeningHoursSpecification",
    {
        "@type": str,
        "dayOfWeek": list[str],
        "opens": str,
        "closes": str,
        "validFrom": NotRequired[str],
        "validThrough": NotRequired[str],
    },
)


def specifications(
    week: Sequence[Sequence[Span]], dates: Iterable[tuple[date, Sequence[Span]]]
) -> list[OpeningHoursSpecification]:
    """An entry for each span of the week (its weekdays together, closed days last), then for each span of each date.

    `week` are the spans of Monday to Sunday, empty when unknown. Those of a date carry `validFrom` and `validThrough`.
    """
    days_of: dict[tuple[str, str], list[str]] = {}
    closed: list[str] = []
    for name, spans in zip(WEEKDAYS, week, strict=False):
        for times in _times(spans):
            days_of.setdefault(times, []).append(name)
        if not spans:
            closed.append(name)
    if closed:
        days_of["00:00", "00:00"] = closed
    return [_specification(days, *times) for times, days in days_of.items()] + [
        _specification([WEEKDAYS[day.weekday()]], *times, on=day)
        for day, spans in dates
        for times in _times(spans) or [("00:00", "00:00")]
    ]


def _times(spans: Sequence[Span]) -> list[tuple[str, str]]:
    return [(twenty_four(start), twenty_four((end - (end - start == DAY)) % DAY)) for start, end in spans]


def _specification(days: list[str], opens: str, closes: str, on: date | None = None) -> OpeningHoursSpecification:
    entry: OpeningHoursSpecification = {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": days,
        "opens": opens,
        "closes": closes,
    }
    if on is not None:
        entry["validFrom"] = entry["validThrough"] = on.isoformat()
    return entry
