"""A wait for a turn is short, and all waits together take a share of the time."""

from collections.abc import Callable
from threading import Timer
from time import monotonic

import pytest

from api.limits import turns
from api.limits.turns import Turns


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time that turns are told, in its only member."""
    now = [100.0]
    monkeypatch.setattr(turns, "monotonic", lambda: now[0])
    return now


def all_taken(monkeypatch: pytest.MonkeyPatch, longest: float) -> Turns:
    monkeypatch.setattr(turns, "LONGEST", longest)
    found = Turns(2)
    assert found.take()
    assert found.take()
    return found


def test_one_more_waits_until_a_turn_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    found = all_taken(monkeypatch, 10.0)
    Timer(0.05, found.give_back).start()
    began = monotonic()
    assert found.take()
    assert monotonic() - began < 5


def test_wait_ends_and_is_not_begun_again_at_once(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    found, waits = all_taken(monkeypatch, 1.0), list[float]()

    def in_vain(is_free: Callable[[], bool], seconds: float) -> bool:
        waits.append(seconds)
        clock[0] += seconds
        # Somebody else comes meanwhile, and does not wait.
        assert not found.take()
        return False

    monkeypatch.setattr(found._changed, "wait_for", in_vain)
    assert not found.take()
    assert not found.take()
    assert waits == [1.0]
    clock[0] += 1.0
    assert not found.take()
    assert waits == [1.0, 0.25]
    found.give_back()
    assert found.take()


@pytest.mark.parametrize(("seconds", "saved"), [(0, 0), (2, 0.5), (4, 1), (3600, turns.LONGEST)])
def test_a_share_of_the_time_is_saved_up_and_no_more_than_the_longest(
    clock: list[float], seconds: float, saved: float
) -> None:
    found = Turns(1)
    found._saved = 0.0
    assert found._saved_by(clock[0] + seconds) == saved
