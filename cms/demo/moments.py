"""Moments at which the demo's hours are worth a look, one for each state. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cms.demo.holidays import coming

TUESDAY = 1
EASTERN, CENTRAL = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")


@dataclass(frozen=True, slots=True)
class Moment:
    """What is seen at a store of the demo; `at` is ISO 8601 with offset, as `?at=` takes it."""

    words: str
    store: str
    at: str


def moments(today: date) -> list[Moment]:
    """Open, at lunch, past midnight, by its own door, on a holiday, unknown: all of them ahead of `today`."""
    march = date(today.year + 1, 3, 8)
    tuesday = march + timedelta(days=(TUESDAY - march.weekday()) % 7)
    christmas = coming("christmas-day", today)
    return [
        Moment("open", "pitman", _at(tuesday, time(10), EASTERN)),
        Moment("its pharmacy is at lunch, the store is open", "pitman", _at(tuesday, time(13, 45), EASTERN)),
        Moment("open past midnight", "night-heron", _at(tuesday + timedelta(days=4), time(0, 30), CENTRAL)),
        Moment("its drive-through is open, the store is closed", "millrace", _at(tuesday, time(20, 30), EASTERN)),
        Moment("closed for Christmas", "wrenfield", _at(christmas, time(11), EASTERN)),
        Moment("hours of delivery unknown", "millrace", _at(tuesday, time(10), EASTERN)),
    ]


def _at(day: date, clock: time, zone: ZoneInfo) -> str:
    return datetime.combine(day, clock, zone).isoformat()
