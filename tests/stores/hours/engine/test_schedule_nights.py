"""Nights that run, and other schedules that told patients something false once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import EVERY_DAY, clock, daily, ranges, slot

ZONE = "America/New_York"
FRIDAY, SATURDAY = date(2026, 12, 11), date(2026, 12, 12)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


def schedule(*regular: Slot, dated: tuple[DatedHours, ...] = (), cuts: tuple[DayCut, ...] = ()) -> Schedule:
    return Schedule(ZONE, regular, dated, cuts, counter="store")


def test_minute_before_midnight_is_midnight() -> None:
    hours = schedule(*daily((1, 2), "00:00-23:59"))
    assert hours.status(at("2026-12-14T23:59:30")).state == "open"
    assert hours.status(at("2026-12-15T23:59:59")).state == "open"
    assert hours.status(at("2026-12-16T00:00:00")).state == "closed"
    assert hours.week()[0]["slots"] == [{"opens": "00:00", "closes": "24:00"}]


def test_minute_before_midnight_is_midnight_in_dated_hours_and_in_cuts() -> None:
    row = DatedHours(FRIDAY, FRIDAY, "Long day", ranges("09:00-23:59"))
    assert schedule(*daily((1,), "09:00-17:00"), dated=(row,)).status(at("2026-12-11T23:59:30")).state == "open"


def test_night_that_runs_closes_at_one_and_the_evening_after_it_stays() -> None:
    cut = DayCut(FRIDAY, closes_at=clock("01:00"), closes_next_day=True)
    hours = schedule(*daily((5, 6), "20:00-03:00"), cuts=(cut,))
    assert hours.status(at("2026-12-12T00:30")).text == "Open until 1:00am"
    assert hours.status(at("2026-12-12T01:00")).text == "Closed, opens 8:00pm"
    assert hours.status(at("2026-12-12T21:00")).text == "Open until 3:00am"


def test_slot_into_the_next_noon_closes_early_and_the_afternoon_stays() -> None:
    cut = DayCut(FRIDAY, closes_at=clock("12:30"), closes_next_day=True)
    hours = schedule(slot(5, "14:00", "13:30"), slot(6, "14:00", "18:00"), cuts=(cut,))
    assert hours.status(at("2026-12-12T12:00")).text == "Open until 12:30pm"
    assert hours.status(at("2026-12-12T15:00")).text == "Open until 6:00pm"


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2026-12-11T23:00", FRIDAY),
        ("2026-12-12T00:30", FRIDAY),
        ("2026-12-12T02:59", FRIDAY),
        ("2026-12-12T03:00", SATURDAY),
        ("2026-12-12T21:00", SATURDAY),
    ],
)
def test_today_is_the_night_that_runs(moment: str, today: date) -> None:
    assert schedule(*daily((5, 6), "20:00-03:00")).today(at(moment)) == today


def test_day_and_night_is_no_night() -> None:
    assert schedule(*daily(EVERY_DAY, "00:00-00:00")).today(at("2026-12-12T00:30")) == SATURDAY


def test_dates_begin_with_the_night_that_runs() -> None:
    rows = (
        DatedHours(FRIDAY, FRIDAY, "Long night", ranges("20:00-01:00")),
        DatedHours(SATURDAY, SATURDAY, "Inventory"),
    )
    hours = schedule(*daily((5, 6), "09:00-17:00"), dated=rows)
    assert [day["date"] for day in hours.hours(at("2026-12-12T00:30"))["dates"]] == ["2026-12-11", "2026-12-12"]
    assert [day["date"] for day in hours.hours(at("2026-12-12T01:00"))["dates"]] == ["2026-12-12"]


def test_holiday_of_the_network_closes_in_a_season_of_the_store() -> None:
    winter = DatedHours(date(2026, 12, 1), date(2026, 12, 31), "Winter hours", ranges("10:00-16:00"))
    christmas = DatedHours(date(2026, 12, 25), date(2026, 12, 25), "Christmas Day", origin="network")
    hours = schedule(*daily(EVERY_DAY, "09:00-19:00"), dated=(winter, christmas))
    assert [hours.slots_of(date(2026, 12, day)) for day in (24, 25)] == [[{"opens": "10:00", "closes": "16:00"}], []]
