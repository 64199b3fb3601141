"""Who may change a store, or works for the network: appointing, and dismissing. What follows is in `leaving`."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import LogContext

from stores.access.who import Actor
from stores.people.models import NetworkRole
from stores.people.people import close_without_rights
from stores.people.roles import GROUP_NAMES
from stores.store.models.store import StorePage


def acting(by: Actor | None) -> AbstractContextManager[Any]:
    """Inside, the history names this person; None: whoever it would name without that."""
    return LogContext(user=by) if by is not None else nullcontext()


@transaction.atomic
def appoint_owner(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Let a person change and publish the store. Safe to repeat; a person may own several stores."""
    _appoint(by=by, user=user, store=store, group=store.registration.owners)


@transaction.atomic
def appoint_staff(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Let a person change the store, but not publish."""
    _appoint(by=by, user=user, store=store, group=store.registration.staff)


def _appoint(*, by: Actor | None, user: Actor, store: StorePage, group: Group) -> None:
    if store.registration.closed_at is not None:
        raise ValidationError(f"{store.title} is closed.")
    with acting(by):
        group.user_set.add(user)


@transaction.atomic
def give_network_role(*, by: Actor | None, user: Actor, role: NetworkRole) -> None:
    """Make a person an editor or a network admin. Safe to repeat."""
    group = Group.objects.get(name=GROUP_NAMES[role])
    with acting(by):
        group.user_set.add(user)


@transaction.atomic
def dismiss_owner(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Take every right on the store from a person, owner or staff, and end their sessions. Their drafts stay.

    An account that has no role left is closed, and the invitations that the person sent here are revoked.
    """
    groups = [store.registration.owners, store.registration.staff]
    if not user.groups.filter(pk__in=[group.pk for group in groups]).exists():
        return
    with acting(by):
        user.groups.remove(*groups)
    close_without_rights([user.pk])
    user.refresh_from_db(fields=["is_active", "session_version"])
