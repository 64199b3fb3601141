"""Opening hours as people write them, cut into words: weekdays, times, dashes, separators, `closed`, `all day`."""

import re
from dataclasses import dataclass
from typing import Literal

from stores.importing.problems import Refused

WordKind = Literal["days", "time", "dash", "comma", "break", "closed", "all_day", "lunch", "unknown"]
Half = Literal["", "am", "pm"]

_DAY = {
    "mo": 0, "mon": 0, "monday": 0,
    "tu": 1, "tue": 1, "tues": 1, "tuesday": 1,
    "we": 2, "wed": 2, "weds": 2, "wednesday": 2,
    "th": 3, "thu": 3, "thur": 3, "thurs": 3, "thursday": 3,
    "fr": 4, "fri": 4, "friday": 4,
    "sa": 5, "sat": 5, "saturday": 5,
    "su": 6, "sun": 6, "sunday": 6,
}  # fmt: skip
_DAYS = {
    "daily": range(7), "everyday": range(7), "every day": range(7), "7 days a week": range(7), "7 days": range(7),
    "weekdays": range(5), "weekday": range(5), "m-f": range(5), "m - f": range(5),
    "weekends": (5, 6), "weekend": (5, 6),
}  # fmt: skip

_WORDS = re.compile(
    r"""
    (?P<lunch>\(?\s*(?:
        closed\s+(?:daily\s+)?(?:for\s+)?(?:lunch|between|from)(?:\s+(?:from|between))? | lunch(?:\s+break)?
      )\s*:?(?=\s*\d|\s*noon))
  | (?P<all_day>\b(?:open\s+)?(?:
        24\s*/\s*7 | 24\s*-?\s*(?:hours?|hrs?\.?|h)\b(?:\s*(?:a|per)\s+day)? | all\s+day | around\s+the\s+clock
      ))
  | (?P<closed>\b(?:closed|close|off|null|none|n/a|x)(?![a-z]))
  | (?P<named>\b(?:m\s?-\s?f|daily|every\s?day|7\s+days(?:\s+a\s+week)?|weekdays?|weekends?)\b)
  | (?P<day>\b(?:mon|tues?|wednes|weds?|thurs?|fri|satur|sat|sun|mo|tu|we|th|fr|sa|su)(?:day)?s?\b\.?:?)
  | (?P<time>\d{1,2}\s*[:.]\s*\d{2}(?::00)?|\d{1,4})(?:\s*h\b)?
        (?:\s*(?P<half>[ap]\.?\s?m\b\.?|[ap]\b\.?|noon|midnight))?
  | (?P<noon>\b(?:noon|midday)\b)
  | (?P<midnight>\bmidnight\b)
  | (?P<dash>-+|\b(?:to|through|thru|until|till|til)\b)
  | (?P<comma>,|/|&|\band\b)
  | (?P<break>[;|\n])
  | (?P<skip>[\s():.]+|\b(?:open|hours|from|between|for\s+lunch|lunch|est|cst|mst|pst|et|ct|mt|pt)\b)
  | (?P<unknown>[^\s,;|]+)
    """,
    re.VERBOSE,
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
    kind: WordKind
    text: str
    days: tuple[int, ...] = ()
    clock: WrittenTime | None = None


def split_words(text: str) -> list[Word]:
    """The words of one cell; Refused for what is no time of day."""
    plain = re.sub(r"[\u2010-\u2015\u2212~]", "-", text.replace("\u00a0", " ").replace("\u202f", " "))
    found = []
    for match in _WORDS.finditer(plain.lower()):
        kind = match.lastgroup or ""
        if kind == "half" or match.group("time"):
            kind = "time"
        if kind != "skip":
            found.append(_word(kind, match))
    return found


def _word(kind: str, match: re.Match[str]) -> Word:
    text = match.group().strip()
    match kind:
        case "named":
            return Word("days", text, tuple(_DAYS[re.sub(r"\s+", " ", text)]))
        case "day":
            return Word("days", text, (_day_number(text),))
        case "time":
            return Word("time", text, clock=_written_time(match.group("time"), match.group("half") or "", text))
        case "noon":
            return Word("time", text, clock=WrittenTime(12 * 60, "pm", is_padded=False))
        case "midnight":
            return Word("time", text, clock=WrittenTime(0, "am", is_padded=False))
        case "dash" | "comma" | "break" | "closed" | "all_day" | "lunch":
            return Word(kind, text)
    return Word("unknown", text)


def _day_number(text: str) -> int:
    name = text.rstrip(".:")
    return _DAY[name] if name in _DAY else _DAY[name.removesuffix("s")]


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
