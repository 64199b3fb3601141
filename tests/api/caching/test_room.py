"""Who waits for a turn, where, and for how long; the database's silence is given."""

from typing import Any

import pytest
from prometheus_client.registry import REGISTRY

from api.caching import room
from api.caching.mirror import LOST, PATIENCE, Mirror
from api.caching.room import GONE, LONGEST_TURN, Room


class Silent(Mirror):
    """A mirror whose question has been out for `seconds`."""

    seconds = 0.0

    @property
    def is_away(self) -> bool:
        return self.seconds > PATIENCE

    def is_lost(self, after: float = LOST) -> bool:
        return self.seconds > after


@pytest.fixture
def mirror() -> Silent:
    return Silent()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(room, "monotonic", lambda: now[0])
    return now


def passing(
    found: Room, mirror: Silent, clock: list[float], monkeypatch: pytest.MonkeyPatch, *, seconds: float
) -> None:
    """Each look of whoever waits takes so long."""

    def wait(timeout: float) -> bool:
        clock[0] += seconds
        mirror.seconds += seconds * (mirror.seconds > 0)
        return False

    monkeypatch.setattr(found.changed, "wait", wait)


def test_who_has_a_seat_waits_while_the_database_is_slow_and_who_has_none_gives_up(mirror: Silent) -> None:
    found = Room(mirror, most=1, seats=2)
    with found.waiter() as first, found.waiter() as second, found.waiter() as third:
        assert not any(waiter.gives_up() for waiter in (first, second, third))
        mirror.seconds = (LOST + GONE) / 2
        assert [waiter.gives_up() for waiter in (first, second, third)] == [False, False, True]
        second.leave()
        with found.waiter() as fourth:
            assert not fourth.gives_up()
            mirror.seconds = GONE + 0.01
            assert (first.gives_up(), fourth.gives_up()) == (True, True)
    assert (found.seats, found.inside) == (2, 0)


def test_who_need_not_wait_takes_no_seat(mirror: Silent) -> None:
    found = Room(mirror, most=1, seats=1)
    mirror.seconds = 60.0
    with found.waiter() as waiter:
        assert waiter.enter()
        assert (found.inside, found.seats) == (1, 1)
    assert (found.inside, found.seats) == (0, 1)


def test_who_waited_for_a_page_gives_the_seat_back_when_there_is_room(mirror: Silent) -> None:
    found = Room(mirror, most=1, seats=1)
    with found.waiter() as waiter:
        assert not waiter.gives_up()
        assert found.seats == 0
        assert waiter.enter()
        assert found.seats == 1


def test_one_more_goes_in_after_a_while_and_keeps_its_seat(
    mirror: Silent, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a thread stays free even then."""
    found = Room(mirror, most=1, seats=1)
    passing(found, mirror, clock, monkeypatch, seconds=LONGEST_TURN / 4)
    with found.waiter() as first, found.waiter() as second:
        assert first.enter()
        assert second.enter()
        assert clock[0] == 100.0 + LONGEST_TURN
        assert (found.inside, found.seats) == (2, 0)
    assert (found.inside, found.seats) == (0, 1)


def test_nobody_goes_in_besides_while_it_is_not_known_whether_the_database_is_away(
    mirror: Silent, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be waited for there, after the wait for a turn."""
    found = Room(mirror, most=1, seats=1)
    monkeypatch.setattr(room, "LONGEST_TURN", GONE / 2)
    mirror.seconds = 0.01
    passing(found, mirror, clock, monkeypatch, seconds=0.02)
    with found.waiter() as first, found.waiter() as second:
        assert first.enter()
        assert not second.enter()
    assert clock[0] - 100.0 == pytest.approx(GONE, abs=0.04)


def test_who_waits_for_a_turn_gives_up_with_the_database(
    mirror: Silent, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Room(mirror, most=1, seats=0)
    passing(found, mirror, clock, monkeypatch, seconds=0.02)
    mirror.seconds = LOST + 0.01
    with found.waiter() as first, found.waiter() as second:
        assert first.enter()
        assert not second.enter()
    assert (found.inside, found.seats, clock[0]) == (0, 0, 100.0)


def test_refusals_are_counted_by_reason_and_said_once_a_second(
    mirror: Silent, clock: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    def counted(why: str) -> float:
        return REGISTRY.get_sample_value("mortar_unavailable_total", {"why": why}) or 0

    found = Room(mirror, most=1, seats=1)
    before = [counted("page"), counted("turn")]
    for why in ("page", "turn", "turn"):
        found.refuse(why)
    clock[0] += 1.1
    found.refuse("turn")
    assert [counted("page") - before[0], counted("turn") - before[1]] == [1, 3]
    said: list[Any] = [record.__dict__["facts"]["why"] for record in caplog.records]
    assert said == ["page", "turn"]
