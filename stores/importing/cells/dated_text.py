"""Dated hours written as text: `2026-12-24: 09:00-13:00, 2026-12-25: closed`. Pure.

Before each colon stand dates: one, several with commas, or the first and the last. Every character is read or the
whole text is refused: what would be left out might be the day on which a patient stands before a locked door.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stores.hours.engine.rows import Span
from stores.hours.written.weeks import read_day
from stores.readings import Refused

_WANTED = "Give dates with their times, such as 2026-12-24: 09:00-13:00, 2026-12-25: closed."
_DATE = re.compile(
    r"(?<![\d/-])(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<us_month>\d{1,2})/(?P<us_day>\d{1,2})/(?P<us_year>\d{4}))(?![\d/])"
)
_BETWEEN = re.compile(r"\s*(?:(?P<range>-|\bto\b|\bthrough\b|\bthru\b|\buntil\b)|(?P<list>,|;|&|\band\b))\s*", re.I)


@dataclass(frozen=True, slots=True)
class DatedText:
    """Hours of some dates; no `spans`: closed."""

    first: date
    last: date
    spans: tuple[Span, ...]


def begins_with_a_date(text: str) -> bool:
    """Whether a text is meant as dates with times, and not as JSON."""
    return _DATE.match(text.strip()) is not None


def dated_hours_in(text: str) -> tuple[list[DatedText], list[str]]:
    """What the text says of each row of dates, and what was read in our own way. Refused if not all of it is clear."""
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", text).strip().strip(",;").strip()
    found: list[DatedText] = []
    reasons: list[str] = []
    for dates, times in _groups(plain):
        if not times:
            raise Refused(f"Give the hours of {dates[-1][1]}, or write 'closed'. {_WANTED}")
        try:
            reading = read_day(times)
        except Refused as refused:
            raise Refused(f"{dates[-1][1]}: {refused.message}") from None
        reasons += reading.notes
        found += [DatedText(first, last, reading.value) for first, last in dates]
    return found, reasons


def _groups(plain: str) -> Iterator[tuple[list[tuple[date, date]], str]]:
    """Rows of dates, and the text of their times."""
    matches = list(_DATE.finditer(plain))
    if not matches or matches[0].start() != 0:
        raise Refused(_WANTED)
    dates: list[tuple[date, date]] = []
    is_range = False
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        on = _date_of(match)
        if is_range:
            first = dates.pop()[0]
            if on < first:
                raise Refused(f"The last day, {on}, is before the first, {first}.")
            dates.append((first, on))
        else:
            dates.append((on, on))
        after = plain[match.end() : following.start() if following else len(plain)]
        between = _BETWEEN.fullmatch(after) if following else None
        if between and is_range and between["range"]:
            raise Refused(f"'{match.group()}' stands between two dashes. {_WANTED}")
        is_range = bool(between and between["range"])
        if between is None:
            yield dates, re.sub(r"^\s*[:=]?\s*", "", after).strip().strip(",;|").strip()
            dates = []


def _date_of(match: re.Match[str]) -> date:
    year, month, day = (match[name] or match[f"us_{name}"] for name in ("year", "month", "day"))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Refused(f"'{match.group()}' is no date.") from None
