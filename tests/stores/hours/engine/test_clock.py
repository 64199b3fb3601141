"""Wall times and moments on the nights of the clock change, zone by zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.clock import first_moment
from stores.hours.engine.rows import Slot
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import AUTUMN, MINUTE, SPRING, TURNS, ZONES, daily, slot, wall_clock

CHANGING = [
    ("America/New_York", -5),
    ("America/Indiana/Indianapolis", -5),
    ("America/Chicago", -6),
    ("America/Denver", -7),
    ("America/Los_Angeles", -8),
    ("America/Anchorage", -9),
    ("America/Adak", -10),
]
"""Zones and the hours of their winter time."""

STEADY = [("America/Phoenix", -7), ("Pacific/Honolulu", -10), ("America/Puerto_Rico", -4), ("Pacific/Guam", 10)]


def sunday(opens: str, closes: str, zone: str = "America/New_York") -> Schedule:
    return Schedule(zone, (slot(7, opens, closes),), counter="store")


def changes(schedule: Schedule, day: date) -> list[str]:
    """Every opening and closing from that day's 00:00 for 24 hours, in UTC."""
    at = first_moment(day, 0, schedule.zone)
    end = at + timedelta(hours=24)
    found = []
    while (until := schedule.status(at).until) is not None and until.astimezone(UTC) < end:
        at = until.astimezone(UTC)
        found.append(f"{schedule.status(at).state} {at:%H:%M}")
    return found


@pytest.mark.parametrize(("zone", "hours"), CHANGING)
def test_day_is_an_hour_shorter_in_spring_and_longer_in_autumn(zone: str, hours: int) -> None:
    schedule = Schedule(zone, daily((7,), "00:00-00:00"), counter="store")
    for day, length in ((SPRING, 23), (AUTUMN, 25)):
        midnight = first_moment(day, 0, schedule.zone)
        until = schedule.status(midnight).until
        assert until is not None
        assert until.astimezone(UTC) - midnight == timedelta(hours=length)
    assert first_moment(SPRING, 0, schedule.zone).hour == -hours


@pytest.mark.parametrize(("zone", "hours"), CHANGING)
def test_opening_after_the_change_follows_the_new_clock(zone: str, hours: int) -> None:
    schedule = sunday("09:00", "17:00", zone)
    assert changes(schedule, SPRING) == [f"open {(9 - hours - 1) % 24:02}:00", f"closed {(17 - hours - 1) % 24:02}:00"]
    assert changes(schedule, AUTUMN) == [f"open {(9 - hours) % 24:02}:00", f"closed {(17 - hours) % 24:02}:00"]


@pytest.mark.parametrize(("zone", "hours"), STEADY)
def test_zone_without_a_clock_change_keeps_its_hours(zone: str, hours: int) -> None:
    schedule = sunday("01:30", "02:30", zone)
    for day in (SPRING, AUTUMN):
        expected = [f"open {(1 - hours) % 24:02}:30", f"closed {(2 - hours) % 24:02}:30"]
        assert changes(schedule, day) == expected


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("02:30", "05:00", ["open 07:00", "closed 09:00"]),  # opens when the clock jumps to 03:00
        ("01:00", "02:30", ["open 06:00", "closed 07:00"]),  # closes when it jumps
        ("02:00", "03:00", []),  # does not happen
        ("02:10", "02:50", []),
        ("01:00", "02:00", ["open 06:00", "closed 07:00"]),
        ("03:00", "04:00", ["open 07:00", "closed 08:00"]),
        ("01:30", "03:30", ["open 06:30", "closed 07:30"]),  # an hour, not two
    ],
)
def test_skipped_time_is_the_moment_of_the_jump(opens: str, closes: str, expected: list[str]) -> None:
    assert changes(sunday(opens, closes), SPRING) == expected


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        ("01:30", "05:00", ["open 05:30", "closed 10:00"]),  # opens at the first 01:30
        ("00:00", "01:30", ["closed 05:30"]),  # closes at the first 01:30, and stays closed at the second 01:00
        ("01:15", "01:45", ["open 05:15", "closed 05:45"]),
        ("01:00", "02:00", ["open 05:00", "closed 07:00"]),  # two hours
        ("02:00", "03:00", ["open 07:00", "closed 08:00"]),
        ("00:30", "02:30", ["open 04:30", "closed 07:30"]),  # three hours
    ],
)
def test_time_that_comes_twice_is_its_first_coming(opens: str, closes: str, expected: list[str]) -> None:
    assert changes(sunday(opens, closes), AUTUMN) == expected


def test_slots_on_both_sides_of_the_skipped_hour_are_one() -> None:
    schedule = Schedule("America/New_York", daily((7,), "00:00-02:00", "03:00-06:00"), counter="store")
    assert changes(schedule, SPRING) == ["closed 10:00"]
    assert changes(schedule, SPRING + timedelta(days=7)) == ["closed 06:00", "open 07:00", "closed 10:00"]


def test_hours_between_the_two_comings_of_a_closing_time_are_closed() -> None:
    schedule = sunday("00:00", "01:30")
    second = datetime(2027, 11, 7, 1, 15, tzinfo=ZoneInfo("America/New_York"), fold=1)
    assert schedule.status(second.replace(fold=0)).state == "open"
    assert schedule.status(second).state == "closed"


def test_end_is_told_with_the_offset_that_holds_then() -> None:
    saturday = Schedule("America/New_York", (slot(6, "20:00", "04:00"),), counter="store")
    for day, offset in ((SPRING, "-04:00"), (AUTUMN, "-05:00")):
        eve = datetime.combine(day - timedelta(days=1), time(21), ZoneInfo("America/New_York"))
        until = saturday.status(eve).until
        assert until is not None
        assert until.isoformat() == f"{day}T04:00:00{offset}"


def test_slot_that_exists_only_in_the_skipped_hour_is_found_the_week_after() -> None:
    status = sunday("02:15", "02:45").status(datetime(2027, 3, 8, tzinfo=UTC))
    assert status.until is not None
    assert status.until.isoformat() == "2027-03-21T02:15:00-04:00"


def test_hour_that_is_always_closed_is_not_closed_when_it_is_skipped() -> None:
    regular = (*daily(range(1, 7), "00:00-00:00"), *daily((7,), "00:00-02:00", "03:00-00:00"))
    status = Schedule("America/Chicago", regular, counter="store").status(datetime(2027, 3, 8, tzinfo=UTC))
    assert status.until is not None
    assert status.until.isoformat() == "2027-03-21T02:00:00-05:00"


@given(zone=st.sampled_from(ZONES), day=st.sampled_from(TURNS), minute=st.integers(0, 2 * 1440))
def test_moment_is_the_first_at_which_the_clock_shows_the_time_or_a_later_one(
    zone: str, day: date, minute: int
) -> None:
    moment = first_moment(day, minute, ZoneInfo(zone))
    shown = wall_clock(zone, day - timedelta(days=1), 5)
    index = (moment - datetime.combine(day - timedelta(days=1), time(), UTC)) // MINUTE
    wall = datetime.combine(day, time()) + minute * MINUTE
    assert shown[index] >= wall
    assert shown[index - 1] < wall


@given(zone=st.sampled_from(ZONES), day=st.sampled_from(TURNS), minutes=st.lists(st.integers(0, 2880), min_size=2))
def test_later_wall_times_are_never_earlier_moments(zone: str, day: date, minutes: list[int]) -> None:
    moments = [first_moment(day, minute, ZoneInfo(zone)) for minute in sorted(minutes)]
    assert moments == sorted(moments)


def test_zone_where_midnight_itself_is_skipped_begins_its_day_at_the_jump() -> None:
    zone = ZoneInfo("America/Havana")
    moment = first_moment(SPRING, 0, zone)
    assert moment.astimezone(zone).isoformat() == "2027-03-14T01:00:00-04:00"
    schedule = Schedule("America/Havana", (Slot(7, time(), time()),), counter="store")
    assert schedule.status(moment).state == "open"
    assert schedule.status(moment - MINUTE).state == "closed"
