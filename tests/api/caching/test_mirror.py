"""When a question of the mirror is lost, and when it is only late, at given times."""

import os
from typing import Any

import pytest

from api.caching import mirror
from api.caching.mirror import FIRST, LOST, PATIENCE, Mirror

NOW = 1_000.0
LONG = 1.0


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Mirror:
    """A mirror whose thread is the test itself."""
    monkeypatch.setattr(mirror, "monotonic", lambda: NOW)
    found = Mirror()
    found._process = os.getpid()
    found.values = {"": 1}
    return found


@pytest.mark.parametrize(
    ("out", "heard", "is_refused", "after", "is_lost"),
    [
        pytest.param(0.0, 9.0, False, LOST, False, id="answered"),
        pytest.param(PATIENCE / 2, 9.0, True, LOST, False, id="just asked"),
        pytest.param(0.1, 9.0, False, LOST, False, id="slow"),
        pytest.param(0.3, 9.0, False, LOST, True, id="silent"),
        pytest.param(0.3, 9.0, False, LONG, False, id="silent, and somebody is patient"),
        pytest.param(1.1, 9.0, False, LONG, True, id="silent for long"),
        pytest.param(0.1, 9.0, True, LONG, True, id="refused"),
        pytest.param(5.0, 0.1, False, LOST, False, id="others are answered"),
        pytest.param(5.0, 0.1, True, LOST, False, id="refused to us, and others are answered"),
        pytest.param(5.0, 0.3, False, LOST, True, id="others were answered, and are not any more"),
        pytest.param(5.0, 0.3, True, LONG, False, id="others were answered, and somebody is patient"),
    ],
)
def test_question_is_lost_when_nobody_is_answered(
    out: float, heard: float, is_refused: bool, after: float, is_lost: bool, asking: Mirror, monkeypatch: Any
) -> None:
    asking._began_at = NOW - out
    asking.confirmed_at = NOW - out if not out else NOW - out - 0.02
    asking._is_refused = is_refused
    monkeypatch.setattr(mirror, "heard_at", lambda: NOW - heard)
    assert asking.is_lost(after) is is_lost


@pytest.mark.parametrize(("out", "is_lost"), [(FIRST - 0.1, False), (FIRST + 0.1, True)])
def test_first_question_of_a_worker_has_longer(out: float, is_lost: bool, asking: Mirror, monkeypatch: Any) -> None:
    asking.values, asking._began_at = {}, NOW - out
    monkeypatch.setattr(mirror, "heard_at", lambda: float("-inf"))
    assert asking.is_lost() is is_lost


@pytest.mark.parametrize(
    ("heard_for", "is_refused", "waited"),
    [
        pytest.param(0.0, False, PATIENCE, id="nobody is answered"),
        pytest.param(0.3, False, 0.3 + PATIENCE, id="others are answered, and then are not any more"),
        pytest.param(9.0, False, FIRST, id="others are answered"),
        pytest.param(9.0, True, PATIENCE, id="refused to us"),
    ],
)
def test_a_word_that_is_late_is_waited_for_while_others_are_answered(
    heard_for: float, is_refused: bool, waited: float, asking: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [NOW]

    def wait_for(is_there: Any, seconds: float) -> bool:
        clock[0] += seconds
        return bool(is_there())

    monkeypatch.setattr(mirror, "monotonic", lambda: clock[0])
    monkeypatch.setattr(mirror, "heard_at", lambda: min(clock[0], NOW + heard_for) if heard_for else NOW - 9)
    monkeypatch.setattr(asking._known, "wait_for", wait_for)
    asking._is_refused = is_refused
    assert asking.current() is None
    assert clock[0] - NOW == pytest.approx(waited, abs=0.011)


def test_who_does_not_wait_gets_no_late_word(asking: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "heard_at", lambda: NOW)
    assert asking.current(patience=0) is None
