"""Seven texts, Monday's first, as a regular week: what each reads as, or why it can't be read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from stores.hours.engine.rows import DAY, Span, time_of
from stores.hours.engine.words import WEEKDAYS, clock_text, day_text
from stores.hours.models import OpeningHours
from stores.hours.slips import doubt_about
from stores.hours.written.times import MINUTE_BEFORE_MIDNIGHT
from stores.hours.written.weeks import read_day
from stores.readings import Refused

Week = tuple[tuple[Span, ...], ...]
"""The spans of Monday to Sunday. None stands for a week that nobody knows."""

LONGEST = 200
"""Characters of a day's text."""
SAMPLE = "9-5, or 9am-1pm, 2pm-7pm, or closed, or 24 hours"
SAMPLE_OF_FILES = "Mo-Fr"
TOO_LONG = f"This is too long for one day's hours. Type times such as {SAMPLE}."
NO_DAY = "Type this day's hours, or “closed”."
NO_WEEK = "Type the hours of each day, such as 9-5 or closed."
BOTH_MORNING = ": both in the morning. For the evening, add pm."
HALF_OF_DAY = re.compile(r"\d\s*[ap]|noon|mid", re.IGNORECASE)
NEVER_OPEN = (
    "Closed on every day can't be told from unknown hours. If you are closed for a while, use “Dates ahead”: "
    "other hours, closed, until further notice."
)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """One weekday: the text in its box, and what it reads as. `spans` None: nothing, or nothing that can be read.

    `doubt`: it can be read, and is almost surely a slip. `suggestion`: the whole text as it would be right.
    `is_midnight_meant`: 11:59pm stood for midnight.
    """

    text: str
    spans: tuple[Span, ...] | None = None
    error: str = ""
    suggestion: str = ""
    doubt: str = ""
    is_midnight_meant: bool = False

    @property
    def as_written(self) -> str:
        """What would stand in the box if it were saved."""
        return "" if self.spans is None else written(self.spans)

    @property
    def read_as(self) -> str:
        """In 12-hour words: `9:00am to 1:00pm, then 2:00pm to 7:00pm`. Empty for what can't be read.

        `10:00-11:00` is on the 24-hour clock: whoever meant the evening is told so.
        """
        if self.spans is None:
            return ""
        in_morning = any(0 < span.start < span.end < DAY // 2 for span in self.spans)
        return f"{spoken(self.spans)}{BOTH_MORNING if in_morning and not HALF_OF_DAY.search(self.text) else ''}"


def spoken(spans: Sequence[Span]) -> str:
    """`Closed`, `Open 24 hours`, `9:00am to 7:00pm`; a time of the next date is said to be one."""
    if not spans or tuple(spans) == (Span(0, DAY),):
        return day_text(spans)
    return ", then ".join(f"{_clock(span.start)} to {_clock(span.end)}" for span in spans)


def _clock(minute: int) -> str:
    text = clock_text(time_of(minute))
    return f"{text} the next day" if minute > DAY else text


def written(spans: Sequence[Span]) -> str:
    """What stands in the box of a day with these hours: as short as a phone is narrow, `9am - 1:30pm, 2pm - 7pm`."""
    return day_text(spans).replace(":00", "")


def read_written_day(text: str, before: tuple[Span, ...] | None = None) -> WrittenDay:
    """What a text means. A text that nobody has changed means what it was written for."""
    plain = text.strip()
    if before is not None and plain == written(before):
        return WrittenDay(text, before)
    if not plain:
        return WrittenDay(text)
    if len(plain) > LONGEST:
        return WrittenDay(text, error=TOO_LONG)
    try:
        reading = read_day(plain)
    except Refused as refused:
        return WrittenDay(text, error=_why(refused), suggestion=refused.suggestion)
    spans = tuple(reading.value)
    doubts = (doubt_about(time_of(span.start), time_of(span.end)) for span in spans)
    is_midnight = MINUTE_BEFORE_MIDNIGHT in reading.notes
    return WrittenDay(text, spans, doubt=next(filter(None, doubts), ""), is_midnight_meant=is_midnight)


def _why(refused: Refused) -> str:
    """For one day; the samples of files are of weeks."""
    message, _of_files, _rest = refused.message.partition(". Write " if SAMPLE_OF_FILES in refused.message else "\0")
    if SAMPLE_OF_FILES in message:
        message = message.partition(": give ")[0]
    return message if message == refused.message else f"{message}. Type times such as {SAMPLE}."


def read_written_week(texts: Sequence[str], before: Week | None = None) -> list[WrittenDay]:
    """Each day of the week; an empty box beside others is no statement, and wants one."""
    days = [read_written_day(text, before[number] if before else None) for number, text in enumerate(texts)]
    if not any(day.text.strip() for day in days):
        return days
    return [day if day.text.strip() else WrittenDay(day.text, error=NO_DAY) for day in days]


def week_written(days: Iterable[WrittenDay]) -> Week | None:
    """The week that the days make; None where a day can't be read, or nothing is written."""
    spans = [day.spans for day in days]
    return None if None in spans else tuple(each for each in spans if each is not None)


def week_from(rows: Iterable[OpeningHours]) -> Week | None:
    """The week that rows of one counter make, their slots as they stand; None without any row."""
    days: list[list[Span]] = [[] for _day in WEEKDAYS]
    for row in rows:
        days[row.weekday - 1].append(_span_of_row(row.opens_at, row.closes_at))
    return tuple(tuple(sorted(spans)) for spans in days) if any(days) else None


def _span_of_row(opens_at: time, closes_at: time) -> Span:
    start, end = (at.hour * 60 + at.minute for at in (opens_at, closes_at))
    return Span(start, end if end > start else end + DAY)


def rows_from(counter: str, week: Week) -> list[OpeningHours]:
    """Unsaved rows of the week, without a store."""
    return [
        OpeningHours(counter=counter, weekday=weekday, opens_at=time_of(span.start), closes_at=time_of(span.end))
        for weekday, spans in enumerate(week, start=1)
        for span in spans
    ]
