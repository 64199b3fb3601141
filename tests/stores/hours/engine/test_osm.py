"""The OSM string: as written, and as another program (opening-hours-py) understands it.

Where the clocks change, that program has another rule for the hours from 01:00 to 03:00 of that one night: those are
left out here, and ours are in test_clock.py.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours, State, validate

from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule
from tests.stores.hours.engine.reference import (
    ALWAYS,
    DAY,
    EVERY_DAY,
    MINUTE,
    NIGHTS,
    TURNS,
    USUAL,
    WEEKS,
    ZONES,
    clock,
    daily,
    ranges,
    schedules,
    slot,
)

NAMES = {State.OPEN: "open", State.CLOSED: "closed", State.UNKNOWN: "unknown"}
SEEN_ON = date(2026, 12, 18)


def written(*regular: Slot, dated: tuple[DatedHours, ...] = (), cuts: tuple[DayCut, ...] = ()) -> str:
    schedule = Schedule("America/New_York", regular, dated, cuts, counter="store")
    return schedule.osm(SEEN_ON)


def closed(first: str, last: str | None = None) -> DatedHours:
    return DatedHours(date.fromisoformat(first), date.fromisoformat(last or first), "Closed")


def opened(day: str, *times: str) -> DatedHours:
    return DatedHours(date.fromisoformat(day), date.fromisoformat(day), "Other hours", ranges(*times))


def is_night_of_a_clock_change(local: datetime) -> bool:
    midnight = datetime.combine(local.date(), time(), local.tzinfo)
    return local.hour in (1, 2) and midnight.utcoffset() != (midnight + timedelta(days=1)).utcoffset()


def assert_the_other_agrees(schedule: Schedule, first: date, days: int, minutes: range) -> None:
    """Asks both at those minutes after the 00:00 of `first`."""
    zone = ZoneInfo(schedule.time_zone)
    text = schedule.osm(first, days)
    other = OpeningHours(text, timezone=zone)
    start = datetime.combine(first, time(), zone).astimezone(UTC)
    for minute in minutes:
        local = (start + minute * MINUTE).astimezone(zone)
        if local.date() < first + timedelta(days=days) and not is_night_of_a_clock_change(local):
            assert NAMES[other.state(local)[0]] == schedule.status(local).state, (text, local)


def test_contract_sample_is_written_as_in_the_contract() -> None:
    text = written(*USUAL, dated=(opened("2026-12-24", "09:00-14:00"), closed("2026-12-25")))
    assert text == "Mo-Fr 09:00-19:00, Sa 09:00-16:00; 2026 Dec 24 09:00-14:00; 2026 Dec 25 off"


@pytest.mark.parametrize(
    ("regular", "text"),
    [
        (ALWAYS, "24/7"),
        ((), "unknown"),
        (daily(EVERY_DAY, "09:00-13:00", "14:00-19:00"), "Mo-Su 09:00-13:00,14:00-19:00"),
        (daily(range(1, 6), "08:00-00:00"), "Mo-Fr 08:00-24:00"),
        (daily((5, 6), "20:00-02:00"), "Fr-Sa 20:00-02:00"),
        (daily((1, 3), "09:00-17:00"), "Mo 09:00-17:00, We 09:00-17:00"),
        ((slot(7, "00:00", "00:00"),), "Su 00:00-24:00"),
        ((slot(1, "20:00", "20:00"),), "Mo 20:00-20:00"),
        (daily((2,), "09:00-13:00", "12:00-15:00", "15:00-16:00"), "Tu 09:00-16:00"),
    ],
)
def test_week_is_written_with_commas_between_weekdays(regular: tuple[Slot, ...], text: str) -> None:
    assert written(*regular) == text
    assert validate(text)


def test_closed_date_restates_the_spill_of_the_night_before() -> None:
    text = written(*NIGHTS, dated=(closed("2026-12-25"),))
    assert text == "Mo-Su 20:00-02:00; 2026 Dec 25 00:00-02:00; 2026 Dec 26 20:00-02:00"


def test_longer_night_is_restated_on_the_next_date() -> None:
    text = written(*USUAL, dated=(opened("2026-12-24", "20:00-02:00"),))
    assert text.endswith("; 2026 Dec 24 20:00-02:00; 2026 Dec 25 00:00-02:00,09:00-19:00")


def test_night_of_the_last_date_is_restated_on_the_date_after_it() -> None:
    text = written(*USUAL, dated=(opened("2026-12-31", "20:00-02:00"),))
    assert text.endswith("; 2026 Dec 31 20:00-02:00; 2027 Jan 01 00:00-02:00,09:00-19:00")


def test_exception_after_the_last_date_is_not_written() -> None:
    assert written(*USUAL, dated=(closed("2027-01-01"),)) == "Mo-Fr 09:00-19:00, Sa 09:00-16:00"


def test_yesterdays_closure_is_told_by_what_it_changes_today() -> None:
    text = written(*NIGHTS, dated=(closed("2026-12-17"),))
    assert text == "Mo-Su 20:00-02:00; 2026 Dec 18 20:00-02:00"


def test_round_the_clock_with_an_exception_names_its_weekdays() -> None:
    assert written(*ALWAYS, dated=(closed("2026-12-25"),)) == "Mo-Su 00:00-24:00; 2026 Dec 25 off"


def test_exception_of_a_counter_with_unknown_hours_is_known() -> None:
    assert written(dated=(opened("2026-12-24", "09:00-14:00"),)) == "unknown; 2026 Dec 24 09:00-14:00"
    assert written(dated=(closed("2026-12-24"),)) == "unknown; 2026 Dec 24 off"


def test_night_into_an_unknown_date_leaves_the_rest_of_it_unknown() -> None:
    text = written(dated=(opened("2026-12-24", "20:00-02:00"),))
    assert text == "unknown; 2026 Dec 24 20:00-02:00; 2026 Dec 25 00:00-02:00, 2026 Dec 25 02:00-24:00 unknown"


def test_closing_early_is_an_exception() -> None:
    assert written(*USUAL, cuts=(DayCut(SEEN_ON, closes_at=clock("14:00")),)).endswith("; 2026 Dec 18 09:00-14:00")


def test_closing_early_at_a_counter_with_unknown_hours_leaves_the_earlier_hours_unknown() -> None:
    text = written(cuts=(DayCut(SEEN_ON, closes_at=clock("14:00")),))
    assert text == "unknown; 2026 Dec 18 00:00-14:00 unknown"


@given(
    case=st.sampled_from(TURNS).flatmap(lambda turn: st.tuples(st.just(turn), schedules(turn))),
    before=st.integers(0, 13),
    offset=st.integers(0, 96),
)
def test_another_program_reads_the_same_hours_with_exceptions(
    case: tuple[date, Schedule], before: int, offset: int
) -> None:
    turn, schedule = case
    assert_the_other_agrees(schedule, turn - timedelta(days=before), 14, range(offset, 14 * DAY, 97))


@given(zone=st.sampled_from(ZONES), regular=WEEKS, year=st.integers(2024, 2032), offset=st.integers(0, 2000))
def test_another_program_reads_the_same_regular_week_all_year(
    zone: str, regular: tuple[Slot, ...], year: int, offset: int
) -> None:
    schedule = Schedule(zone, regular, counter="store")
    assert_the_other_agrees(schedule, date(year, 1, 1), 365, range(offset, 365 * DAY, 2003))


@given(zone=st.sampled_from(ZONES), regular=WEEKS.filter(bool), day=st.integers(0, 700), minute=st.integers(0, 1439))
def test_another_program_finds_the_same_changes(zone: str, regular: tuple[Slot, ...], day: int, minute: int) -> None:
    schedule = Schedule(zone, regular, counter="store")
    local = schedule.local(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, minutes=minute))
    other = OpeningHours(schedule.osm(local.date()), timezone=ZoneInfo(zone), max_interval_days=60)
    for _ in range(5):
        until, others = schedule.status(local).until, other.next_change(local)
        if until is None or others is None:
            assert until == others
            return
        if any(is_night_of_a_clock_change(moment) for moment in (local, until, others)):
            return
        assert until.astimezone(UTC) == others.astimezone(UTC)
        local = until
