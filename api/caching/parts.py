"""Parts of answers that a worker knows: a store with its hours, an article with its people, a picture. Each is good
until the log of changes names something that it was made of. Pure: no database.
"""

from collections import OrderedDict, deque
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
MOST_BATCHES = 64
"""Lots of names that are remembered together: most parts were asked for within so many publishes."""
FORGOTTEN: frozenset[Need] = frozenset({("forgotten", 0)})


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
    """Parts by key, and the number of the lot of lines that last named each thing. Whoever calls holds a lock."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._parts: OrderedDict[Hashable, _Part] = OrderedDict()
        self._newest: dict[Need, int] = {}
        self._named: deque[tuple[int, frozenset[Need]]] = deque(maxlen=MOST_BATCHES)
        self._since: dict[int, frozenset[Need]] = {}
        self._size = 0
        self.seen = 0
        """Lots of lines so far. A part that is made of what the database says now is as of this one, or later."""

    def note(self, lines: Iterable[Line]) -> None:
        """Something was written."""
        names = {need for scope, kind, pk in lines for need in (any_in(scope), any_of(kind), this(kind, pk))}
        if not names:
            return
        self.seen += 1
        self._newest.update(dict.fromkeys(names, self.seen))
        self._named.append((self.seen, frozenset(names)))
        self._since.clear()
        if len(self._newest) > MOST_NAMES:
            self.clear()

    def clear(self) -> None:
        """Nothing is known. What is being made now is not kept, either."""
        self.seen += 1
        self._newest = {EVERY_PART: self.seen}
        self._named.clear()
        self._since.clear()
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
        since = self._since.get(seen)
        if since is None:
            since = self._since[seen] = self._named_since(seen)
        if since is not FORGOTTEN:
            return EVERY_PART not in since and since.isdisjoint(made.needs)
        newest = self._newest
        return newest.get(EVERY_PART, 0) <= seen and all(newest.get(need, 0) <= seen for need in made.needs)

    def _named_since(self, seen: int) -> frozenset[Need]:
        """What was named after line `seen`; `FORGOTTEN` where that was long ago."""
        if seen == self.seen:
            return frozenset()
        if not self._named or self._named[0][0] > seen + 1:
            return FORGOTTEN
        return frozenset().union(*(names for number, names in self._named if number > seen))

    def _drop(self, key: Hashable) -> None:
        part = self._parts.pop(key, None)
        if part is not None:
            self._size -= part.made.size
