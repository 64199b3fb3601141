"""Why a counter is open or closed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stores.hours.engine.rows import DatedHours, DayCut
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import clock, daily, ranges

ZONE = "America/New_York"
FRIDAY, CHRISTMAS = date(2026, 12, 18), date(2026, 12, 25)
WEEK = (*daily(range(1, 6), "09:00-13:30", "14:00-19:00"), *daily((6,), "20:00-03:00"))
HOLIDAY = DatedHours(CHRISTMAS, CHRISTMAS, "Christmas Day", origin="network")
INVENTORY = DatedHours(date(2026, 12, 21), date(2026, 12, 21), "Inventory", ranges("09:00-12:00", "13:00-15:00"))
EARLY = DatedHours(date(2026, 12, 26), date(2026, 12, 26), "Boxing Day", ranges("20:00-23:00"), origin="network")
CUT = DayCut(FRIDAY, closes_at=clock("16:00"))
SHUT = DayCut(date(2026, 12, 22), is_closed=True)


@pytest.mark.parametrize(
    ("moment", "state", "reason", "label"),
    [
        ("2026-12-17T10:00", "open", "regular", None),
        ("2026-12-17T13:45", "closed", "lunch", None),
        ("2026-12-17T20:00", "closed", "regular", None),
        ("2026-12-18T10:00", "open", "today", None),
        ("2026-12-18T16:30", "closed", "today", None),
        ("2026-12-18T19:30", "closed", "regular", None),
        ("2026-12-20T02:00", "open", "regular", None),
        ("2026-12-21T10:00", "open", "exception", "Inventory"),
        ("2026-12-21T12:30", "closed", "exception", "Inventory"),
        ("2026-12-21T18:00", "closed", "exception", "Inventory"),
        ("2026-12-22T08:00", "closed", "today", None),
        ("2026-12-22T12:00", "closed", "today", None),
        ("2026-12-25T12:00", "closed", "holiday", "Christmas Day"),
        ("2026-12-25T21:00", "closed", "holiday", "Christmas Day"),
        ("2026-12-26T21:00", "open", "holiday", "Boxing Day"),
        ("2026-12-27T01:00", "closed", "holiday", "Boxing Day"),
    ],
)
def test_reason_of_a_moment(moment: str, state: str, reason: str, label: str | None) -> None:
    hours = Schedule(ZONE, WEEK, (HOLIDAY, INVENTORY, EARLY), (CUT, SHUT), counter="store")
    answer = hours.status(datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(ZONE))).answer()
    assert (answer["state"], answer["reason"], answer["label"]) == (state, reason, label)


def test_lunch_on_a_date_with_other_hours_is_lunch() -> None:
    row = DatedHours(CHRISTMAS, CHRISTMAS, "Short day", ranges("09:00-12:00", "12:30-15:00"))
    hours = Schedule(ZONE, daily((5,), "09:00-12:00", "12:30-19:00"), (row,), counter="pharmacy")
    noon = hours.status(datetime(2026, 12, 25, 12, 15, tzinfo=ZoneInfo(ZONE)))
    assert noon.why.reason == "lunch"


def test_break_in_the_evening_is_no_lunch() -> None:
    hours = Schedule(ZONE, daily((5,), "09:00-17:00", "18:00-21:00"), counter="pharmacy")
    assert hours.status(datetime(2026, 12, 25, 17, 30, tzinfo=ZoneInfo(ZONE))).why.reason == "regular"
