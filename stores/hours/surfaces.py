"""What a store says of itself on every surface: the status of the counter that leads, and its special days."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypedDict

from stores.choices import Counter
from stores.hours.engine.answers import SlotTimes, State, Status
from stores.hours.engine.reasons import Reason, Why
from stores.hours.engine.rows import DatedHours
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import UNKNOWN
from stores.hours.holidays.confirmed import (
    NOTHING_CONFIRMED,
    Confirmed,
    counters_concerned,
    is_asked_about,
    unanswered,
)
from stores.hours.schedules import leading_counter
from stores.wording import _, phrase

DAYS_KNOWN = 366
"""How far ahead special days are told."""

Schedules = Mapping[Counter, Schedule]


class LeadingStatus(TypedDict):
    """The status of the counter that leads; `text` names it. A store without any counter has none."""

    counter: str | None
    state: State
    until: str | None
    text: str
    reason: Reason
    label: str | None


class StatusLine(TypedDict):
    """The words of one counter's status, or of several that say the same, in an order of their own."""

    state: State
    text: str


class SpecialDay(TypedDict):
    """A date that somebody has said something about; `hours` are the slots of each counter whose hours are known.

    `is_confirmed`: the store has said so itself, of each counter; False where it is asked and has not answered yet;
    `None` where only the network has said something, and the store is not asked so far ahead.
    """

    date: str
    label: str
    is_as_usual: bool
    is_confirmed: bool | None
    hours: dict[str, list[SlotTimes]]


def named_text(counter: Counter, status: Status) -> str:
    """`Pharmacy open until 7:00pm`, `Pharmacy closed for lunch, opens 2:00pm`, `Pharmacy hours unknown`."""
    return _of(phrase(str(counter.label)), _words(status))


def _of(counters: str, words: str) -> str:
    return phrase(_("{who} {status}"), who=counters, status=words)


def status_lines(statuses: Mapping[Counter, Status]) -> list[StatusLine]:
    """`Pharmacy open until 7:00pm`, `Store until 9:00pm`: every known status named, the leading one first.

    Counters that say the same share a line: `Pharmacy and store closed, opens Monday 9:00am`.
    """
    leading = leading_counter(statuses)
    said: dict[tuple[State, str], list[str]] = {}
    for counter in sorted(statuses, key=lambda counter: counter != leading):
        if statuses[counter].state != "unknown":
            said.setdefault((statuses[counter].state, _words(statuses[counter])), []).append(
                phrase(str(counter.label))
            )
    lines: list[StatusLine] = []
    for (state, words), names in said.items():
        # "Open" is heard from the line before.
        is_told = bool(lines) and lines[-1]["state"] == state == "open"
        is_shorter = is_told and words.startswith(phrase(_("open until")))
        text = words.removeprefix(phrase(_("open"))).lstrip() if is_shorter else words
        lines.append({"state": state, "text": _of(joined(names), text)})
    return lines


def joined(names: list[str]) -> str:
    """`Pharmacy`, `Pharmacy and store`, `Pharmacy, store and drive-through`."""
    first, rest = names[0], [name.lower() for name in names[1:]]
    if not rest:
        return first
    return phrase(_("{names} and {last}"), names=", ".join([first, *rest[:-1]]), last=rest[-1])


def _words(status: Status) -> str:
    text = status.text
    if status.why.reason == "lunch":
        text = text.replace(phrase(_("Closed")), phrase(_("Closed for lunch")), 1)
    return f"{text[0].lower()}{text[1:]}"


def leading_status(schedules: Schedules, statuses: Mapping[Counter, Status]) -> LeadingStatus:
    """The `status` of the store, from the statuses of its counters at one moment."""
    leading = leading_counter(schedules)
    if leading is None:
        return {"counter": None, **Status("unknown", None, phrase(UNKNOWN), None, Why("unknown")).answer()}
    status = statuses[leading]
    return {"counter": leading.value, **status.answer(), "text": named_text(leading, status)}


def special_days(schedules: Schedules, since: date, done: Confirmed = NOTHING_CONFIRMED) -> list[SpecialDay]:
    """The days of a year from `since` on that a row of at most seven days is about, in their order."""
    rows = {row: None for schedule in schedules.values() for row in schedule.dated}
    by_day: dict[date, list[DatedHours]] = {}
    for row in rows:
        for day in _days_of(row, since):
            by_day.setdefault(day, []).append(row)
    return [_special_day(schedules, day, by_day[day], since, done) for day in sorted(by_day)]


def _days_of(row: DatedHours, since: date) -> Iterator[date]:
    if row.is_season or row.ends_on is None:
        return
    day, last = max(row.starts_on, since), min(row.ends_on, since + timedelta(days=DAYS_KNOWN))
    while day <= last:
        yield day
        day += timedelta(days=1)


def _special_day(schedules: Schedules, day: date, rows: list[DatedHours], today: date, done: Confirmed) -> SpecialDay:
    first = min(rows, key=lambda row: row.rank)
    hours = {counter.value: schedule.slots_of(day) for counter, schedule in schedules.items()}
    return {
        "date": day.isoformat(),
        "label": first.label,
        "is_as_usual": not any(schedule.dates(day, 1) for schedule in schedules.values()),
        "is_confirmed": _is_confirmed(schedules, day, rows, today, done),
        "hours": {counter: slots for counter, slots in hours.items() if slots is not None},
    }


def _is_confirmed(
    schedules: Schedules, day: date, rows: list[DatedHours], today: date, done: Confirmed
) -> bool | None:
    """Whether the store has said what it does on the day, wherever the network proposes something."""
    counters = [counter.value for counter in schedules]
    own = [row for row in rows if row.origin == "store"]
    holidays = [row for row in rows if row.origin == "network" and counters_concerned(row, counters)]
    silent = [row for row in holidays if unanswered(row, [day], counters, own, done)]
    if not silent:
        return True if own or holidays else None
    return False if any(is_asked_about(row, today) for row in silent) else None
