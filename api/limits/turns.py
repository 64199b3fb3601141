"""How many may be busy at once, and how long one more may wait for its turn.

Whoever waits holds a thread that others need. So all of them together wait for at most a share of the time: where
three readers meet by chance, a fourth waits a moment; in a flood nobody waits, and others find the thread free.
"""

from threading import Condition
from time import monotonic

SHARE = 0.25
"""Of the time, what may go into waiting: as long as nobody waits, so much of it is saved up."""
LONGEST = 2.0
"""Seconds that can be saved up, and so the longest that one waits."""
SHORTEST = 0.05
"""With less than that nobody begins to wait."""


class Turns:
    """`number` turns. Thread-safe; while one waits, nobody else begins to."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._changed = Condition()
        self._is_awaited = False
        self._saved, self._saved_at = LONGEST, monotonic()

    def take(self) -> bool:
        """Have a turn, at once or after a wait; False if there is none in time."""
        with self._changed:
            if not self._free:
                self._wait()
            if not self._free:
                return False
            self._free -= 1
            return True

    def give_back(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify()

    def _wait(self) -> None:
        began = monotonic()
        patience = 0.0 if self._is_awaited else self._saved_by(began)
        if patience < SHORTEST:
            return
        self._is_awaited = True
        self._changed.wait_for(lambda: bool(self._free), patience)
        self._is_awaited = False
        ended = monotonic()
        self._saved, self._saved_at = max(0.0, patience - (ended - began)), ended

    def _saved_by(self, now: float) -> float:
        return min(LONGEST, self._saved + (now - self._saved_at) * SHARE)
