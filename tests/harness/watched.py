"""Readers of every kind, at once and all the time, and what they saw while something was wrong."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import count
from time import monotonic, sleep

from tests.harness.meanwhile import meanwhile
from tests.harness.production import Reply, ask

LONGEST = 30.0
"""Seconds after which a reader gives up."""
SETTLED = 2.0
"""Seconds without a wrong answer after which it is over."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer of one kind, and when it was asked for."""

    kind: str
    asked_at: float
    seconds: float
    status: int
    cached: str
    has_age: bool
    has_retry: bool

    @property
    def ended_at(self) -> float:
        return self.asked_at + self.seconds

    @property
    def is_good(self) -> bool:
        return self.status in {200, 302} and "detail=" not in self.cached


@dataclass(frozen=True, slots=True)
class Kind:
    """What one reader asks: `path` is given a number that was never asked before. `every`: seconds between two."""

    name: str
    path: Callable[[int], str]
    host: str
    every: float = 0.1


@dataclass
class Line:
    """What became of one fault. Seconds; `recovery` from the moment at which the fault was over."""

    fault: str
    lasted: float
    recovery: float
    statuses: dict[str, dict[str, int]]
    marked: int
    longest: dict[str, float]
    lost: str = "nothing"

    def words(self) -> str:
        saw = "; ".join(
            f"{kind} {', '.join(f'{number}x{status}' for status, number in statuses.items())}"
            f" <= {self.longest.get(kind, 0):.2f} s"
            for kind, statuses in self.statuses.items()
        )
        return (
            f"{self.fault} ({self.lasted:.1f} s): {saw}; marked {self.marked};"
            f" good again after {self.recovery:.2f} s; lost: {self.lost}"
        )


LINES: list[Line] = []
"""Of all trials of this run, for the table at its end."""


def note(
    fault: str,
    *,
    recovery: float,
    lost: str = "nothing",
    words: Mapping[str, Mapping[str, int]] | None = None,
    longest: Mapping[str, float] | None = None,
) -> None:
    """A line of the table about what `Readers` do not watch."""
    counted = {kind: dict(each) for kind, each in (words or {}).items()}
    LINES.append(Line(fault, 0.0, round(recovery, 2), counted, 0, dict(longest or {}), lost))


def table() -> str:
    return "\n".join(line.words() for line in LINES)


def as_json() -> str:
    return json.dumps([asdict(line) for line in LINES], indent=1)


@dataclass
class Readers:
    """Ask a port until the block ends; every answer is kept."""

    port: Callable[[], int]
    kinds: Sequence[Kind]
    seen: list[Seen] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    _end: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def asking(self) -> Iterator["Readers"]:
        with meanwhile(*(partial(self._ask, kind) for kind in self.kinds), end=self._end, seconds=LONGEST + 5):
            yield self

    def _ask(self, kind: Kind) -> None:
        """Each request is asked at its time, whether or not the one before was answered: readers do not queue."""
        while not self._end.is_set():
            threading.Thread(target=self._one, args=(kind,), daemon=True).start()
            self._end.wait(kind.every)

    def _one(self, kind: Kind) -> None:
        asked_at = monotonic()
        reply = ask(self.port(), kind.path(next(self.numbers)), kind.host, timeout=LONGEST)
        self.note(kind.name, asked_at, reply)

    def note(self, kind: str, asked_at: float, reply: Reply) -> None:
        has_age, has_retry = "Age" in reply.headers, "Retry-After" in reply.headers
        self.seen.append(Seen(kind, asked_at, reply.seconds, reply.status, reply.cached, has_age, has_retry))

    def between(self, began: float, ended: float) -> list[Seen]:
        """What was being asked for in that time."""
        return [each for each in list(self.seen) if each.ended_at >= began and each.asked_at <= ended]

    @contextmanager
    def fault(self, name: str) -> Iterator[list[Seen]]:
        """Something is wrong until the block ends. The list is filled when it is over; a line of the table, too."""
        found: list[Seen] = []
        began = monotonic()
        yield found
        ended = monotonic()
        self.wait_until_good(ended)
        during = self.between(began, ended)
        after = [each for each in list(self.seen) if each.asked_at > ended and not each.is_good]
        found += during
        recovery = max((each.ended_at - ended for each in after), default=0.0)
        LINES.append(_line(name, ended - began, recovery, during))

    def wait_until_good(self, since: float) -> None:
        """Until nothing wrong has come for a while."""
        until = monotonic() + LONGEST
        while monotonic() < until:
            sleep(0.1)
            wrong = [each.ended_at for each in list(self.seen) if each.asked_at > since and not each.is_good]
            if monotonic() - max(wrong, default=since) > SETTLED:
                return
        raise AssertionError(f"No recovery: {self.seen[-5:]}")


def _line(name: str, lasted: float, recovery: float, seen: Iterable[Seen]) -> Line:
    by_kind: dict[str, list[Seen]] = {}
    for each in seen:
        by_kind.setdefault(each.kind, []).append(each)
    statuses = {
        kind: {str(status): number for status, number in sorted(Counter(each.status for each in found).items())}
        for kind, found in sorted(by_kind.items())
    }
    longest = {kind: round(max(each.seconds for each in found), 3) for kind, found in by_kind.items()}
    marked = sum("detail=" in each.cached for found in by_kind.values() for each in found)
    return Line(name, round(lasted, 2), round(recovery, 2), statuses, marked, longest)


def of(kind: str, seen: Iterable[Seen]) -> list[Seen]:
    return [each for each in seen if each.kind == kind]


def slowest(seen: Iterable[Seen]) -> float:
    return max((each.seconds for each in seen), default=0.0)


def statuses(seen: Iterable[Seen]) -> Mapping[int, int]:
    return Counter(each.status for each in seen)
