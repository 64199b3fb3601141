"""The engine against a second one that looks at every minute."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from stores.hours.engine.schedule import Schedule, Slot
from tests.stores.hours.engine.reference import MINUTE, TURNS, minute_states, schedules

DAYS = 13
"""Days looked at minute by minute; questions are asked on the third to the fifth, around the turn."""

CASES = st.sampled_from(TURNS).flatmap(lambda turn: st.tuples(st.just(turn), schedules(turn)))
ALL_DAY = (time(), time())
NEVER_AT_ONCE = Schedule(
    "America/New_York",
    (Slot(2, *ALL_DAY),),
    counter="pharmacy",
    door=Schedule("America/New_York", (Slot(1, *ALL_DAY),), counter="store"),
)
"""Always closed, on Tuesdays because of the store's door and else as usual."""
ASKED = st.lists(st.integers(2 * 1440, 5 * 1440), min_size=6, max_size=6)


def expected_until(states: list[str], asked: int) -> int | None:
    """The minute at which the state that holds at `asked` ends, by opening or by closing; `None` if it does not."""
    state = states[asked]
    end = next((minute for minute in range(asked, len(states)) if states[minute] != state), None)
    if end is None or state == "unknown" or (state == "closed" and states[end] == "unknown"):
        return None
    return end


def check(turn: date, schedule: Schedule, asked: int, states: list[str], seconds: int) -> None:
    start = datetime.combine(turn - timedelta(days=3), time(), UTC)
    status = schedule.status(start + asked * MINUTE + timedelta(seconds=seconds))
    assert status.state == states[asked]
    end = expected_until(states, asked)
    if end is not None:
        assert status.until is not None
        assert status.until.astimezone(UTC) == start + end * MINUTE
    elif status.until is not None:
        assert status.until.astimezone(UTC) >= start + len(states) * MINUTE


def between(at: datetime, end: datetime, fraction: float) -> datetime:
    """A moment from `at` on and before `end`."""
    return min(at + (end - at) * fraction, end - timedelta(microseconds=1))


@given(case=CASES, asked=ASKED, seconds=st.integers(0, 59))
def test_state_and_end_are_those_of_a_minute_by_minute_look(
    case: tuple[date, Schedule], asked: list[int], seconds: int
) -> None:
    turn, schedule = case
    states = minute_states(schedule, turn - timedelta(days=3), DAYS)
    changes = [minute for minute in range(2 * 1440, 5 * 1440) if states[minute] != states[minute - 1]]
    for minute in {*asked, *changes, *(change - 1 for change in changes)}:
        check(turn, schedule, minute, states, seconds)


@given(case=CASES, asked=ASKED, later=st.floats(0, 1))
@example(case=(date(2026, 12, 31), NEVER_AT_ONCE), asked=[2880], later=1.0)
def test_nothing_changes_before_the_status_is_stale(
    case: tuple[date, Schedule], asked: list[int], later: float
) -> None:
    turn, schedule = case
    for minute in asked:
        at = datetime.combine(turn - timedelta(days=3), time(), UTC) + minute * MINUTE
        now = schedule.status(at)
        end = at + timedelta(days=40) if now.stale_at is None else now.stale_at
        assert end > at
        then = schedule.status(between(at, end, later))
        assert (then.state, then.until, then.text, then.why) == (now.state, now.until, now.text, now.why)


@given(case=CASES, asked=ASKED, later=st.floats(0, 1))
def test_nothing_changes_before_all_hours_are_stale(
    case: tuple[date, Schedule], asked: list[int], later: float
) -> None:
    turn, schedule = case
    at = datetime.combine(turn - timedelta(days=3), time(), UTC) + asked[0] * MINUTE
    end = schedule.stale_at(at)
    assert at < end <= at + timedelta(hours=25)
    assert schedule.hours(between(at, end, later)) == schedule.hours(at)
