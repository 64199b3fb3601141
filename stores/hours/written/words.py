"""Opening hours as people write them, cut into words: weekdays, times, dashes, separators, `closed`, `all day`.

Patterns are made of the very lists that the words are looked up in, so that the two can't drift apart.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stores.readings import Refused

WordKind = Literal[
    "days", "time", "dash", "comma", "break", "closed", "all_day", "lunch", "lunch_end", "filler", "unknown"
]
Half = Literal["", "am", "pm"]

DAY_NAMES = {
    "mo": 0, "mon": 0, "monday": 0,
    "tu": 1, "tue": 1, "tues": 1, "tuesday": 1,
    "we": 2, "wed": 2, "weds": 2, "wednesday": 2,
    "th": 3, "thu": 3, "thur": 3, "thurs": 3, "thursday": 3,
    "fr": 4, "fri": 4, "friday": 4,
    "sa": 5, "sat": 5, "saturday": 5,
    "su": 6, "sun": 6, "sunday": 6,
}  # fmt: skip
"""Name of a weekday, which may have an `s` after it -> 0 for Monday."""
DAY_RANGES = {
    "daily": range(7), "everyday": range(7), "every day": range(7), "all week": range(7),
    "7 days a week": range(7), "7 days": range(7), "seven days a week": range(7), "7 days per week": range(7),
    "weekdays": range(5), "weekday": range(5), "m-f": range(5), "m - f": range(5),
    "weekends": (5, 6), "weekend": (5, 6),
}  # fmt: skip
CLOSED_WORDS = ("closed", "close", "off", "null", "x")
"""`x` is Google's, `null` what programs write for a day without hours."""
ALL_DAY_WORDS = (
    "24/7", "24 hours", "24 hour", "24 hrs", "24 hr", "24 h", "24hours", "24hrs", "24hr", "24h", "24-hours", "24-hour",
    "all day", "around the clock",
)  # fmt: skip
NOON_WORDS = ("noon", "midday")


def _any_of(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, longer ones first; a space stands for any white space."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


_WORDS = re.compile(
    rf"""
    (?P<lunch>\(?\s*(?:
        closed\s+(?:daily\s+)?(?:for\s+)?(?:lunch|between|from)(?:\s+(?:from|between))? | lunch(?:\s+break)?
      )\s*:?(?=\s*\d|\s*noon))
  | (?P<lunch_end>\bfor\s+lunch\b)
  | (?P<all_day>\b(?:open\s+)?(?:{_any_of(ALL_DAY_WORDS)})(?![\w/])(?:\s*(?:a|per)\s+day\b)?)
  | (?P<closed>\b(?:{_any_of(CLOSED_WORDS)})(?![a-z]))
  | (?P<named>(?<![\w/])(?:{_any_of(DAY_RANGES)})\b:?)
  | (?P<day>\b(?:{_any_of(DAY_NAMES)})s?\b\.?:?)
  | (?P<time>\d{{1,2}}\s*[:.]\s*\d{{2}}(?::00)?|\d{{1,4}})(?:\s*h\b)?
        (?:\s*(?P<half>[ap]\.?\s?m\b\.?|[ap]\b\.?|noon|midnight))?(?!\d)
  | (?P<noon>\b(?:{_any_of(NOON_WORDS)})\b)
  | (?P<midnight>\bmidnight\b)
  | (?P<dash>-+|\b(?:to|through|thru|until|till|til)\b)
  | (?P<comma>,|/|&|\band\b)
  | (?P<break>[;|\n])
  | (?P<filler>\b(?:open|hours|from|between)\b:?)
  | (?P<skip>[\s()]+|(?<!\d)[:.])
  | (?P<unknown>[^\s,;|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """A time as it was written. `minute` is after midnight as the digits say; `half` is am, pm, or not said."""

    minute: int
    half: Half
    is_padded: bool

    @property
    def hour(self) -> int:
        return self.minute // 60


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands: from `start` up to `end` in the text."""

    kind: WordKind
    text: str
    start: int
    end: int
    days: tuple[int, ...] = ()
    clock: WrittenTime | None = None


def plain_text(text: str) -> str:
    """The text with plain spaces and dashes, each character in its place."""
    return re.sub(r"[\u2010-\u2015\u2212~]", "-", re.sub(r"[\u00a0\u2000-\u200a\u202f]", " ", text))


def means_all_day(text: str) -> bool:
    """Whether a text says nothing but all day: `24 hours`, `Open 24/7`."""
    match = _WORDS.fullmatch(plain_text(text).strip())
    return match is not None and match["all_day"] is not None


def split_words(text: str) -> list[Word]:
    """The words of one text, whole: nothing that stands in it is left out. Refused for what is no time of day."""
    found = []
    for match in _WORDS.finditer(plain_text(text)):
        kind = match.lastgroup or ""
        if kind == "half" or match.group("time"):
            kind = "time"
        if kind != "skip":
            found.append(_word(kind, match))
    return found


def _word(kind: str, match: re.Match[str]) -> Word:
    text = match.group().strip().lower()
    at = match.span()
    match kind:
        case "named":
            return Word("days", text, *at, days=tuple(DAY_RANGES[" ".join(text.rstrip(":").split())]))
        case "day":
            return Word("days", text, *at, days=(_day_number(text),))
        case "time":
            half = (match.group("half") or "").lower()
            return Word("time", text, *at, clock=_written_time(match.group("time"), half, text))
        case "noon":
            return Word("time", text, *at, clock=WrittenTime(12 * 60, "pm", is_padded=False))
        case "midnight":
            return Word("time", text, *at, clock=WrittenTime(0, "am", is_padded=False))
        case "dash" | "comma" | "break" | "closed" | "all_day" | "lunch" | "lunch_end" | "filler":
            return Word(kind, text, *at)
    return Word("unknown", text, *at)


def _day_number(text: str) -> int:
    name = text.rstrip(".:")
    return DAY_NAMES[name] if name in DAY_NAMES else DAY_NAMES[name.removesuffix("s")]


def _written_time(digits: str, half: str, text: str) -> WrittenTime:
    """`9`, `9:00`, `9.00`, `900`, `0900`, `09:00:00`, with am or pm or neither."""
    parts = re.split(r"\s*[:.]\s*", digits)
    if len(parts) == 1 and len(digits) > 2:
        parts = [digits[:-2], digits[-2:]]
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    if half in {"noon", "midnight"}:
        if (hour, minute) != (12, 0):
            raise Refused(f"'{text}' is no time.")
        return WrittenTime(12 * 60 if half == "noon" else 0, "pm" if half == "noon" else "am", is_padded=False)
    if minute > 59 or hour > 48:
        raise Refused(f"'{text}' is no time of day.")
    if half and 13 <= hour <= 23 and half[0] == "p":
        half = ""
    if half and not 1 <= hour <= 12:
        raise Refused(f"'{text}' is no time: a 24-hour time has no am or pm.")
    if not half:
        return WrittenTime(hour * 60 + minute, "", is_padded=len(parts) > 1 and len(parts[0]) == 2)
    is_pm = half[0] == "p"
    return WrittenTime(hour % 12 * 60 + minute + (12 * 60 if is_pm else 0), "pm" if is_pm else "am", is_padded=False)
