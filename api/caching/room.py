"""Who goes to Django, who waits for that, and who gives up: a thread is always free for what is kept.

A server has more threads than may be in Django. A few more wait on seats, which costs nobody anything, so they are
patient: a database that is slow for a second refuses none of them. Whoever finds no seat holds the last thread, and
waits there only as long as somebody is known to be answered.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

from api.caching.entries import STEP
from api.caching.mirror import LOST, Mirror
from cms.watching.metrics import UNAVAILABLE

logger = logging.getLogger(__name__)

LONGEST_TURN = 1.0
"""Seconds that somebody waits for others, whom the database may let work for minutes."""
GONE = 1.0
"""Seconds without a word of the database after which those on seats give up as well."""
SAID_EVERY = 1.0
"""Seconds between two lines of the log."""


class Room:
    """`most` may be in Django at once, and wait for a database that is away; `seats` more wait for those."""

    def __init__(self, mirror: Mirror, most: int, seats: int) -> None:
        self.mirror = mirror
        self.changed = Condition()
        self.most, self.inside, self.seats = most, 0, seats
        self._said_at = float("-inf")

    @contextmanager
    def waiter(self) -> Iterator["Waiter"]:
        """A request that may have to wait for others, for as long as the block takes."""
        waiter = Waiter(self)
        try:
            yield waiter
        finally:
            waiter.leave()

    def refuse(self, why: str) -> None:
        """Count an answer 503, and say so once in a while. `why`: page, turn, error."""
        UNAVAILABLE.labels(why).inc()
        now = monotonic()
        if now - self._said_at > SAID_EVERY:
            self._said_at = now
            facts = {"why": why, "silent": round(self.mirror.silent_for, 3), "inside": self.inside}
            logger.warning("Answered 503, since the database says nothing", extra={"facts": facts})


class Waiter:
    """One request. It takes a seat when it begins to wait, if one is left."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._has_waited = self._has_seat = self._is_inside = False

    def gives_up(self) -> bool:
        """Whether it is in vain to wait on. Asked by whoever has to wait, again and again."""
        if not self._has_waited:
            self._has_waited = True
            with self._room.changed:
                self._has_seat = self._room.seats > 0
                self._room.seats -= self._has_seat
        return self._room.mirror.is_lost(GONE if self._has_seat else LOST)

    def enter(self) -> bool:
        """Go in, perhaps after a wait; past that only where the database answers. False for one that gave up."""
        room, until = self._room, monotonic() + LONGEST_TURN
        with room.changed:
            while room.inside >= room.most:
                if monotonic() >= until and not room.mirror.is_away:
                    break
                if self.gives_up():
                    return False
                room.changed.wait(STEP)
            if room.inside < room.most:
                self._give_back_seat()
            # One more than that keeps its seat: that thread is as busy as if it waited.
            room.inside += 1
            self._is_inside = True
        return True

    def leave(self) -> None:
        """Let others in."""
        with self._room.changed:
            self._give_back_seat()
            self._room.inside -= self._is_inside
            self._is_inside = False
            self._room.changed.notify()

    def _give_back_seat(self) -> None:
        self._room.seats += self._has_seat
        self._has_seat = False
