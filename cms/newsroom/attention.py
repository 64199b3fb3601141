"""Which stores need attention, and why: the same on the newsroom's home, on the network board and in its filter."""

from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, When

from cms.carrying.counts import stale_stores
from stores.network import attention
from stores.store.querysets import StoreQuerySet

STALE = "stale_wording"
REASONS = {**attention.REASONS, STALE: "Wording to review"}
"""What may be the matter with a store, the gravest first, by the number on its row that says so."""


def with_reasons(stores: StoreQuerySet, at: datetime) -> StoreQuerySet:
    """The stores with a number for each of the REASONS. Online stores."""
    is_stale = When(pk__in=stale_stores(at), then=1)
    marked: StoreQuerySet = attention.with_attention(stores, at).annotate(
        **{STALE: Case(is_stale, default=0, output_field=IntegerField())}
    )
    return marked


def in_need(stores: StoreQuerySet, at: datetime) -> StoreQuerySet:
    """Those with at least one reason, the gravest first, then by name."""
    needy: StoreQuerySet = with_reasons(stores, at).filter(attention.is_in_need(REASONS))
    return needy.order_by(*attention.gravest_first(REASONS), "title", "pk")


def why_in_need(store: Any) -> str:
    """`Hours unknown, no logo`, of a row of `with_reasons`; "" of one in no need."""
    return attention.reasons_of(store, REASONS)
