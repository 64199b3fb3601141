"""Hours that stand in a column for each weekday, or in two: opening and closing. Cells of a row to weeks. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stores.hours.engine.rows import Span
from stores.hours.written.weeks import NO_HOURS, read_day
from stores.hours.written.words import means_all_day
from stores.importing.columns import DAY_COLUMNS, DAYS, TIME_COLUMNS
from stores.importing.problems import Answers
from stores.readings import Reading, Refused

Attempt = Callable[[str, Any, Callable[[], Reading]], Reading | None]
"""Reads one cell of a column; what is refused is kept, and answered with `None`."""


def hours_columns_of(cells: Mapping[str, Any]) -> Iterator[str]:
    """The counters, by their column, that have hours in columns of weekdays."""
    names = [TIME_COLUMNS[name][0] if name in TIME_COLUMNS else name for name in cells]
    yield from dict.fromkeys(DAY_COLUMNS[name][0] for name in names if name in DAY_COLUMNS)


def joined_week(hours: str, cells: Mapping[str, str], answers: Answers, attempt: Attempt) -> Reading | None:
    """The week of one counter; `None` where a day was refused. Refused where the days together are no week."""
    columns = [_columns_of_day(f"{hours}_{day}", cells) for day in DAYS]
    if missing := [day for day, own in zip(DAYS, columns, strict=True) if not own]:
        names = ", ".join(f"{hours}_{day}" for day in missing)
        raise Refused(f"Give all seven weekdays: {names} is missing. A day that is missing is not a closed day.")
    texts = [_text_of_day(own, cells) for own in columns]
    if not any(texts):
        return Reading(None)
    readings = [_day(own, text, answers, attempt) for own, text in zip(columns, texts, strict=True)]
    if any(reading is None for reading in readings):
        return None
    week: tuple[tuple[Span, ...], ...] = tuple(reading.value for reading in readings if reading is not None)
    if not any(week):
        raise Refused("Closed on every day can't be told from unknown: leave all days empty, or give hours.")
    return Reading(week)


def _columns_of_day(day_column: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    if day_column in cells:
        return (day_column,)
    pair = (f"{day_column}_open", f"{day_column}_close")
    present = tuple(name for name in pair if name in cells)
    if len(present) == 1:
        missing = next(name for name in pair if name not in cells)
        raise Refused(f"'{present[0]}' needs '{missing}' beside it.")
    return present


def _text_of_day(columns: tuple[str, ...], cells: Mapping[str, str]) -> str:
    """`9:00am - 5:00pm` out of two cells; `closed` or `24 hours` may stand in both of them, or in one."""
    texts = [cells[name].strip() for name in columns]
    if len(texts) == 1 or (texts[0].lower() == texts[1].lower() and not _is_a_time(texts[0])):
        return texts[0]
    return " - ".join(texts) if all(texts) else "".join(texts)


def _is_a_time(text: str) -> bool:
    """Whether a cell holds one end of a slot, and not a word for the whole day."""
    return any(char.isdigit() for char in text) and not means_all_day(text)


def _day(columns: tuple[str, ...], text: str, answers: Answers, attempt: Attempt) -> Reading | None:
    first = columns[0]
    if not text or text.lower() in NO_HOURS:
        if answers.blank_days_closed:
            return attempt(first, text, lambda: Reading((), "closed", ("an empty day is closed, as was answered",)))
        if not text:
            return attempt(first, text, _refuse_blank_day)
    try:
        reading = read_day(text)
    except Refused as refused:
        opening, dash, closing = refused.suggestion.partition(" - ")
        if len(columns) == 2 and dash and "," not in refused.suggestion:
            for column, likely in zip(columns, (opening, closing), strict=True):
                attempt(column, text, _refusing(Refused(refused.message, likely)))
            return None
        suggestion = refused.suggestion if len(columns) == 1 else ""
        return attempt(first, text, _refusing(Refused(refused.message, suggestion)))
    return attempt(first, text, lambda: reading)


def _refuse_blank_day() -> Reading:
    raise Refused("The other days have hours and this one is empty: give its times, or write 'closed'.", "closed")


def _refusing(refused: Refused) -> Callable[[], Reading]:
    def read() -> Reading:
        raise refused

    return read
