"""A text of opening hours as a week: OSM `opening_hours`, Yext's numbers, and what people write. Pure.

A text is read whole or refused; a refusal suggests the whole text as it would be right, where one can tell.
Text after `;` replaces what was said of its weekdays before, as in OSM; after anything else it adds to it. A slot that
runs past midnight belongs to the weekday on which it began and is not cut by the next one's (OSM's `;` would cut it,
but files that chains write mean the whole night).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from stores.hours.engine.days import merged
from stores.hours.engine.rows import DAY, Span
from stores.hours.engine.words import alike, twenty_four
from stores.hours.written.segments import SAMPLE_DAY, SAMPLE_WEEK, SHORT_DAYS, Misread, Week, week_in
from stores.hours.written.times import WHOLE_DAY, SlotRefused, slot_between
from stores.hours.written.words import CLOSED_WORDS, plain_text, split_words
from stores.readings import Reading, Refused

UNKNOWN_WEEK: Week = ((),) * 7
CLOSED_WORD = "closed"
UNKNOWN_WORD = "unknown"
NO_COUNTER = frozenset({"-", "--", "---", "n/a", "#n/a", "none", "null", "nil"})
"""Stand in a whole week's place where there is no such counter."""
NO_HOURS = frozenset({"-", "--", "---"})
"""Stand in the place of a day's hours where it is closed."""

_YEXT_DAY = r"[1-7]:(?:\d{1,2}:\d{2}:\d{1,2}:\d{2}|closed)"
_YEXT = re.compile(rf"{_YEXT_DAY}(?:\s*,\s*{_YEXT_DAY})*", re.I)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d|\b\d{1,2}/\d{1,2}/\d\d|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|ember|ober|tember)?\b",
    re.I,
)
_YEAR = re.compile(r"(?<![\d:.])(?:19|20)\d\d(?![\d:.])")
_MILITARY_PAIR = re.compile(r"(?<![\d:.])(\d{3,4})\s*(?:-|to)\s*(\d{4})(?![\d:.])", re.I)
_HOLIDAYS = re.compile(r"\b(?:PH|SH)\b|holiday|christmas|thanksgiving|easter|new year", re.I)
_BEYOND = re.compile(
    r"sunrise|sunset|dawn|dusk|\|\||(?<!\ba\s)(?<!\bper\s)(?<!\ball\s)\bweek\b|\[|\"|\d\+|appointment|varies|vary|call",
    re.I,
)
_ZONE = re.compile(r"[\s,(]*\b(?:[ecmp][sd]?t|eastern|pacific|mountain|central)(?:\s+time)?\b\)?", re.I)
_WHOLE_WEEK_OF_ONE_DAY = "This column is of one weekday: give its times only, such as 9:00am - 5:00pm."


def read_week(text: str) -> Reading:
    """The week that a text means: merged spans of Monday to Sunday; `None`, no such counter, for an empty one.

    `unknown` is the week without any span. Refused with what is wanted when it is not safe to say.
    """
    plain = _trimmed(text)
    if not plain:
        return Reading(None)
    if plain.lower() in NO_COUNTER:
        return Reading(None, "", ("stands for nothing",), is_placeholder=True)
    if plain.lower() in {UNKNOWN_WORD, "hours unknown"}:
        return Reading(UNKNOWN_WEEK, UNKNOWN_WORD)
    return _read_or_suggest(plain, _week)


def read_day(text: str) -> Reading:
    """The spans of one day: `9:00 am 5:00 pm`, `9-12, 1-5`, `Closed`, `24 hours`. Refused for an empty text, too."""
    plain = _trimmed(text)
    if not plain:
        raise Refused("Give its times, or write 'closed'.")
    if plain.lower() in NO_HOURS:
        return Reading((), CLOSED_WORD, ("a dash stands for closed",))
    return _read_or_suggest(plain, _day)


def osm_week(week: Sequence[Sequence[Span]]) -> str:
    """OSM's syntax: `Mo-Fr 09:00-19:00, Sa 09:00-16:00`, `24/7`, `unknown`. `read_week` reads it back as it was."""
    if all(tuple(spans) == (WHOLE_DAY,) for spans in week):
        return "24/7"
    days = [
        f"{'-'.join(SHORT_DAYS[number] for number in sorted({first, last}))} {osm_day(week[first])}"
        for first, last in alike(week)
        if week[first]
    ]
    return ", ".join(days) or UNKNOWN_WORD


def osm_day(spans: Iterable[Span]) -> str:
    """`09:00-13:00,14:00-18:00`. What would be taken for a slip otherwise is written as `09:00-29:00`."""
    return ",".join(f"{twenty_four(span.start)}-{closing_text(span)}" for span in spans) or CLOSED_WORD


def closing_text(span: Span) -> str:
    """`17:00`; `02:00` for a slot past midnight, and `29:00` where that would be taken for a slip."""
    if span.end <= DAY:
        return twenty_four(span.end)
    try:
        is_plain = slot_between(span.start, span.end - DAY).span == span
    except SlotRefused:
        is_plain = False
    return twenty_four(span.end - DAY if is_plain else span.end)


def _trimmed(text: str) -> str:
    return plain_text(text).strip().strip(",;").strip()


def _read_or_suggest(plain: str, read: Callable[[str], Reading]) -> Reading:
    """What the text reads as; a refusal suggests the whole text as it would be right, if one can tell."""
    try:
        return read(plain)
    except Misread as misread:
        raise Refused(misread.message, _mended(plain, misread, read)) from None


def _mended(plain: str, misread: Misread, read: Callable[[str], Reading]) -> str:
    """The whole text with every part that is refused put right; empty if it can't be."""
    for _step in range(20):
        if misread.instead is None:
            return ""
        plain = _trimmed(plain[: misread.start] + misread.instead + plain[misread.end :])
        try:
            read(plain)
        except Misread as next_one:
            misread = next_one
        except Refused:
            return ""
        else:
            return plain
    return ""


def _week(plain: str) -> Reading:
    if _YEXT.fullmatch(plain):
        return _yext_week(plain)
    _refuse_what_is_no_week(plain)
    week, reasons = week_in(split_words(plain))
    if not any(week):
        raise Refused("Closed on every day can't be told from unknown: leave the cell empty, or write 'unknown'.")
    return Reading(week, osm_week(week), tuple(dict.fromkeys(reasons)))


def _day(plain: str) -> Reading:
    _refuse_what_is_no_week(plain, SAMPLE_DAY)
    words = split_words(plain)
    if any(word.kind == "days" for word in words):
        raise Refused(_WHOLE_WEEK_OF_ONE_DAY)
    if {"closed"} <= {word.kind for word in words} <= {"closed", "dash"}:
        # "Closed - Closed" stands where opening and closing would.
        is_plain = plain.lower() in CLOSED_WORDS and plain.lower() not in {"x", "null"}
        return Reading((), CLOSED_WORD, () if is_plain else ("stands for closed",))
    week, reasons = week_in(words, SAMPLE_DAY)
    return Reading(week[0], osm_day(week[0]), tuple(dict.fromkeys(reasons)))


def _refuse_what_is_no_week(text: str, sample: str = SAMPLE_WEEK) -> None:
    if found := _HOLIDAYS.search(text):
        part = re.search(r"\s*[;,]?\s*\b(?:PH|SH)\b[^;]*", text)
        start, end = part.span() if part else found.span()
        message = "Only the regular week stands here: holidays are exceptions."
        raise Misread(message, start, end, "" if part else None)
    if _DATE.search(text) or _has_year(text):
        raise Refused("Only the regular week stands here: dates and seasons go into 'exceptions'.")
    if found := _BEYOND.search(text):
        raise Refused(f"'{found.group()}' can't be kept: give fixed times, such as {sample}.")
    if found := _ZONE.search(text):
        message = f"Hours are in the store's own time zone: '{found.group().strip()}' does not belong here."
        raise Misread(message, *found.span(), "")


def _has_year(text: str) -> bool:
    """Whether a number is a year, and no time such as 1900 in `0900-1900`."""
    pairs = [match.span() for match in _MILITARY_PAIR.finditer(text) if not all(map(_YEAR.fullmatch, match.groups()))]
    return any(
        not any(start <= year.start() < end for start, end in pairs) or int(year.group()[2:]) > 59
        for year in _YEAR.finditer(text)
    )


def _yext_week(text: str) -> Reading:
    """A week in Yext's syntax, `1:9:00:17:00,2:closed`: weekday (1 is Sunday), opening and closing time."""
    days: list[list[Span]] = [[] for _day in range(7)]
    closed = set()
    reasons = ["numbers as Yext writes them, where 1 is Sunday"]
    for part in text.strip(" ,").split(","):
        number, _colon, times_text = part.strip().partition(":")
        day = (int(number) - 2) % 7
        if times_text.lower() == CLOSED_WORD:
            closed.add(day)
            continue
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, times_text.split(":"))
        if max(opens_minute, closes_minute) > 59 or opens_hour > 23 or closes_hour > 24:
            raise Refused(f"'{part.strip()}' is no time of day.")
        try:
            times = slot_between(opens_hour * 60 + opens_minute, closes_hour * 60 + closes_minute)
        except SlotRefused as refused:
            raise Refused(f"'{part.strip()}': {refused.message}") from None  # one slot is no whole week to paste
        days[day].append(times.span)
        reasons += [times.why] if times.why else []
    week = tuple(_apart_on(day, spans) for day, spans in enumerate(days))
    if both := [day for day in closed if week[day]]:
        raise Refused(f"{SHORT_DAYS[both[0]]} is said to be open and closed.")
    if not any(week):
        raise Refused("Closed on every day can't be told from unknown: leave the cell empty, or write 'unknown'.")
    return Reading(week, osm_week(week), tuple(dict.fromkeys(reasons)))


def _apart_on(day: int, spans: Sequence[Span]) -> tuple[Span, ...]:
    found = sorted(spans)
    if any(second.start < first.end for first, second in pairwise(found)):
        raise Refused(f"{SHORT_DAYS[day]} is given twice, with hours that overlap.")
    return merged(found)
