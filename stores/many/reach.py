"""Who changes several stores in one step, and which: owners those that they own, the newsroom all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from stores.access.who import who_is
from stores.store.models.store import StorePage
from stores.store.querysets import StoreQuerySet

SEVERAL = 2


@dataclass(frozen=True, slots=True)
class SeveralStores:
    """`owned`: ids of the stores that the person owns; None for the newsroom, which reaches every store."""

    owned: frozenset[int] | None

    @property
    def is_network(self) -> bool:
        return self.owned is None

    def all(self) -> StoreQuerySet:
        """Closed ones and drafts, too: they are refused by their names."""
        found: StoreQuerySet = StorePage.objects.filter(registration__isnull=False)
        return found if self.owned is None else found.filter(pk__in=self.owned)

    def open(self) -> StoreQuerySet:
        """Those that may be changed: on the site, and not closed for good."""
        return self.all().filter(live=True, registration__closed_at__isnull=True)

    def covers(self, ids: Iterable[int]) -> bool:
        """Whether every one of these stores is among them."""
        return self.owned is None or self.owned.issuperset(ids)


def several_stores_of(user: Any) -> SeveralStores | None:
    """None for who has no several stores to change: staff, owners of one store, and anybody else."""
    who = who_is(user)
    if who.is_newsroom:
        return SeveralStores(None)
    owned = frozenset(store.pk for store in who.stores if store.is_owner)
    return SeveralStores(owned) if len(owned) >= SEVERAL else None


def reach_or_404(user: Any) -> SeveralStores:
    """For a view: for whom it is not, it does not exist."""
    reach = several_stores_of(user)
    if reach is None:
        raise Http404
    return reach
