"""Who is at a store, who may ask others to come, and who may send whom away."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, F, OuterRef
from wagtail.admin.utils import get_user_display_name

from stores.access.network_admins import is_network_admin
from stores.people.models import StoreRole
from stores.store.models.store import StorePage

# A row of AUTH_USER_MODEL, which lives in a package above this one.
Person = Any


def people_of(group: Group) -> list[Person]:
    """The people in a group, by name."""
    return sorted(group.user_set.all(), key=lambda user: get_user_display_name(user).lower())


def is_owner(person: Person, store: StorePage) -> bool:
    """Whether the store is the person's own."""
    return bool(store.registration.owners.user_set.filter(pk=person.pk).exists())


def roles_to_give(person: Person, store: StorePage) -> tuple[StoreRole, ...]:
    """The roles at this store that the person may give and take: all of them, staff, or none."""
    if not person.is_active or store.registration.closed_at is not None:
        return ()
    if is_network_admin(person):
        return (StoreRole.OWNER, StoreRole.STAFF)
    return (StoreRole.STAFF,) if is_owner(person, store) else ()


def let_go(people: Iterable[Person]) -> None:
    """End the sessions of people who have just lost a role; close the accounts of those who have none left.

    Constant queries. Nothing of theirs is deleted: drafts, history and placements stay.
    """
    users = get_user_model()._default_manager.filter(pk__in=[person.pk for person in people])
    users.update(session_version=F("session_version") + 1)
    _without_rights(users).update(is_active=False)


def has_no_rights(person: Person) -> bool:
    """Whether the account opens nothing: no role, no right of its own."""
    users = get_user_model()._default_manager.filter(pk=person.pk)
    return bool(_without_rights(users).exists())


def _without_rights(users: Any) -> Any:
    model = get_user_model()
    groups = model.groups.through._default_manager.filter(user_id=OuterRef("pk"))
    rights = model.user_permissions.through._default_manager.filter(user_id=OuterRef("pk"))
    return users.filter(~Exists(groups), ~Exists(rights), is_superuser=False)
