"""What the admin shows to whom: everything, or only the stores at which the person works."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import QuerySet

from stores.access.who import OwnStore, who_is
from stores.tree import at_or_below


@dataclass(frozen=True, slots=True)
class Confinement:
    """`is_confined`: the admin shows this person their own stores and nothing else."""

    is_confined: bool
    stores: tuple[OwnStore, ...] = ()

    def others(self, store_id: int) -> tuple[OwnStore, ...]:
        """All but this one."""
        return tuple(store for store in self.stores if store.pk != store_id)

    def has_store(self, store_id: Any) -> bool:
        return any(store.pk == store_id for store in self.stores)

    def has_page(self, path: str) -> bool:
        return any(path.startswith(store.path) for store in self.stores)

    def pages(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        """The pages at or below the person's stores."""
        return pages.filter(at_or_below(store.path for store in self.stores))

    def members(self, media: QuerySet[Any]) -> QuerySet[Any]:
        """Images or documents of the person's stores."""
        return media.filter(at_or_below((store.collection_path for store in self.stores), "collection__path"))


EVERYWHERE = Confinement(is_confined=False)


def confinement_of(user: AbstractBaseUser | AnonymousUser) -> Confinement:
    """Network admins and the newsroom see everything; anybody else who is logged in, only their own stores."""
    if not settings.STORE_ISOLATION or not user.is_authenticated:
        return EVERYWHERE
    who = who_is(user)
    return EVERYWHERE if who.is_newsroom else Confinement(is_confined=True, stores=who.stores)
