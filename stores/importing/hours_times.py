"""Which times of day a pair of written times means.

With am and pm, or on the 24-hour clock, the times are what they say. Without either, a pair is read only if exactly
one reading opens at 5:00 am or later and closes later on the same day: `9-5` is 09:00-17:00 and `1-5` is 13:00-17:00,
but `7-9` may be 07:00-09:00, 07:00-21:00 or 19:00-21:00 and is refused. A cell is on the 24-hour clock when it writes
an hour of 0 or above 12, or one with a leading zero, and nowhere am or pm.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from stores.hours.engine.rows import DAY, Span, time_of
from stores.hours.engine.words import twelve
from stores.importing.hours_words import WrittenTime
from stores.importing.problems import Refused

EARLIEST = 5 * 60
LONG_NIGHT = 20 * 60
WHOLE_DAY = Span(0, DAY)


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes after midnight of the slot, and why they are not what stood there (empty: they are)."""

    span: Span
    why: str = ""


def is_on_24_hours(clocks: Iterable[WrittenTime]) -> bool:
    """Whether a cell with these times is written on the 24-hour clock."""
    every = list(clocks)
    if any(clock.half for clock in every):
        return False
    return any(clock.hour == 0 or clock.hour > 12 or (clock.is_padded and clock.hour < 10) for clock in every)


def times_of(opens: WrittenTime, closes: WrittenTime, *, on_24_hours: bool) -> Times:
    """The slot that two written times mean; Refused when that is not safe to say."""
    is_literal = on_24_hours or (opens.is_padded and closes.is_padded and opens.minute < closes.minute)
    if (opens.half and closes.half) or is_literal:
        return _literal_times(opens, closes)
    if opens.half == "" == closes.half and max(opens.hour, closes.hour) > 12:
        return _literal_times(opens, closes)
    if opens.minute == closes.minute and (opens.is_padded or opens.hour == 12):
        raise Refused("The times to open and to close are the same.")
    return _guessed_times(opens, closes)


def _literal_times(opens: WrittenTime, closes: WrittenTime) -> Times:
    start, end = opens.minute % DAY, closes.minute
    if end > DAY:
        return _past_midnight(start, end)
    if start == 0 and end == DAY:
        return Times(WHOLE_DAY)
    if start == 0 and end == 0:
        message = "Midnight to midnight may be all day or closed: write 00:00-24:00 for all day, 'closed' for closed."
        raise Refused(message)
    if end % DAY == DAY - 1:
        why = "a minute before midnight stands for midnight"
        return Times(WHOLE_DAY if start == 0 else Span(start, DAY), why)
    if end > start:
        return Times(Span(start, end))
    if opens.half and end + DAY - start >= LONG_NIGHT and end:
        likely = f"{twelve(time_of(start))} - {twelve(time_of(end + DAY // 2))}"
        raise Refused("That would be open for 20 hours or more, past midnight.", likely)
    if end == 0:
        return Times(Span(start, DAY))
    return Times(Span(start, end + DAY), "" if end <= 4 * 60 else "runs past midnight, to the next morning")


def _past_midnight(start: int, end: int) -> Times:
    """OSM's hours above 24: `20:00-26:00` closes at 02:00."""
    if not DAY < end <= start + DAY:
        raise Refused("A slot lasts 24 hours at most.")
    return Times(Span(start, end))


def _guessed_times(opens: WrittenTime, closes: WrittenTime) -> Times:
    readings = [
        Span(start, end)
        for start in _possible_minutes(opens)
        for end in (DAY if minute == 0 else minute for minute in _possible_minutes(closes))
        if EARLIEST <= start < end
    ]
    if len(readings) == 1:
        return Times(readings[0], "am and pm are not said; the only times that fit one day")
    likely = [span for span in readings if span.start < DAY // 2 <= span.end] or readings
    suggestion = f"{twelve(time_of(likely[-1].start))} - {twelve(time_of(likely[-1].end))}" if likely else ""
    raise Refused("Say am or pm: these times can be read in several ways.", suggestion)


def _possible_minutes(clock: WrittenTime) -> list[int]:
    """The minutes after midnight that a time without am or pm may mean."""
    if clock.half or clock.hour > 12 or clock.hour == 0:
        return [clock.minute % DAY]
    return [clock.minute % (DAY // 2), clock.minute % (DAY // 2) + DAY // 2]
