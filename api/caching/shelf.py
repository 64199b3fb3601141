"""What stores carry, as this worker knows it: asked once, and afterwards only of what the log of changes names.

Filled by the querysets' own rule, `carried_by`, and nothing else: all articles when a store is asked about for the
first time; then those few that were written since, as the log says (`api.caching.triggers`). So no list walks the
library. Used for requests alone whose generations the mirror vouches for, like answers that are kept: it is as
fresh as they are.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from time import monotonic
from typing import Any, TypeVar

from django.db.models import Q
from wagtail.models import Page

from api.caching.asking import CARRIED_AMONG, asked_rows, pairs_among, pinned_ids
from api.caching.edges import content_edge
from api.caching.mirror import Values
from api.caching.models import Change
from api.caching.parts import Line, Made, Parts, any_in, any_of
from api.caching.questions import (
    BESIDE,
    CARRIED,
    EXPIRES,
    LABELED,
    LABELS,
    OF_ARTICLES,
    OF_LABELS,
    Among,
    Picked,
    Question,
    Rows,
    Spoken,
    hangs_on,
)
from api.caching.ranking import Rankings
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.caching.searching import Searching
from api.caching.tags import note_needs
from api.caching.translations import Speaking, Translations, Translators
from cms.carrying.order import Marks, Order
from cms.models import ArticlePage, Provider
from stores.shapes import Shape

T = TypeVar("T")
CAPACITY = 96 * 1024 * 1024
"""Bytes of sets that a worker keeps: those of 7,000 stores with 100,000 articles."""
MOST_LINES = 2_000
"""Lines of the log at once after which everything is asked anew: an import, say."""
KEPT_LINES = 20_000
"""Lines that are kept for stores that nobody has asked about for a while."""
LOG_IS_WHOLE = Change.KEPT // 2 // timedelta(microseconds=1)
"""How many generations back nobody has tidied the log, with room for a word that is late."""
PATIENCE = 1.0
"""Seconds that a request waits for another that asks; then it asks the database by itself."""

OWN_PAGE = "own-page"
"""What a page that is no article's is called, among the needs of parts, where it stands below a store."""
EXPIRED = "expired"
"""What the clock alone does to a page."""
OF_SETS = frozenset(any_of(kind) for kind in (CARRIED, "provider", "group", EXPIRED))
"""What the set of a store's articles hangs on; `hosts` ends everything."""
OF_FILTERS = frozenset(any_of(kind) for kind in (*LABELS, *OF_ARTICLES, LABELED))
"""What decides which articles fit a filter, besides."""


@dataclass(slots=True)
class Known:
    """The answer to a question, as of line `seen` of the log; of a store's, what it pinned, in order, and for some
    languages what is there in one that is wanted more.
    """

    marks: Marks
    seen: int
    pins: list[int] = field(default_factory=list)
    left_out: dict[Hashable, tuple[Hashable, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Labels:
    """Label id -> the articles that have it, as of line `seen`."""

    marks: dict[int, Marks]
    seen: int


_CHANGES = Shape(
    lambda generation: (
        Change.objects.filter(generation__gt=generation)
        .order_by()
        .values_list("scope", "kind", "object_id")[: MOST_LINES + 1]
    )
)


class Behind(Exception):
    """The shelf knows more than the request's generations, or is busy: the request asks the database by itself."""


class Shelf(Translators):
    """One for each worker; thread-safe."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lock = RLock()
        self._capacity = capacity
        self._behind_since = 0.0
        self.parts = Parts()
        self.rankings = Rankings()
        self._empty(0)

    def _empty(self, generation: int) -> None:
        self._generation = generation
        self.parts.clear()
        self.rankings.clear()
        self._order: Order | None = None
        self._lines: list[Line] = []
        self._trimmed = 0
        self._known: OrderedDict[Hashable, Known] = OrderedDict()
        self._labels: dict[str, Labels] = {}
        self._translations: Translations | None = None
        self.others: dict[Hashable, tuple[Any, int]] = {}
        self._size = 0
        self._at: datetime | None = None
        self._edge: datetime | None = None
        self._has_edge = False

    def opened(self, values: Values, at: datetime) -> "Opened":
        """The shelf, brought up to these generations and this moment, for one reader: use it as a context."""
        return Opened(self, values, at)

    def keep_parts(self, kind: Hashable, made: Mapping[Any, Made], seen: int) -> None:
        """Keep parts that are as of line `seen` of `parts`."""
        if not self._lock.acquire(timeout=PATIENCE):
            return
        try:
            for key, each in made.items():
                self.parts.keep((kind, key), each, seen)
        finally:
            self._lock.release()

    def edge(self, values: Values, at: datetime) -> datetime:
        """The next moment at which a page expires, or a licence begins or ends."""
        with self.opened(values, at):
            return self._edge or content_edge(at)

    # What follows is called with the lock held.

    def _come_up(self, values: Values, at: datetime) -> datetime:
        """Read what was written since; the moment that counts from now on."""
        newest = values.get("", 0)
        if newest < self._generation:
            # Another thread's word was newer; for longer than a moment, it is a database that was restored.
            self._behind_since = self._behind_since or monotonic()
            if monotonic() - self._behind_since < PATIENCE:
                raise Behind
            self._empty(0)
        self._behind_since = 0.0
        if newest > self._generation:
            self._read_lines(values, newest)
        if self._at is None or at > self._at or not self._has_edge:
            self._pass_time(max(at, self._at or at))
        return self._at or at

    def _read_lines(self, values: Values, newest: int) -> None:
        lines: list[Line] = _CHANGES.rows(generation=self._generation) if self._generation else []
        is_told = values.get(HOSTS, 0) <= self._generation or any(scope == HOSTS for scope, _kind, _pk in lines)
        is_whole = newest - self._generation < LOG_IS_WHOLE
        if not self._generation or not is_told or not is_whole or len(lines) > MOST_LINES:
            self._empty(newest)
            return
        self._generation = newest
        self._lines += lines
        # What shows other shared pages goes on when a store's own is written.
        self.parts.note(
            (scope, OWN_PAGE if kind == "page" and scope != LIBRARY else kind, pk) for scope, kind, pk in lines
        )
        if len(self._lines) > KEPT_LINES:
            self._trimmed += KEPT_LINES // 2
            del self._lines[: KEPT_LINES // 2]
        if any(kind == EXPIRES or kind not in BESIDE | LABELS | OF_ARTICLES for _scope, kind, _pk in lines):
            self._has_edge = False

    def since(self, seen: int) -> list[Line] | None:
        """Lines that came after so many; None where they are not known any more."""
        return self._lines[seen - self._trimmed :] if seen >= self._trimmed else None

    @property
    def last(self) -> int:
        return self._trimmed + len(self._lines)

    def _pass_time(self, at: datetime) -> None:
        """What the clock alone has changed since the last reader counts as written."""
        if self._at is not None and self._edge is not None and self._edge <= at:
            since = {"gt": self._at, "lte": at}
            expired = Page.objects.filter(**{f"expire_at__{name}": moment for name, moment in since.items()})
            gone = list(expired.values_list("pk", flat=True))
            self._lines += [(LIBRARY, kind, pk) for pk in gone for kind in (CARRIED, "page")]
            self.parts.note((LIBRARY, EXPIRED, pk) for pk in gone)
            starts = Q(**{f"licence_starts_at__{name}": moment for name, moment in since.items()})
            ends = Q(**{f"licence_ends_at__{name}": moment for name, moment in since.items()})
            if Provider.objects.filter(starts | ends).exists():
                self._lines.append((LIBRARY, "provider", 0))
                self.parts.note([(LIBRARY, "provider", 0)])
            self._has_edge = False
        self._at = at
        if not self._has_edge:
            self._edge, self._has_edge = content_edge(at), True

    def ordered(self) -> Order:
        if self._order is None:
            self._order = Order(ArticlePage.objects.order_by().values_list("pk", "published_on").iterator())
        elif len(self._order.moves) > MOST_LINES:
            at, edge = self._at, self._edge
            self._empty(self._generation)
            self._at, self._edge, self._has_edge = at, edge, True
            return self.ordered()
        return self._order

    def _answer(self, question: Question, pins: Rows | None = None) -> Known:
        order = self.ordered()
        known = self._known.get(question.key)
        changed = self._changed(question, known.seen) if known else None
        if known is None or changed is None:
            if known is not None:
                self._forget(question.key)
            known = Known(order.marked(asked_rows(question, None)), self.last)
            known.pins = pinned_ids(pins) if pins else []
            self._keep(question.key, known)
            return known
        if changed:
            order.replace(known.marks, changed, asked_rows(question, changed))
            own = store_scope(question.store) if question.store else ""
            is_own = any(scope == own for scope, _kind, _pk in self.since(known.seen) or ())
            if pins and (is_own or changed & set(known.pins)):
                known.pins = pinned_ids(pins)
        known.seen = self.last
        self._known.move_to_end(question.key)
        return known

    def _changed(self, question: Question, seen: int) -> set[int] | None:
        """Ids of the articles to ask about again; None when that is not enough."""
        own = store_scope(question.store) if question.store else None
        ids: set[int] = set()
        lines = self.since(seen)
        if lines is None:
            return None
        for scope, kind, pk in lines:
            if scope == HOSTS:
                if kind == "store" and pk != question.store:
                    continue
                return None
            if kind in question.beside or (own and scope not in {LIBRARY, own}):
                continue
            if kind not in question.of_articles:
                return None
            ids.add(pk)
        return ids

    def _labelled(self, name: str, pairs: Rows, kinds: frozenset[str] = OF_LABELS) -> dict[int, Marks]:
        order = self.ordered()
        labels = self._labels.get(name)
        lines = self.since(labels.seen) if labels else None
        if labels is None or lines is None:
            found: dict[int, list[Any]] = {}
            for label, *row in pairs(ArticlePage.objects.all()):
                found.setdefault(label, []).append(tuple(row))
            labels = Labels({label: order.marked(rows) for label, rows in found.items()}, self.last)
            self._labels[name] = labels
            return labels.marks
        ids = {pk for _scope, kind, pk in lines if kind in kinds}
        if ids:
            now: dict[int, list[Any]] = {}
            for label, *row in pairs_among(name, pairs).rows(ids=sorted(ids)):
                now.setdefault(label, []).append(tuple(row))
            for label in now:
                labels.marks.setdefault(label, Marks(0, len(order.moves)))
            for label, marks in labels.marks.items():
                order.replace(marks, ids, now.get(label, ()))
        labels.seen = self.last
        return labels.marks

    def _keep(self, key: Hashable, known: Known) -> None:
        self._known[key] = known
        self._size += known.marks.size
        while self._size > self._capacity and len(self._known) > 1:
            self._size -= self._known.popitem(last=False)[1].marks.size

    def _forget(self, key: Hashable) -> None:
        self._size -= self._known.pop(key).marks.size


class Opened(Searching, Speaking):
    """The shelf while one reader holds it. Raises `Behind` when it can't be had."""

    def __init__(self, shelf: Shelf, values: Values, at: datetime) -> None:
        self._shelf, self._values, self.at = shelf, values, at
        self.parts = shelf.parts

    def __enter__(self) -> "Opened":
        if not self._shelf._lock.acquire(timeout=PATIENCE):
            raise Behind
        try:
            self.at = self._shelf._come_up(self._values, self.at)
        except BaseException as error:
            if not isinstance(error, Behind):
                self._shelf._empty(0)
            self._shelf._lock.release()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None:
            # Half of something may be known: nothing is.
            self._shelf._empty(0)
        self._shelf._lock.release()

    def carried(self, store: Any, among: Sequence[Among] = ()) -> tuple[int, list[int]]:
        """The set of what the store carries and fits all of these questions, and what of it is pinned, in order."""
        question = Question(
            ("store", store.pk),
            lambda rows: rows.carried_by(store, self.at),
            store.pk,
            again=lambda ids: CARRIED_AMONG.rows(ids=ids, store=store, at=self.at),
            **hangs_on(CARRIED, *LABELS),
        )
        note_needs(OF_SETS | (OF_FILTERS if among else frozenset()) | {any_in(store_scope(store.pk))})
        known = self._shelf._answer(question, lambda rows: rows.pinned_by(store))
        others = [self._shelf._answer(each) for each in among if isinstance(each, Question)]
        order = self._shelf.ordered()
        bits = order.bits(known.marks)
        for other in others:
            bits &= order.bits(other.marks)
        for each in among:
            if isinstance(each, Picked):
                named = order.mask_of(each.ids)
                bits &= named if each.is_among else ~named
            if isinstance(each, Spoken):
                bits &= self.spoken(known, each)
        return bits, [pk for pk in known.pins if bits & order.mask_of([pk])]

    def beside(self, key: Hashable, find: Callable[[], T], renew: Callable[[T, list[Line]], bool]) -> T:
        """What is known beside articles: found once; renewed after lines of the log, where that is enough."""
        shelf: Shelf = self._shelf
        thing, seen = shelf.others.get(key, (None, 0))
        lines = shelf.since(seen) if thing is not None else None
        if lines is None or not renew(thing, lines):
            thing = find()
        shelf.others[key] = thing, shelf.last
        return thing

    def page(self, store: Any, offset: int, limit: int, among: Sequence[Among] = ()) -> tuple[list[int], int]:
        """Ids of a page of the store's list, what it pinned first, and how many there are in all."""
        bits, pins = self.carried(store, among)
        order = self._shelf.ordered()
        total = bits.bit_count()
        front = pins[offset : offset + limit]
        rest = order.newest(bits & ~order.mask_of(pins), max(0, offset - len(pins)), limit - len(front))
        return front + rest, total

    def carries(self, store: Any, ids: Iterable[int]) -> set[int]:
        """Those of the articles that the store carries."""
        bits, _pins = self.carried(store)
        order = self._shelf.ordered()
        return {pk for pk in ids if bits & order.mask_of([pk])}

    def newest_with(
        self,
        store: Any,
        name: str,
        pairs: Rows,
        labels: Iterable[int],
        but: int,
        limit: int,
        among: Sequence[Among] = (),
    ) -> list[int]:
        """Ids of the newest articles that the store carries and that have one of the labels, but for one article."""
        note_needs([any_of(name), any_of(LABELED)])
        marks = self._shelf._labelled(name, pairs)
        bits, _pins = self.carried(store, among)
        order = self._shelf.ordered()
        some = 0
        for label in labels:
            some |= order.bits(marks[label]) if label in marks else 0
        return order.newest(bits & some & ~order.mask_of([but]), 0, limit)


SHELF = Shelf()
"""This worker's."""
