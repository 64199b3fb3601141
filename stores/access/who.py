"""Who somebody is, said once: a network admin, of the newsroom, of these stores, or nobody.

Every question of *who* is asked here. What one may do with one object is asked of Django's and Wagtail's permissions.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest

# A person with an account. The model of AUTH_USER_MODEL lives in a package above this one; types know which it is.
if TYPE_CHECKING:
    from django.contrib.auth.models import _User

    Actor: TypeAlias = _User
else:
    Actor = AbstractUser

NEWSROOM_GROUP = "Newsroom editors"
NETWORK_ADMIN_RIGHT = "stores.add_storeregistration"
"""To open stores. Superusers have it, and the role `Network admins`; `sync_roles` takes it from every other role."""


class Standing(Enum):
    """What a person is to the network; the first that fits."""

    NETWORK_ADMIN = auto()
    NEWSROOM = auto()
    OF_STORES = auto()
    NOBODY = auto()


@dataclass(frozen=True, slots=True)
class OwnStore:
    """One store at which a person works, as its owner or as staff. Paths are treebeard's."""

    pk: int
    title: str
    path: str
    collection_path: str
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Who:
    """`stores`: by title, and only of somebody who is of stores; to the others all is open, or nothing."""

    standing: Standing
    stores: tuple[OwnStore, ...] = ()

    @property
    def is_network_admin(self) -> bool:
        """Opens and closes stores, and keeps their registration and hosts."""
        return self.standing is Standing.NETWORK_ADMIN

    @property
    def is_newsroom(self) -> bool:
        """Writes for many stores. Network admins do, too."""
        return self.standing in {Standing.NETWORK_ADMIN, Standing.NEWSROOM}

    def is_of(self, store_id: int) -> bool:
        return any(store.pk == store_id for store in self.stores)

    def owns(self, store_id: int) -> bool:
        return any(store.pk == store_id and store.is_owner for store in self.stores)


NOBODY = Who(Standing.NOBODY)


def who_is(user: Any) -> Who:
    """The one answer. Kept on the user object, which lives as long as the request."""
    if not user.is_authenticated:
        return NOBODY
    known: Who | None = user.__dict__.get("_who")
    if known is None:
        known = user.__dict__["_who"] = _who_is(user)
    return known


def _who_is(user: Any) -> Who:
    if not user.is_active:
        return NOBODY
    if user.has_perm(NETWORK_ADMIN_RIGHT):
        return Who(Standing.NETWORK_ADMIN)
    is_newsroom, stores = _groups_of(user)
    if is_newsroom:
        return Who(Standing.NEWSROOM)
    return Who(Standing.OF_STORES, stores) if stores else NOBODY


def _groups_of(user: Any) -> tuple[bool, tuple[OwnStore, ...]]:
    """Whether one of the groups is the newsroom, and the stores that the others are of, in one query.

    A store's group is its owners' or its staff's; whoever is in both is an owner.
    """
    columns = ("store", "store__title", "store__path", "collection__path")
    names = [f"{relation}__{column}" for relation in ("owned_store", "staffed_store") for column in columns]
    found: dict[int, OwnStore] = {}
    is_newsroom = False
    for name, *row in Group.objects.filter(user=user).values_list("name", *names):
        is_newsroom = is_newsroom or name == NEWSROOM_GROUP
        for (pk, title, path, collection_path), is_owner in ((row[:4], True), (row[4:], False)):
            if pk is not None and (is_owner or pk not in found):
                found[pk] = OwnStore(pk, title, path, collection_path, is_owner)
    return is_newsroom, tuple(sorted(found.values(), key=lambda store: (store.title, store.pk)))


def actor_of(request: HttpRequest) -> Actor:
    """Whoever asks, in the admin: it lets nobody in who is not logged in."""
    return cast(Actor, request.user)


def is_network_admin(user: Any) -> bool:
    return who_is(user).is_network_admin


def is_newsroom(user: Any) -> bool:
    return who_is(user).is_newsroom


def network_admins() -> QuerySet[Any]:
    """Everybody who may open stores and log in."""
    return _with_right().filter(is_active=True)


def people_of_network() -> QuerySet[Any]:
    """Network admins and the newsroom, whether or not they may still log in: the same rule for many people at once."""
    return _with_right(Q(name=NEWSROOM_GROUP))


def _with_right(more: Q | None = None) -> QuerySet[Any]:
    """Who has a network admin's right, or is in one of `more` groups."""
    app, _dot, codename = NETWORK_ADMIN_RIGHT.partition(".")
    right = Permission.objects.filter(codename=codename, content_type__app_label=app)
    in_groups = Q(permissions__in=right) if more is None else Q(permissions__in=right) | more
    groups = Group.objects.filter(in_groups)
    return get_user_model()._default_manager.filter(
        Q(is_superuser=True) | Q(user_permissions__in=right) | Q(groups__in=groups)
    )
