"""So many a second, and so many at once."""

from hypothesis import given
from hypothesis import strategies as st

from api.limits import pace
from api.limits.pace import Pace, Rate

FIVE = Rate(per_second=5, at_once=20)


def test_twenty_at_once_are_let_in_and_then_one_each_fifth_of_a_second() -> None:
    asked = Pace()
    assert [asked.wait_of("a", 100.0, FIVE) for _ in range(20)] == [0.0] * 20
    assert round(asked.wait_of("a", 100.0, FIVE), 6) == 0.2
    assert asked.wait_of("a", 100.21, FIVE) == 0
    assert asked.wait_of("a", 100.21, FIVE) > 0
    assert asked.wait_of("b", 100.21, FIVE) == 0


def test_a_pause_makes_all_good() -> None:
    asked = Pace()
    for _ in range(25):
        asked.wait_of("a", 100.0, FIVE)
    assert [asked.wait_of("a", 104.1, FIVE) for _ in range(20)] == [0.0] * 20


def test_who_was_let_in_elsewhere_waits_here() -> None:
    asked = Pace()
    assert asked.use_up("a", 100.0, FIVE) == 0.2
    assert asked.wait_of("a", 100.1, FIVE) > 0
    assert asked.wait_of("a", 100.21, FIVE) == 0


@given(st.lists(st.floats(0, 2), max_size=200), st.integers(1, 50), st.integers(1, 30))
def test_in_no_time_more_are_let_in_than_the_rate_says(pauses: list[float], per_second: int, at_once: int) -> None:
    rate, asked, now, let_in = Rate(per_second, at_once), Pace(), 0.0, 0
    for pause in pauses:
        now += pause
        let_in += asked.wait_of("a", now, rate) == 0
    assert let_in <= at_once + now * per_second + 1e-6


def test_names_are_forgotten_before_they_fill_the_memory() -> None:
    asked = Pace()
    for number in range(pace.MOST_NAMES + 2):
        asked.wait_of(str(number), 100.0, FIVE)
    assert len(asked._good_at) <= pace.MOST_NAMES
    # The one that asked last is still counted.
    assert str(pace.MOST_NAMES) in asked._good_at
