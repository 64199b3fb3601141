"""A cell of opening hours as a week: OSM `opening_hours`, Yext's numbers, and what people write. Pure.

Text after `;` replaces what was said of its weekdays before, as in OSM; after anything else it adds to it. A slot that
runs past midnight belongs to the weekday on which it began and is not cut by the next one's (OSM's `;` would cut it,
but files that chains write mean the whole night).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stores.hours.engine.days import merged
from stores.hours.engine.rows import DAY, Span
from stores.hours.engine.words import alike, twenty_four
from stores.importing.hours_times import WHOLE_DAY, is_on_24_hours, times_of
from stores.importing.hours_words import Word, split_words
from stores.importing.problems import Reading, Refused

Week = tuple[tuple[Span, ...], ...]
"""Merged spans of Monday to Sunday; without any span the hours are unknown."""

UNKNOWN_WEEK: Week = ((),) * 7
CLOSED_WORD = "closed"
UNKNOWN_WORD = "unknown"
NO_HOURS = {"", "-", "--", "n/a", "none", "null", "nil", "nan", "tbd", "."}
_SHORT = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_YEXT_DAY = r"[1-7]:(?:\d{1,2}:\d{2}:\d{1,2}:\d{2}|closed)"
_YEXT = re.compile(rf"{_YEXT_DAY}(?:\s*,\s*{_YEXT_DAY})*", re.I)
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)
_HOLIDAYS = re.compile(r"\b(?:PH|SH)\b|holiday|christmas|thanksgiving|easter|new year", re.I)
_BEYOND = re.compile(r"sunrise|sunset|dawn|dusk|\|\||\bweek\b|\[|\"|\beaster\b|\d\+|appointment|varies|call", re.I)


@dataclass(slots=True)
class _Segment:
    """One part of a cell: some weekdays and their times, closed, or neither."""

    days: tuple[int, ...]
    replaces: bool
    is_for_all: bool
    spans: list[Span] = field(default_factory=list)
    breaks: list[Span] = field(default_factory=list)
    is_closed: bool = False

    @property
    def is_silent(self) -> bool:
        return not self.spans and not self.is_closed


def parse_week(text: str) -> Reading:
    """The week that a cell means, `None` for an empty one. Refused with what is wanted when it is not safe to say."""
    plain = text.strip().strip(",;").strip()
    if plain.lower() in NO_HOURS:
        return Reading(None, "", ("stands for nothing",) if plain else ())
    if plain.lower() in {UNKNOWN_WORD, "hours unknown"}:
        return Reading(UNKNOWN_WEEK)
    if _YEXT.fullmatch(plain):
        return _yext_week(plain)
    _refuse_what_is_no_week(plain)
    try:
        week, reasons = _Parser(split_words(plain)).week()
    except Refused as refused:
        raise Refused(refused.message, refused.suggestion or _without_midnights(plain)) from None
    if not any(week) and "no times" not in "".join(reasons):
        raise Refused("Closed on every day can't be told from unknown: leave the cell empty, or write 'unknown'.")
    return Reading(week, osm_week(week), tuple(dict.fromkeys(reasons)))


def _without_midnights(text: str) -> str:
    """Some chains write 00:00-00:00 for closed, on some of the days: then that is the likely meaning."""
    closed = re.sub(r"\b0?0:00\s*-\s*0?0:00\b", "off", text)
    return closed if closed != text and re.search(r"\d", closed) else ""


def parse_day(text: str) -> Reading:
    """The spans of one weekday's cell: `9:00 am 5:00 pm`, `Closed`, `null`; an empty one is closed."""
    plain = text.strip().strip(",;").strip()
    if plain.lower() in NO_HOURS | {"0", "x", "0 - 0", "0-0"}:
        return Reading((), CLOSED_WORD, () if plain.lower() in NO_HOURS - {"null"} else ("stands for closed",))
    _refuse_what_is_no_week(plain)
    words = split_words(plain)
    if any(word.kind == "days" for word in words):
        raise Refused("This column is of one weekday: give its times only, such as 9:00am - 5:00pm.")
    week, reasons = _Parser(words).week()
    return Reading(week[0], osm_day(week[0]), tuple(dict.fromkeys(reasons)))


def osm_week(week: Sequence[Sequence[Span]]) -> str:
    """OSM's syntax: `Mo-Fr 09:00-19:00, Sa 09:00-16:00`, `24/7`, `unknown`. `parse_week` reads it back as it was."""
    if all(tuple(spans) == (WHOLE_DAY,) for spans in week):
        return "24/7"
    days = [
        f"{'-'.join(_SHORT[number] for number in sorted({first, last}))} {osm_day(week[first])}"
        for first, last in alike(week)
        if week[first]
    ]
    return ", ".join(days) or UNKNOWN_WORD


def osm_day(spans: Iterable[Span]) -> str:
    """`09:00-13:00,14:00-18:00`; a whole 24 hours from 10:00 are `10:00-34:00`, since 10:00-10:00 says nothing."""
    ends = ((start, end - DAY if DAY < end < start + DAY else end) for start, end in spans)
    return ",".join(f"{twenty_four(start)}-{twenty_four(end)}" for start, end in ends) or CLOSED_WORD


def _refuse_what_is_no_week(text: str) -> None:
    if _HOLIDAYS.search(text):
        rest = re.sub(r"\s*[;,]?\s*\b(?:PH|SH)\b[^;]*", "", text).strip(" ;,")
        raise Refused("Only the regular week stands here: holidays are exceptions.", "" if rest == text else rest)
    if _DATED.search(text):
        raise Refused("Only the regular week stands here: dates and seasons go into 'exceptions'.")
    if found := _BEYOND.search(text):
        raise Refused(f"'{found.group()}' can't be kept: give fixed times, such as Mo-Fr 09:00-19:00, Sa 09:00-16:00.")


def _yext_week(text: str) -> Reading:
    """A week in Yext's syntax, `1:9:00:17:00,2:closed`: weekday (1 is Sunday), opening and closing time."""
    days: list[list[Span]] = [[] for _day in range(7)]
    reasons = ["numbers as Yext writes them, where 1 is Sunday"]
    for part in text.strip(" ,").split(","):
        number, _colon, times_text = part.strip().partition(":")
        if times_text.lower() == CLOSED_WORD:
            continue
        oh, om, ch, cm = times_text.split(":")
        clocks = [word.clock for word in split_words(f"{oh.zfill(2)}:{om} - {ch.zfill(2)}:{cm}") if word.clock]
        times = times_of(clocks[0], clocks[1], on_24_hours=True)
        days[(int(number) - 2) % 7].append(times.span)
        reasons += [times.why] if times.why else []
    week = tuple(merged(spans) for spans in days)
    return Reading(week, osm_week(week), tuple(dict.fromkeys(reasons)))


class _Parser:
    """Reads the words of one cell from left to right."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.at = 0
        self.reasons: list[str] = []
        self.on_24_hours = is_on_24_hours(word.clock for word in words if word.clock)

    def week(self) -> tuple[Week, list[str]]:
        segments = self._segments()
        spans: list[tuple[Span, ...]] = [()] * 7
        closed: set[int] = set()
        if all(segment.is_silent for segment in segments):
            return UNKNOWN_WEEK, ["it gives no times"]
        for segment in segments:
            if segment.is_silent:
                self.reasons.append("a day without times is closed")
            own = _without_breaks(merged(segment.spans), segment.breaks)
            for day in segment.days:
                if segment.replaces:
                    spans[day] = own
                    closed.discard(day)
                elif (spans[day] and segment.is_closed) or (own and day in closed):
                    raise Refused(f"{_SHORT[day]} is said to be open and closed.")
                else:
                    _refuse_overlap(day, spans[day], own)
                    spans[day] = merged((*spans[day], *own))
                if segment.is_closed:
                    closed.add(day)
        return tuple(spans), self.reasons

    def _next(self) -> Word | None:
        return self.words[self.at] if self.at < len(self.words) else None

    def _take(self, *kinds: str) -> Word | None:
        word = self._next()
        if word is None or word.kind not in kinds:
            return None
        self.at += 1
        return word

    def _segments(self) -> list[_Segment]:
        segments: list[_Segment] = []
        while self._next() is not None:
            replaces = False
            while word := self._take("break", "comma"):
                replaces = replaces or word.text == ";"
            if self._next() is None:
                break
            segments.append(self._segment(replaces, is_first=not segments))
            if segments[0].is_for_all and len(segments) > 1 and (segments[-1].is_silent or not replaces):
                raise Refused("Put the weekdays before their times, such as Mo-Fr 09:00-19:00, Sa 09:00-16:00.")
        return segments

    def _segment(self, replaces: bool, *, is_first: bool) -> _Segment:
        days = self._days()
        if not days and not is_first:
            raise Refused("Say which weekdays each of the times is for, such as Mo-Fr 09:00-19:00, Sa 09:00-16:00.")
        segment = _Segment(days or tuple(range(7)), replaces, is_for_all=not days)
        self._take("dash")
        while (word := self._next()) is not None and not self._is_over():
            self._read_times(segment, word)
        if segment.is_closed and segment.spans:
            raise Refused("The same days are said to be open and closed.")
        if segment.breaks and not segment.spans:
            raise Refused("A closing in between needs the hours around it, such as 9:00am - 6:00pm.")
        return segment

    def _days(self) -> tuple[int, ...]:
        """`Mo-Fr`, `Mo,We,Fr`, `Sa-Su`, `weekdays`; a comma before a time ends them."""
        days: list[int] = []
        while word := self._take("days"):
            following = self.words[self.at + 1] if self.at + 1 < len(self.words) else None
            if (dash := self._next()) and dash.kind == "dash" and following and following.kind == "days":
                self.at += 2
                first, last = word.days[0], following.days[-1]
                days.extend((first + step) % 7 for step in range((last - first) % 7 + 1))
            else:
                days.extend(word.days)
            following = self.words[self.at + 1] if self.at + 1 < len(self.words) else None
            if following is not None and following.kind == "days":
                self._take("comma")
        return tuple(dict.fromkeys(days))

    def _read_times(self, segment: _Segment, word: Word) -> None:
        self.at += 1
        match word.kind:
            case "comma":
                return
            case "closed":
                segment.is_closed = True
                if (dash := self._next()) and dash.kind == "dash":
                    self.at += 1
            case "all_day":
                segment.spans.append(WHOLE_DAY)
                if word.text != "24/7":
                    self.reasons.append("24 hours a day")
            case "lunch":
                segment.breaks.append(self._range(self._take("time")))
            case "time":
                segment.spans.append(self._range(word))
            case "dash" if self._is_over():
                return
            case _:
                raise Refused(f"'{word.text}' can't be read as hours. Write Mo-Fr 09:00-19:00, Sa 09:00-16:00.")

    def _is_over(self) -> bool:
        word = self._next()
        return word is None or word.kind in {"break", "days"}

    def _range(self, opening: Word | None) -> Span:
        has_dash = self._take("dash") if opening is not None else None
        closing = self._take("time")
        if opening is None or closing is None or opening.clock is None or closing.clock is None:
            raise Refused("A time to open and one to close are wanted, such as 9:00am - 7:00pm.")
        if has_dash is None:
            if not (opening.clock.half and closing.clock.half):
                raise Refused("Put a dash between opening and closing, such as 9:00am - 5:00pm.")
            self.reasons.append("two times without a dash")
        times = times_of(opening.clock, closing.clock, on_24_hours=self.on_24_hours)
        if times.why:
            self.reasons.append(times.why)
        return times.span


def _refuse_overlap(day: int, known: Sequence[Span], added: Sequence[Span]) -> None:
    if any(first.start < second.end and second.start < first.end for first in known for second in added):
        raise Refused(f"{_SHORT[day]} is given twice, with hours that overlap.")


def _without_breaks(spans: tuple[Span, ...], breaks: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with the closings in between cut out; each must lie inside one."""
    for cut in breaks:
        around = next((span for span in spans if span.start < cut.start and cut.end < span.end), None)
        if around is None:
            raise Refused("The closing in between does not lie inside the opening hours.")
        rest = (span for span in spans if span is not around)
        spans = tuple(sorted((*rest, Span(around.start, cut.start), Span(cut.end, around.end))))
    return spans
