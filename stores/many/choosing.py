"""Which stores: by name, those of a group or a state, or all, some left out. It stands in the screen's address."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, QueryDict

from stores.choices import STATES
from stores.ids import id_in
from stores.many.reach import SeveralStores
from stores.store.models.groups import StoreGroup
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

ALL, GROUP, STATE, THESE = "all", "group", "state", "these"
WAYS = (ALL, GROUP, STATE, THESE)
FEW = 50
"""Stores that are all listed to be ticked; more are chosen by group, by state or by typing."""
FOUND = 50
"""Stores that a search lists."""
MOST_NAMED = 1000
"""Stores that an address names: ticked, or left out."""

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """`way`: one of WAYS, `value` its group or state; `these` and `out` are ids of stores. `search` finds more."""

    reach: SeveralStores
    way: str
    value: str = ""
    these: frozenset[int] = frozenset()
    out: frozenset[int] = frozenset()
    search: str = ""

    @classmethod
    def from_query(cls, reach: SeveralStores, query: QueryDict) -> "Choice":
        """404 for a store, group or state that is not in reach: as if it did not exist."""
        way = query.get("of") or (GROUP if reach.is_network else ALL)
        if way not in WAYS:
            raise Http404
        these, out = (frozenset(_ids(query.getlist(name))) for name in ("store", "out"))
        named = these | out
        if reach.all().filter(pk__in=named).count() != len(named):
            raise Http404
        value = query.get(way, "") if way in {GROUP, STATE} else ""
        known = {GROUP: groups_in, STATE: states_in}
        if value and value not in {each for each, _label in known[way](reach)}:
            raise Http404
        return cls(reach, way, value, these, out, query.get("q", "").replace("\x00", "").strip()[:100])

    @property
    def stores(self) -> StoreQuerySet:
        """Those that are chosen. One that is named stays named where it is closed since: it is refused by its name."""
        there = self.reach.open()
        found: dict[str, StoreQuerySet] = {
            ALL: there,
            GROUP: there.filter(registration__groups__slug=self.value) if self.value else there.none(),
            STATE: there.filter(state=self.value),
            THESE: self.reach.all().filter(pk__in=self.these),
        }
        return found[self.way].exclude(pk__in=self.out)

    @cached_property
    def is_few(self) -> bool:
        """Whether all that there are fit on the screen."""
        return len(self.reach.open().values_list("pk")[: FEW + 1]) <= FEW

    @property
    def has_ways(self) -> bool:
        """Whether they are chosen by group, by state or all, too: few of one's own are ticked in a list."""
        return self.reach.is_network or not self.is_few

    def listed(self) -> list[StorePage]:
        """The stores to tick: every one of few; of many, those that are ticked and those that the search finds."""
        if self.is_few:
            return list(self.reach.open().order_by("title", "pk"))
        ticked = list(self.reach.all().filter(pk__in=self.these).order_by("title", "pk"))
        if not self.search:
            return ticked
        fits = Q(title__icontains=self.search) | Q(city__icontains=self.search) | Q(postal_code=self.search)
        fits |= Q(registration__code__iexact=self.search)
        found = self.reach.open().filter(fits).exclude(pk__in=self.these)
        return [*ticked, *found.order_by("title", "pk")[:FOUND]]

    def is_ticked(self, store: StorePage) -> bool:
        return store.pk not in self.out if self.way == ALL else store.pk in self.these


def _ids(texts: Sequence[str]) -> Iterator[int]:
    if len(texts) > MOST_NAMED:
        raise Http404
    for text in texts:
        if (found := id_in(text)) is None:
            raise Http404
        yield found


def groups_in(reach: SeveralStores) -> Choices:
    """Groups with a store in reach, and how many."""
    rows = StoreGroup.objects.filter(registrations__store__in=reach.open().values("pk")).order_by("name")
    return [
        (slug, f"{name} ({number})")
        for slug, name, number in rows.annotate(number=Count("registrations")).values_list("slug", "name", "number")
    ]


def states_in(reach: SeveralStores) -> Choices:
    """States with a store in reach, and how many."""
    rows: Any = reach.open().order_by().values_list("state").annotate(number=Count("pk"))
    return sorted(((state, f"{STATES[state]} ({number})") for state, number in rows), key=lambda each: each[1])
