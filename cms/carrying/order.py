"""Articles in their order, and sets of them as numbers with a bit for each: what a store carries takes 12 KB of
100,000 articles, and counting it a few microseconds. Pure: no database.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import compress

Row = tuple[int, date]
"""An article's id, and the day that it is posted on."""
ID_BITS = 40
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def _key(pk: int, on: date) -> int:
    """Sorted as `newest_first()` sorts, the other way round: by day, then by id."""
    return on.toordinal() << ID_BITS | pk


@dataclass(slots=True)
class Marks:
    """A set of articles: bit n stands for the article at place n. `moved`: how many of the order's moves it knows."""

    bits: int
    moved: int

    @property
    def size(self) -> int:
        """Bytes."""
        return self.bits.bit_length() // 7 + 100


class Order:
    """Every article has a place, the newest the highest one. Later ones may come between.

    `moves`: what has become of places, for the sets that were made before: n >= 0, a new place at n; else the article
    at ~n stands there no longer.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._keys = array("q", sorted(_key(pk, on) for pk, on in rows))
        self._key_of = {key & ((1 << ID_BITS) - 1): key for key in self._keys}
        self.moves: list[int] = []

    def __len__(self) -> int:
        return len(self._keys)

    def marked(self, rows: Iterable[Row]) -> Marks:
        """The set of these articles; unknown ones get a place first."""
        rows = list(rows)
        for row in rows:
            self._settle(*row)
        return self.marks_of(pk for pk, _on in rows)

    def marks_of(self, ids: Iterable[int]) -> Marks:
        """The set of these articles, as far as they are known."""
        places = bytearray(len(self._keys) // 8 + 1)
        for pk in ids:
            place = self.place_of(pk)
            if place is not None:
                places[place >> 3] |= 1 << (place & 7)
        return Marks(int.from_bytes(places, "little"), len(self.moves))

    def bits(self, marks: Marks) -> int:
        """The set, in the places of now."""
        bits = marks.bits
        for move in self.moves[marks.moved :]:
            if move < 0:
                bits &= ~(1 << ~move)
            else:
                bits = (bits >> move) << (move + 1) | (bits & ((1 << move) - 1))
        marks.bits, marks.moved = bits, len(self.moves)
        return bits

    def replace(self, marks: Marks, ids: Iterable[int], rows: Iterable[Row]) -> None:
        """Of the articles with these ids, only `rows` belong to the set from now on."""
        rows = list(rows)
        for row in rows:
            self._settle(*row)
        bits = self.bits(marks)
        for pk in ids:
            place = self.place_of(pk)
            if place is not None:
                bits &= ~(1 << place)
        for pk, _on in rows:
            bits |= 1 << bisect_left(self._keys, self._key_of[pk])
        marks.bits = bits

    def place_of(self, pk: int) -> int | None:
        key = self._key_of.get(pk)
        return None if key is None else bisect_left(self._keys, key)

    def mask_of(self, ids: Iterable[int]) -> int:
        """The set of these articles, as far as they are known."""
        mask = 0
        for pk in ids:
            place = self.place_of(pk)
            mask |= 0 if place is None else 1 << place
        return mask

    def ids_of(self, bits: int) -> set[int]:
        """The articles of the set, in no order: a microsecond for twenty of all that there are."""
        flags = bin(bits)[:1:-1].encode().translate(_FLAGS)
        return {key & ((1 << ID_BITS) - 1) for key in compress(self._keys, flags)}

    def below(self, on: date, pk: int) -> int:
        """The set of all places below that of an article of this day and id, whether or not it is there."""
        return (1 << bisect_left(self._keys, _key(pk, on))) - 1

    def day_of(self, pk: int) -> date:
        """The day of a known article."""
        return date.fromordinal(self._key_of[pk] >> ID_BITS)

    def newest(self, bits: int, offset: int, limit: int) -> list[int]:
        """Ids of a page of the set, the newest first."""
        total = bits.bit_count()
        if limit <= 0 or offset >= total:
            return []
        low = _nth(bits, min(offset + limit, total))
        high = _nth(bits, offset) if offset else bits.bit_length()
        return [
            self._keys[low + place] & ((1 << ID_BITS) - 1)
            for place in _highest_first((bits >> low) & ((1 << (high - low)) - 1))
        ]

    def _settle(self, pk: int, on: date) -> None:
        key = _key(pk, on)
        before = self._key_of.get(pk)
        if before == key:
            return
        if before is not None:
            self.moves.append(~bisect_left(self._keys, before))
        self._key_of[pk] = key
        place = bisect_left(self._keys, key)
        # An article that is back at an earlier day finds its place empty.
        if place == len(self._keys) or self._keys[place] != key:
            self._keys.insert(place, key)
            self.moves.append(place)


def _nth(bits: int, number: int) -> int:
    """The place of the set's member of this number, counted from the highest; the first is 1."""
    length = bits.bit_length()
    width = 64
    while (bits >> max(0, length - width)).bit_count() < number:
        width *= 2
    low, high = max(0, length - width), length - 1
    # The highest place at and above which there are so many.
    while low < high:
        middle = (low + high + 1) // 2
        if (bits >> middle).bit_count() >= number:
            low = middle
        else:
            high = middle - 1
    return low


def _highest_first(bits: int) -> Iterator[int]:
    while bits:
        place = bits.bit_length() - 1
        yield place
        bits ^= 1 << place
