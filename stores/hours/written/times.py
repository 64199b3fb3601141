"""One time of day, and the two of a slot, as people write them.

**One time** (`read_time`). With am or pm, or in two digits on the 24-hour clock (`09:00`, `0900`, `17:30`), it is what
it says. `9`, `9:00` and `430` may be morning or evening and are refused.

**Two times** (`times_of`). Without am and pm, a pair is read only if exactly one reading opens at 5:00 am or later and
closes later on the same day: `9-5` is 09:00-17:00 and `1-5` is 13:00-17:00, but `7-9` may be 07:00-09:00, 07:00-21:00
or 19:00-21:00 and is refused. A text is on the 24-hour clock when it writes an hour of 0 or above 12, or one with a
leading zero, and nowhere am or pm.

**A slot** (`slot_between`), however it was written, is refused where it is almost surely a slip: the same time twice,
and a morning that ends the next morning. `09:00-29:00` says that 9:00am to 5:00am of the next day is meant.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from stores.hours.engine.days import merged
from stores.hours.engine.rows import DAY, Span, time_of
from stores.hours.engine.words import twelve, twenty_four
from stores.hours.written.words import NOON_WORDS, WrittenTime, plain_text
from stores.readings import Reading, Refused

EARLIEST = 5 * 60
LATEST_NIGHT = 3 * 60
"""How long into the next morning a slot that opens before noon runs at most, where it is no slip."""
LONGEST_NIGHT = 22 * 60
LONGEST_EVENING = 16 * 60
"""How long a slot that opens after noon lasts at most: 5:00pm to 9:00am was meant the other way round."""
MINUTE_BEFORE_MIDNIGHT = "a minute before midnight stands for midnight"
WHOLE_DAY = Span(0, DAY)
MIDNIGHT_TWICE = "Midnight to midnight may be all day or closed: write 00:00-24:00 for all day, 'closed' for closed."

_TIME = re.compile(
    r"(?:(?P<hour>\d{1,2})\s*[:.]\s*(?P<minute>\d{2})(?::00)?|(?P<digits>\d{1,4}))\s*(?:(?P<half>[ap])\.?\s?(?:m\.?)?)?"
)


class SlotRefused(Refused):
    """Two times that are no slot, or hardly the one that was meant. `likely` is what was probably meant."""

    def __init__(self, message: str, likely: Span | None = None) -> None:
        super().__init__(message, twelve_hour_text(likely) if likely else "")
        self.likely = likely


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes after midnight of the slot, and why they are not what stood there (empty: they are)."""

    span: Span
    why: str = ""


def read_time(text: str, *, closes: bool = False) -> Reading:
    """One time of day as minutes after midnight: 0 to 1439, and 1 to 1440 for a closing time.

    `7pm`, `4:30 PM`, `9 a.m.`, `noon`, `midnight`, `09:00`, `1730`, and `24:00` for closing. Refused, with what is
    wanted, for anything else: an empty text, `9`, `430`, `9:00` (morning or evening?), `9-5`, `25:00`, `7:`.
    """
    plain = " ".join(plain_text(text).split()).lower()
    if plain in NOON_WORDS or plain == "12 noon":
        return Reading(DAY // 2, "12:00")
    if plain in {"midnight", "12 midnight"}:
        return Reading(DAY if closes else 0, "24:00" if closes else "00:00")
    match = _TIME.fullmatch(plain)
    if match is None:
        raise Refused("Enter a time, such as 9:00am or 5:30pm.")
    value = _minute_of_one(plain, match)
    if value == 0 and closes:
        value = DAY
    if value == DAY and not closes:
        raise Refused("24:00 ends a day: nothing opens then. Midnight is 12:00am.", "12:00am")
    return Reading(value, twenty_four(value))


def _minute_of_one(plain: str, match: re.Match[str]) -> int:
    digits = match["digits"] or match["hour"] + match["minute"]
    hour, minute = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    half = match["half"]
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise Refused(f"'{plain}' is no time of day.")
    if half and not (1 <= hour <= 12 or (half == "p" and 13 <= hour <= 23)):
        raise Refused(f"'{plain}' is no time: a 24-hour time has no am or pm.")
    if half and hour <= 12:
        return hour % 12 * 60 + minute + (DAY // 2 if half == "p" else 0)
    if hour > 12 or (hour == 0 and len(digits) > 2):
        if len(digits) <= 2 and not half:
            raise Refused("The minutes are missing.", f"{hour:02}:00")
        return hour * 60 + minute
    is_padded = len(digits) == 4 and (digits[0] == "0" or match["digits"] is None)
    if is_padded:
        return hour * 60 + minute
    morning, evening = (twelve(time_of(hour % 12 * 60 + minute + later)) for later in (0, DAY // 2))
    raise Refused(f"Is it {morning} or {evening}?")


def twelve_hour_text(span: Span) -> str:
    """`9:00am - 5:00pm`, as `read_week` reads it."""
    return f"{twelve(time_of(span.start))} - {twelve(time_of(span.end))}"


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The slots of one day, sorted; those that touch are one. Refused where two of them overlap."""
    found = sorted(spans)
    for first, second in pairwise(found):
        if second.start < first.end:
            raise Refused(f"{twelve_hour_text(first)} and {twelve_hour_text(second)} overlap.")
    return merged(found)


def slot_between(start: int, end: int) -> Times:
    """The slot from opening to closing, in minutes after midnight; SlotRefused where it is almost surely a slip.

    A closing time that is not after the opening one is of the next day; one above 1440 says so itself, and is not
    doubted. A minute before midnight stands for midnight.
    """
    if end > DAY:
        if not start < end <= start + DAY:
            raise SlotRefused("A slot lasts 24 hours at most.")
        return Times(Span(start, end))
    if (start, end % DAY) == (0, 0):
        if end == 0:
            raise SlotRefused(MIDNIGHT_TWICE)
        return Times(WHOLE_DAY)
    if end % DAY == DAY - 1:
        return Times(WHOLE_DAY if start == 0 else Span(start, DAY), MINUTE_BEFORE_MIDNIGHT)
    if end > start:
        return Times(Span(start, end))
    if end == 0:
        return Times(Span(start, DAY))
    return _past_midnight(start, end)


def _past_midnight(start: int, end: int) -> Times:
    later = end + DAY // 2
    likely = Span(start, later) if start < later <= DAY else None
    if start == end:
        raise SlotRefused("The times to open and to close are the same.", likely)
    length = end + DAY - start
    is_evening = start >= DAY // 2
    if length >= (LONGEST_EVENING if is_evening else LONGEST_NIGHT) or (not is_evening and end > LATEST_NIGHT):
        meant = f"{twenty_four(start)}-{twenty_four(end + DAY)}"
        hours = f"{length // 60} hours" if length % 60 == 0 else f"{length / 60:.1f} hours"
        raise SlotRefused(f"That would be open for {hours}, past midnight. If it is meant, write {meant}.", likely)
    return Times(Span(start, end + DAY), "" if end <= 4 * 60 else "closes after midnight, the next morning")


def is_on_24_hours(clocks: Iterable[WrittenTime]) -> bool:
    """Whether a text with these times is written on the 24-hour clock."""
    every = list(clocks)
    if any(clock.half for clock in every):
        return False
    return any(clock.hour == 0 or clock.hour > 12 or (clock.is_padded and clock.hour < 10) for clock in every)


def times_of(opens: WrittenTime, closes: WrittenTime, *, on_24_hours: bool) -> Times:
    """The slot that two written times mean; SlotRefused when that is not safe to say."""
    is_literal = on_24_hours or (opens.is_padded and closes.is_padded and opens.minute < closes.minute)
    if (opens.half and closes.half) or is_literal:
        return _literal_times(opens, closes)
    if opens.half == "" == closes.half and max(opens.hour, closes.hour) > 12:
        return _literal_times(opens, closes)
    if opens.minute == closes.minute and (opens.is_padded or opens.hour == 12):
        return _past_midnight(opens.minute, closes.minute)
    return _guessed_times(opens, closes)


def _literal_times(opens: WrittenTime, closes: WrittenTime) -> Times:
    if opens.minute >= DAY:
        raise SlotRefused("Nothing opens at 24:00 or later.")
    return slot_between(opens.minute, closes.minute)


def _guessed_times(opens: WrittenTime, closes: WrittenTime) -> Times:
    readings = [
        Span(start, end)
        for start in _possible_minutes(opens)
        for end in (DAY if minute == 0 else minute for minute in _possible_minutes(closes))
        if EARLIEST <= start < end
    ]
    if len(readings) == 1:
        return Times(readings[0], "am and pm are not said; the only times that fit one day")
    by_day = [span for span in readings if span.start < DAY // 2 <= span.end] or readings
    likely = by_day[-1] if by_day else None
    raise SlotRefused("Say am or pm: these times can be read in several ways.", likely)


def _possible_minutes(clock: WrittenTime) -> list[int]:
    """The minutes after midnight that a time without am or pm may mean."""
    if clock.half or clock.hour > 12 or clock.hour == 0:
        return [clock.minute % DAY]
    return [clock.minute % (DAY // 2), clock.minute % (DAY // 2) + DAY // 2]
