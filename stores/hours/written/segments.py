"""The words of a text of hours, from left to right, as weekdays with their times. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stores.hours.engine.days import merged
from stores.hours.engine.rows import Span
from stores.hours.engine.words import twenty_four
from stores.hours.written.times import (
    MIDNIGHT_TWICE,
    WHOLE_DAY,
    SlotRefused,
    apart,
    is_on_24_hours,
    times_of,
    twelve_hour_text,
)
from stores.hours.written.words import Word
from stores.readings import Refused, clipped

Week = tuple[tuple[Span, ...], ...]
"""Merged spans of Monday to Sunday; without any span the hours are unknown."""

SHORT_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SAMPLE_WEEK = "Mo-Fr 09:00-19:00, Sa 09:00-16:00"
SAMPLE_DAY = "9:00am - 5:00pm"
_AFTER_FILLER = frozenset({"time", "all_day", "filler", "days"})


class Misread(Refused):
    """A part of the text, from `start` to `end`, can't be read. `instead`: what would be right in its place."""

    def __init__(self, message: str, start: int, end: int, instead: str | None = None) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.instead = instead


@dataclass(slots=True, eq=False)
class _Segment:
    """One part of a text: some weekdays, and their times or closed."""

    days: tuple[int, ...]
    replaces: bool
    is_for_all: bool
    days_text: str
    end: int = 0
    spans: list[Span] = field(default_factory=list)
    breaks: list[Span] = field(default_factory=list)
    is_closed: bool = False
    is_dashed: bool = False
    kept_days: set[int] = field(default_factory=set)


def week_in(words: Sequence[Word], sample: str = SAMPLE_WEEK) -> tuple[Week, list[str]]:
    """The week that words mean, and what was read in our own way. Refused, or Misread, when it is not safe to say.

    `sample` is named where something else is wanted.
    """
    return _Parser(list(words), sample).week()


class _Parser:
    """Reads the words of one text from left to right."""

    def __init__(self, words: list[Word], sample: str) -> None:
        self.words = words
        self.sample = sample
        self.at = 0
        self.reasons: list[str] = []
        self.on_24_hours = is_on_24_hours(word.clock for word in words if word.clock)

    def week(self) -> tuple[Week, list[str]]:
        segments = self._segments()
        if not segments:
            raise Refused(f"Give hours, such as {self.sample}.")
        spans: list[tuple[Span, ...]] = [()] * 7
        closed: set[int] = set()
        for place, segment in enumerate(segments):
            own = _without_breaks(self._apart(segment), segment.breaks)
            segment.kept_days = set(segment.days)
            for day in segment.days:
                if segment.replaces:
                    spans[day] = own
                    closed.discard(day)
                    for earlier in segments[:place]:
                        earlier.kept_days.discard(day)
                elif (spans[day] and segment.is_closed) or (own and day in closed):
                    raise Refused(f"{SHORT_DAYS[day]} is said to be open and closed.")
                else:
                    _refuse_overlap(day, spans[day], own)
                    spans[day] = merged((*spans[day], *own))
                if segment.is_closed:
                    closed.add(day)
        self._refuse_what_nothing_is_left_of(segments)
        return tuple(spans), self.reasons

    def _apart(self, segment: _Segment) -> tuple[Span, ...]:
        try:
            return apart(segment.spans)
        except Refused as refused:
            raise Refused(f"{segment.days_text or 'A day'} has times that overlap: {refused.message}") from None

    @staticmethod
    def _refuse_what_nothing_is_left_of(segments: Sequence[_Segment]) -> None:
        for segment in segments:
            if not segment.kept_days:
                name = segment.days_text or "every day"
                message = f"What is said first of {name} is replaced later. Write slots of one day with a comma."
                raise Refused(message)

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
            while self._take("filler"):
                continue
            if self._next() is None:
                break
            segments.append(self._segment(replaces, is_first=not segments))
            if segments[0].is_for_all and len(segments) > 1 and not replaces:
                raise Refused(f"Put the weekdays before their times, such as {self.sample}.")
        return segments

    def _segment(self, replaces: bool, *, is_first: bool) -> _Segment:
        first = self.at
        days = self._days()
        if not days and not is_first:
            raise Refused(f"Say which weekdays each of the times is for, such as {self.sample}.")
        name = " ".join(word.text.rstrip(":") for word in self.words[first : self.at]).replace(" - ", "-").title()
        segment = _Segment(days or tuple(range(7)), replaces, is_for_all=not days, days_text=name)
        segment.is_dashed = self._take("dash") is not None
        while (word := self._next()) is not None and not self._is_over():
            self._read_times(segment, word)
        segment.end = self.words[self.at - 1].end
        self._check(segment)
        return segment

    def _check(self, segment: _Segment) -> None:
        if segment.is_closed and segment.spans:
            raise Refused("The same days are said to be open and closed.")
        if segment.breaks and not segment.spans:
            raise Refused("A closing in between needs the hours around it, such as 9:00am - 6:00pm.")
        if segment.spans or segment.is_closed:
            return
        if not segment.is_dashed or segment.is_for_all:
            name = segment.days_text or "the weekdays"
            message, last = f"Give the times of {name}, or write 'closed'.", self.words[self.at - 1]
            raise Misread(message, last.end, last.end, " closed" if last.kind == "days" else None)
        segment.is_closed = True
        self.reasons.append("a dash stands for closed")

    def _days(self) -> tuple[int, ...]:
        """`Mo-Fr`, `Mo,We,Fr`, `Sa-Su`, `weekdays`; a comma before a time ends them."""
        days: list[int] = []
        while word := self._take("days"):
            last = self._range_end()
            if last is None:
                days.extend(word.days)
            else:
                days.extend((word.days[0] + step) % 7 for step in range((last.days[-1] - word.days[0]) % 7 + 1))
                if self._range_end() is not None:
                    raise Refused("Two dashes between weekdays can be read in two ways: write Mo,We,Fr or Mo-Fr.")
            following = self.words[self.at + 1] if self.at + 1 < len(self.words) else None
            if following is not None and following.kind == "days":
                self._take("comma")
        return tuple(dict.fromkeys(days))

    def _range_end(self) -> Word | None:
        """The weekday after a dash, both taken."""
        ahead = self.words[self.at : self.at + 2]
        if [word.kind for word in ahead] != ["dash", "days"]:
            return None
        self.at += 2
        return ahead[1]

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
                segment.breaks.append(self._range(self._take("time"), word))
                self._take("lunch_end")
            case "time":
                segment.spans.append(self._range(word, word))
            case "filler" if (ahead := self._next()) and ahead.kind in _AFTER_FILLER:
                return
            case "filler":
                raise Refused(f"Give the times of {segment.days_text or 'the weekdays'}: '{word.text}' says none.")
            case "dash" if self._is_over() and not segment.spans:
                segment.is_dashed = True
            case _:
                raise Refused(f"'{clipped(word.text)}' can't be read as hours. Write {self.sample}.")

    def _is_over(self) -> bool:
        word = self._next()
        return word is None or word.kind in {"break", "days"}

    def _range(self, opening: Word | None, first: Word) -> Span:
        has_dash = self._take("dash") if opening is not None else None
        closing = self._take("time")
        if opening is None or closing is None or opening.clock is None or closing.clock is None:
            raise Misread("Give opening and closing times, such as 9:00am - 7:00pm.", first.start, first.end)
        if has_dash is None:
            if not (opening.clock.half and closing.clock.half):
                raise Refused("Put a dash between opening and closing, such as 9:00am - 5:00pm.")
            self.reasons.append("two times without a dash")
        try:
            times = times_of(opening.clock, closing.clock, on_24_hours=self.on_24_hours)
        except SlotRefused as refused:
            raise Misread(refused.message, opening.start, closing.end, self._likely_text(refused)) from None
        if times.why:
            self.reasons.append(times.why)
        return times.span

    def _likely_text(self, refused: SlotRefused) -> str | None:
        """What was probably meant, written as the text writes times."""
        if refused.likely is None:
            # Some chains write 00:00-00:00 for closed.
            return "closed" if refused.message == MIDNIGHT_TWICE else None
        if self.on_24_hours:
            return "-".join(map(twenty_four, refused.likely))
        return twelve_hour_text(refused.likely)


def _refuse_overlap(day: int, known: Sequence[Span], added: Sequence[Span]) -> None:
    if any(first.start < second.end and second.start < first.end for first in known for second in added):
        raise Refused(f"{SHORT_DAYS[day]} is given twice, with hours that overlap.")


def _without_breaks(spans: tuple[Span, ...], breaks: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with the closings in between cut out; each must lie inside one."""
    for cut in breaks:
        around = next((span for span in spans if span.start < cut.start and cut.end < span.end), None)
        if around is None:
            raise Refused("The break does not fall inside the open hours.")
        rest = (span for span in spans if span is not around)
        spans = tuple(sorted((*rest, Span(around.start, cut.start), Span(cut.end, around.end))))
    return spans
