"""Articles in the order in which they fit the words of a search: asked once, and then of what has changed. Pure."""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import suppress
from operator import neg

from cms.carrying.order import Marks, Order

CAPACITY = 16 * 1024 * 1024
"""Bytes of rankings that a worker keeps; those of the words that were asked for the longest ago go first."""

Ranked = tuple[int, float]
"""An article's id, and how well it fits."""
Ask = Callable[[list[int] | None], Iterable[Ranked]]
"""How well articles fit: those with these ids, or all (None). One that does not fit is left out."""


class Ranking:
    """The best first; of two that fit alike, the one with the higher id. `seen`: the line of the log that it is of."""

    def __init__(self, rows: Iterable[Ranked], seen: int) -> None:
        found = sorted((-rank, -pk) for pk, rank in rows)
        self._ranks = array("d", (rank for rank, _pk in found))
        self._ids = array("q", (-pk for _rank, pk in found))
        self._marks: Marks | None = None
        self.seen = seen

    @property
    def size(self) -> int:
        """Bytes."""
        return 16 * len(self._ids) + 500

    def replace(self, order: Order, changed: Collection[int], rows: Iterable[Ranked]) -> None:
        """Of the articles with these ids, only `rows` fit from now on."""
        rows = list(rows)
        if self._marks is not None:
            others = order.bits(self._marks) & ~order.mask_of(changed)
            self._marks.bits = others | order.mask_of(pk for pk, _rank in rows)
        for pk in changed:
            with suppress(ValueError):
                place = self._ids.index(pk)
                del self._ranks[place], self._ids[place]
        for pk, rank in rows:
            alike = bisect_left(self._ranks, -rank), bisect_right(self._ranks, -rank)
            place = bisect_left(self._ids, -pk, *alike, key=neg)
            self._ranks.insert(place, -rank)
            self._ids.insert(place, pk)

    def page(self, order: Order, bits: int, offset: int, limit: int) -> tuple[list[int], int]:
        """Ids of a page of those that are in a set of the order, and how many of them there are in all."""
        if self._marks is None:
            self._marks = order.marks_of(self._ids)
        both = order.bits(self._marks) & bits
        total = both.bit_count()
        length = both.bit_length()
        places = both.to_bytes(length // 8 + 1, "little")
        found: list[int] = []
        for pk in self._ids:
            if len(found) >= min(offset + limit, total):
                break
            place = order.place_of(pk)
            if place is not None and place < length and places[place >> 3] >> (place & 7) & 1:
                found.append(pk)
        return found[offset : offset + limit], total


class Rankings:
    """Rankings by what was searched for."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._rankings: OrderedDict[Hashable, Ranking] = OrderedDict()

    def get(self, key: Hashable) -> Ranking | None:
        found = self._rankings.get(key)
        if found is not None:
            self._rankings.move_to_end(key)
        return found

    def keep(self, key: Hashable, ranking: Ranking) -> None:
        self._rankings[key] = ranking
        while sum(each.size for each in self._rankings.values()) > self._capacity and len(self._rankings) > 1:
            self._rankings.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        self._rankings.pop(key, None)

    def clear(self) -> None:
        self._rankings.clear()
