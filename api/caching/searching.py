"""Walks through a store's articles, which labels they have, and what of them fits the words of a search, on the opened
shelf.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import Any

from api.caching.parts import Parts, any_of
from api.caching.questions import OF_ARTICLES, OF_LABELS, Among, Rows
from api.caching.ranking import Ask, Ranked, Ranking
from api.caching.tags import note_needs


class Searching:
    """Mixed into the opened shelf."""

    _shelf: Any
    parts: Parts

    def carried(self, store: Any, among: Sequence[Among] = ()) -> tuple[int, list[int]]:
        """As the shelf says it."""
        raise NotImplementedError

    def ids_of(self, bits: int) -> set[int]:
        """The articles of a set."""
        found: set[int] = self._shelf.ordered().ids_of(bits)
        return found

    def after(
        self, store: Any, place: tuple[date, int] | None, limit: int, among: Sequence[Among] = ()
    ) -> tuple[list[tuple[date, int]], int]:
        """Days and ids of the newest articles of the store that stand after a place; how many it carries in all."""
        bits, _pins = self.carried(store, among)
        order = self._shelf.ordered()
        later = bits if place is None else bits & order.below(*place)
        return [(order.day_of(pk), pk) for pk in order.newest(later, 0, limit)], bits.bit_count()

    def unranked(self, words: Hashable) -> int | None:
        """What `rank` wants to hear, where nobody has asked for these words yet."""
        return None if self._shelf.rankings.get(words) else self.parts.seen

    def rank(self, words: Hashable, rows: Iterable[Ranked], seen: int) -> None:
        """Keep how well articles fit the words, unless something was written since `unranked` said so."""
        if self.parts.seen == seen:
            self._shelf.rankings.keep(words, Ranking(rows, self._shelf.last))

    def found(
        self, store: Any, words: Hashable, ask: Ask, bounds: tuple[int, int], among: Sequence[Among] = ()
    ) -> tuple[list[int], int] | None:
        """Ids of a page (offset, limit) of what the store carries and fits the words, the best first; how many."""
        bits, _pins = self.carried(store, among)
        shelf, order = self._shelf, self._shelf.ordered()
        ranking = shelf.rankings.get(words)
        lines = shelf.since(ranking.seen) if ranking else None
        if ranking is None or lines is None:
            shelf.rankings.forget(words)
            return None
        changed = {pk for _scope, kind, pk in lines if kind in OF_ARTICLES}
        if changed:
            ranking.replace(order, changed, ask(sorted(changed)))
        ranking.seen = shelf.last
        return ranking.page(order, bits, *bounds)

    def counts(self, store: Any, name: str, pairs: Rows, kinds: frozenset[str] = OF_LABELS) -> dict[int, int]:
        """Label id -> how many articles that the store carries have it, if any. `kinds`: of lines that alter that."""
        note_needs([any_of(name), *map(any_of, kinds)])
        marks = self._shelf._labelled(name, pairs, kinds)
        bits, _pins = self.carried(store)
        order = self._shelf.ordered()
        counts = {label: (order.bits(each) & bits).bit_count() for label, each in marks.items()}
        return {label: count for label, count in counts.items() if count}
