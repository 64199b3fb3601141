"""Parts of answers that a worker knows: a store with its hours, an article with its people, a picture. Each is good
until the log of changes names something that it was made of. Pure: no database.
"""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.caching.scopes import HOSTS

CAPACITY = 64 * 1024 * 1024
"""Bytes of parts that a worker keeps, about; the part that was asked for the longest ago goes first."""
MOST_NAMES = 50_000
"""Names of what was written that are remembered; then all parts go, and the names with them."""

Need = tuple[str, ...] | tuple[str, int]
"""What makes a part old: see `any_in`, `any_of` and `this`."""
Line = tuple[str, str, int]
"""Scope, kind and id of something that has changed."""


def any_in(scope: str) -> Need:
    """Whatever is written in a scope."""
    return "scope", scope


def any_of(kind: str) -> Need:
    """Whatever is written of a kind, in whichever scope."""
    return "kind", kind


def this(kind: str, pk: int) -> Need:
    """One row."""
    return kind, pk


EVERY_PART = any_in(HOSTS)
"""Nothing stays as it was when that is written."""


@dataclass(frozen=True, slots=True)
class Made:
    """A part that was just made. `size`: bytes, about. Between `since` and `until` the clock leaves it as it is."""

    value: Any
    needs: frozenset[Need]
    size: int = 2_000
    since: datetime | None = None
    until: datetime | None = None

    def is_of(self, at: datetime) -> bool:
        """Whether the part is the same at that moment."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(slots=True)
class _Part:
    made: Made
    seen: int


class Parts:
    """Parts by key, and the number of the line of the log that last named each thing. Whoever calls holds a lock."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._parts: OrderedDict[Hashable, _Part] = OrderedDict()
        self._newest: dict[Need, int] = {}
        self._size = 0
        self.seen = 0
        """Lines so far. A part that is made of what stands in the database now is as of this line, or later."""

    def note(self, lines: Iterable[Line]) -> None:
        """Something was written."""
        for scope, kind, pk in lines:
            self.seen += 1
            for need in (any_in(scope), any_of(kind), this(kind, pk)):
                self._newest[need] = self.seen
        if len(self._newest) > MOST_NAMES:
            self.clear()

    def clear(self) -> None:
        """Nothing is known. What is being made now is not kept, either."""
        self.seen += 1
        self._newest = {EVERY_PART: self.seen}
        self._parts.clear()
        self._size = 0

    def get(self, key: Hashable, at: datetime) -> Made | None:
        """The part, if nothing was written that it was made of, and the clock has not changed it."""
        part = self._parts.get(key)
        if part is None or not part.made.is_of(at):
            return None
        if part.seen != self.seen:
            if not self._is_current(part.made, part.seen):
                self._drop(key)
                return None
            part.seen = self.seen
        self._parts.move_to_end(key)
        return part.made

    def keep(self, key: Hashable, made: Made, seen: int) -> None:
        """Keep a part that is as of line `seen`."""
        if not self._is_current(made, seen):
            return
        self._drop(key)
        self._parts[key] = _Part(made, self.seen)
        self._size += made.size
        while self._size > self._capacity and len(self._parts) > 1:
            self._drop(next(iter(self._parts)))

    def _is_current(self, made: Made, seen: int) -> bool:
        newest = self._newest
        return newest.get(EVERY_PART, 0) <= seen and all(newest.get(need, 0) <= seen for need in made.needs)

    def _drop(self, key: Hashable) -> None:
        part = self._parts.pop(key, None)
        if part is not None:
            self._size -= part.made.size
