"""Who is at a store, who may ask others to come, and who may send whom away."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name
from wagtail.models.api import APIToken

from stores.access.who import Actor, who_is
from stores.people.models import NetworkRole, StoreRole
from stores.store.models.store import StorePage


def people_of(group: Group) -> list[Actor]:
    """The people of a group, by name."""
    return sorted(group.user_set.all(), key=lambda user: get_user_display_name(user).lower())


def roles_to_give(person: Actor, store: StorePage | None) -> tuple[StoreRole | NetworkRole, ...]:
    """The roles at this store, or of the network (None), that the person may give and take: all, staff, or none."""
    if store is None:
        return tuple(NetworkRole) if who_is(person).is_network_admin else ()
    if store.registration.closed_at is not None:
        return ()
    who = who_is(person)
    if who.is_network_admin:
        return (StoreRole.OWNER, StoreRole.STAFF)
    return (StoreRole.STAFF,) if who.owns(store.pk) else ()


def end_sessions(people: Iterable[int]) -> None:
    """Every session of these people is over at its next request, and their tokens open nothing; two queries.

    They are named by their ids.
    """
    ids = list(people)
    get_user_model()._default_manager.filter(pk__in=ids).update(session_version=F("session_version") + 1)
    APIToken.objects.filter(user__in=ids, revoked_at=None).update(revoked_at=timezone.now())


def close_without_rights(people: Iterable[int]) -> None:
    """Closes the accounts of those of these people who have no role left; one query.

    Nothing of theirs is deleted: drafts, history and placements stay.
    """
    users = get_user_model()._default_manager.filter(pk__in=list(people))
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
