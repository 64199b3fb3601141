"""Articles that are translations of each other, as this worker knows them, and those of them that a store leaves out
for somebody who asks for one language.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from api.caching.parts import Line, any_of
from api.caching.questions import LABELED, Spoken
from api.caching.tags import note_needs
from cms.carrying.order import Order
from cms.models import ArticlePage
from stores.languages import first_of, own_language
from stores.shapes import Shape

Member = tuple[int, int]
"""An article's locale and id."""

_KEYS = Shape(lambda ids: ArticlePage.objects.filter(pk__in=ids).order_by().values_list("translation_key", "pk"))


class Translations:
    """Groups of two and more. `seen`: the line of the log that they are of; `number`: grows with each change."""

    def __init__(self, rows: Iterable[tuple[UUID, int, int]], seen: int) -> None:
        self.seen, self.number = seen, 0
        self._groups: dict[UUID, list[Member]] = {}
        self._key_of: dict[int, UUID] = {}
        self._put(rows)

    def _put(self, rows: Iterable[tuple[UUID, int, int]]) -> None:
        found: dict[UUID, list[Member]] = defaultdict(list)
        for key, locale, pk in rows:
            found[key].append((locale, pk))
        for key, members in found.items():
            if len(members) > 1:
                self._groups[key] = members
                self._key_of.update({pk: key for _locale, pk in members})

    def renew(self, ids: Collection[int]) -> None:
        """Ask again about the groups of these articles: those that they were in, and those that they are in."""
        keys = {self._key_of[pk] for pk in ids if pk in self._key_of}
        keys |= {key for key, _pk in _KEYS.rows(ids=sorted(ids))}
        for key in keys & self._groups.keys():
            for _locale, pk in self._groups.pop(key):
                del self._key_of[pk]
        self._put(_rows(ArticlePage.objects.filter(translation_key__in=keys)) if keys else ())
        self.number += 1

    def of(self, pk: int) -> list[int]:
        """Ids of what says the same in other languages."""
        key = self._key_of.get(pk)
        return [] if key is None else [other for _locale, other in self._groups[key] if other != pk]

    def left_out(self, order: Order, bits: int, locales: Sequence[int]) -> int:
        """Of a set of articles, those that stand there in a language that is wanted more."""
        held = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
        out = bytearray(len(held))
        for members in self._groups.values():
            there = {}
            for locale, pk in members:
                place = order.place_of(pk)
                if place is not None and place >> 3 < len(held) and held[place >> 3] & (1 << (place & 7)):
                    there[locale] = place
            if len(there) > 1:
                first = there[first_of(there, locales)]
                for place in there.values():
                    out[place >> 3] |= (place != first) << (place & 7)
        return int.from_bytes(out, "little")


def all_translations(seen: int) -> Translations:
    """All that there are: few articles are in another language than most."""
    rare: Any = ArticlePage.objects.order_by().exclude(locale__language_code=own_language())
    rows = ArticlePage.objects.filter(translation_key__in=rare.values("translation_key"))
    return Translations(_rows(rows), seen)


def _rows(articles: Any) -> Any:
    return articles.order_by().values_list("translation_key", "locale_id", "pk")


class Translators:
    """Mixed into the shelf."""

    _translations: Translations | None

    @property
    def last(self) -> int:
        """As the shelf says it."""
        raise NotImplementedError

    def since(self, seen: int) -> list[Line] | None:
        """As the shelf says it."""
        raise NotImplementedError

    def ordered(self) -> Order:
        """As the shelf says it."""
        raise NotImplementedError

    def translations(self) -> Translations:
        """Which articles are translations of each other."""
        known = self._translations
        lines = self.since(known.seen) if known else None
        if known is None or lines is None:
            self._translations = all_translations(self.last)
            return self._translations
        ids = {pk for _scope, kind, pk in lines if kind == LABELED}
        if ids:
            known.renew(ids)
        known.seen = self.last
        return known

    def left_out(self, known: Any, bits: int, locales: tuple[int, ...]) -> int:
        """Of a store's set, what is there in a language that is wanted more."""
        translations, order = self.translations(), self.ordered()
        state = bits, translations, translations.number, len(order.moves)
        before = known.left_out.get(locales)
        if before is None or before[0] != state:
            known.left_out = {locales: (state, translations.left_out(order, bits, locales))}
        found: int = known.left_out[locales][1]
        return found


class Speaking:
    """Mixed into the opened shelf."""

    _shelf: Any

    def carries(self, store: Any, ids: Iterable[int]) -> set[int]:
        """As the shelf says it."""
        raise NotImplementedError

    def spoken(self, known: Any, spoken: Spoken) -> int:
        """The set of the articles that somebody reads who asks for a language."""
        note_needs([any_of(LABELED)])
        order = self._shelf.ordered()
        if spoken.is_alone:
            marks = self._shelf._labelled("language", _language_pairs).get(spoken.locales[0])
            return order.bits(marks) if marks else 0
        return ~self._shelf.left_out(known, order.bits(known.marks), spoken.locales)

    def translations_of(self, store: Any, pk: int) -> list[int]:
        """Ids of what the store carries that says the same in other languages."""
        note_needs([any_of(LABELED)])
        others = self._shelf.translations().of(pk)
        return sorted(self.carries(store, others)) if others else []


def _language_pairs(articles: Any) -> Any:
    return articles.values_list("locale_id", "pk", "published_on")
