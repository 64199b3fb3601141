"""Who is at a store, who may ask others to come, and who may send whom away."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, F, OuterRef
from wagtail.admin.utils import get_user_display_name

from stores.access.who import Actor, who_is
from stores.people.models import StoreRole
from stores.store.models.store import StorePage


def people_of(group: Group) -> list[Actor]:
    """The people of a group, by name."""
    return sorted(group.user_set.all(), key=lambda user: get_user_display_name(user).lower())


def roles_to_give(person: Actor, store: StorePage) -> tuple[StoreRole, ...]:
    """The roles at this store that the person may give and take: all of them, staff, or none."""
    if store.registration.closed_at is not None:
        return ()
    who = who_is(person)
    if who.is_network_admin:
        return (StoreRole.OWNER, StoreRole.STAFF)
    return (StoreRole.STAFF,) if who.owns(store.pk) else ()


def let_go(people: Iterable[Actor]) -> None:
    """Ends the sessions of people who have just lost a role; closes the accounts of those who have none left.

    Constant queries. Nothing of theirs is deleted: drafts, history and placements stay.
    """
    users = get_user_model()._default_manager.filter(pk__in=[person.pk for person in people])
    users.update(session_version=F("session_version") + 1)
    _without_rights(users).update(is_active=False)


def has_no_rights(person: Actor) -> bool:
    """Whether the account opens nothing: no role, no right of its own."""
    users = get_user_model()._default_manager.filter(pk=person.pk)
    return bool(_without_rights(users).exists())


def _without_rights(users: Any) -> Any:
    model = get_user_model()
    groups = model.groups.through._default_manager.filter(user_id=OuterRef("pk"))
    rights = model.user_permissions.through._default_manager.filter(user_id=OuterRef("pk"))
    return users.filter(~Exists(groups), ~Exists(rights), is_superuser=False)
