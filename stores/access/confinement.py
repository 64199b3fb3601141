"""How far a person reaches: everywhere, or only to the stores that they own or work at."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet

from stores.tree import at_or_below

NEWSROOM_GROUP = "Newsroom editors"


@dataclass(frozen=True, slots=True)
class StoreReach:
    """One store that a person may change."""

    pk: int
    title: str
    path: str
    collection_path: str


@dataclass(frozen=True, slots=True)
class Reach:
    """`is_confined`: the admin shows this person their own stores and nothing else. Paths are treebeard's."""

    is_confined: bool
    stores: tuple[StoreReach, ...] = ()

    def others(self, store_id: int) -> tuple[StoreReach, ...]:
        """All but this one."""
        return tuple(store for store in self.stores if store.pk != store_id)

    def has_page(self, path: str) -> bool:
        return any(path.startswith(store.path) for store in self.stores)

    def has_collection(self, path: str) -> bool:
        return any(path.startswith(store.collection_path) for store in self.stores)

    def pages(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the person's stores."""
        return pages.filter(at_or_below(store.path for store in self.stores))

    def members(self, media: QuerySet[Any]) -> QuerySet[Any]:
        """Images or documents of the person's stores; by their ids alone, which the search engine can filter by."""
        within = at_or_below((store.collection_path for store in self.stores), "collection__path")
        return media.filter(pk__in=media.model._default_manager.filter(within).values("pk"))


EVERYWHERE = Reach(is_confined=False)


def reach_of(user: AbstractBaseUser | AnonymousUser) -> Reach:
    """Superusers and the newsroom reach everywhere; anybody else who is logged in, only their own stores.

    Kept on the user object, which lives as long as the request.
    """
    if not settings.STORE_ISOLATION or not user.is_authenticated:
        return EVERYWHERE
    known: Reach | None = user.__dict__.get("_store_reach")
    if known is None:
        known = user.__dict__["_store_reach"] = _reach_of(user)
    return known


def _reach_of(user: Any) -> Reach:
    if user.is_active and (user.is_superuser or user.groups.filter(name=NEWSROOM_GROUP).exists()):
        return EVERYWHERE
    mine = Q(registration__owners__user=user) | Q(registration__staff__user=user)
    stores = apps.get_model("stores", "StorePage").objects.filter(mine).distinct().order_by("title", "pk")
    rows = stores.values_list("pk", "title", "path", "registration__collection__path")
    return Reach(is_confined=True, stores=tuple(StoreReach(*row) for row in rows))
