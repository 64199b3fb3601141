"""Which promo lines of the network are for a store."""

from django.db.models import Exists, OuterRef, QuerySet

from stores.audience import audience_includes
from stores.models.banners import HiddenBanner, NetworkBanner
from stores.models.store import StorePage


def network_banners_for(store: StorePage) -> QuerySet[NetworkBanner]:
    """The network's promo lines whose audience includes the store, in order."""
    return NetworkBanner.objects.filter(audience_includes(NetworkBanner, store)).order_by("sort_order", "pk")


def hidden_at(store: StorePage) -> Exists:
    """Whether the store hides the outer promo line."""
    return Exists(HiddenBanner.objects.filter(store=store.pk, banner=OuterRef("pk")))
