"""How often: so many a second, and so many at once after a pause. Times are seconds of a clock that never goes back.

Kept for each name is one number, the moment at which what it has used up will be made good (GCRA).
"""

from dataclasses import dataclass
from threading import Lock

MOST_NAMES = 20_000
"""Beyond so many, names that have been made good are forgotten, and then those that asked first."""
ROUNDING = 1e-6
"""Seconds by which sums of periods may be off."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`at_once`: how many, one after another without a pause, before `per_second` counts."""

    per_second: int
    at_once: int

    @property
    def period(self) -> float:
        return 1 / self.per_second

    @property
    def slack(self) -> float:
        """How far the moment of a name that may still ask lies ahead at most."""
        return (self.at_once - 1) * self.period

    @property
    def window(self) -> float:
        """Seconds after which all is made good, once all was used up."""
        return self.at_once * self.period

    def left(self, ahead: float) -> int:
        """How many may be asked at once, where all is made good after so many seconds."""
        return max(0, int((self.window - ahead) / self.period + ROUNDING))


class Pace:
    """What this process has let in. Thread-safe."""

    def __init__(self) -> None:
        self._good_at: dict[str, float] = {}
        self._lock = Lock()

    def wait_of(self, name: str, now: float, rate: Rate) -> float:
        """Lets a name in, and counts it: 0. Else the seconds after which it may ask again; nothing is counted then."""
        with self._lock:
            good_at = max(self._good_at.get(name, now), now)
            wait = good_at - now - rate.slack
            if wait > ROUNDING:
                return wait
            self._good_at[name] = good_at + rate.period
            if len(self._good_at) > MOST_NAMES:
                self._forget(now)
        return 0.0

    def ahead_of(self, name: str, now: float) -> float:
        """Seconds after which all is made good that a name has used up."""
        return max(0.0, self._good_at.get(name, now) - now)

    def use_up(self, name: str, now: float, rate: Rate) -> float:
        """Others have let the name in as often as it may: the seconds after which it may ask again."""
        with self._lock:
            self._good_at[name] = now + rate.slack + rate.period
        return rate.period

    def _forget(self, now: float) -> None:
        kept = {name: good_at for name, good_at in self._good_at.items() if good_at > now}
        for name in list(kept)[: max(0, len(kept) - MOST_NAMES // 2)]:
            del kept[name]
        self._good_at = kept
