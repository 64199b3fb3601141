"""What losing a role means, whichever way it was lost: dismissal, Settings, a bulk action, a group deleted, the shell.

Sessions end at once, the invitations that the person sent there are revoked, and an account that opens nothing any
more is closed when the transaction ends: whoever is moved from one role to another has none in between. Coming to a
store and leaving it is in the store's history.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import log

from stores.people.models import Invitation
from stores.people.people import close_without_rights, end_sessions
from stores.people.roles import GROUP_NAMES
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

_LEAVING = "_roles_that_are_lost"

Pair = tuple[int, int]
"""Ids of a person and of a group."""


@receiver(m2m_changed, sender=get_user_model().groups.through)
def follow_roles(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """What is lost is read before it is gone; what follows from that is done after."""
    if action in {"pre_remove", "pre_clear"}:
        instance.__dict__[_LEAVING] = _pairs(instance, reverse, pk_set)
    elif action in {"post_remove", "post_clear"}:
        _lost(instance.__dict__.pop(_LEAVING, set()))
    elif action == "post_add" and pk_set:
        _note_coming(_pairs(instance, reverse, pk_set))


@receiver(pre_delete, sender=Group)
def leave_deleted_group(*, instance: Group, **kwargs: Any) -> None:
    """The rows of its people go with a group, and no other signal says so."""
    instance.user_set.clear()


@receiver(pre_delete, sender=get_user_model())
def leave_deleted_account(*, instance: Any, **kwargs: Any) -> None:
    """Nor does it where an account goes."""
    instance.groups.clear()


def _pairs(instance: Any, reverse: bool, pk_set: set[int] | None) -> set[Pair]:
    """Who is in which of the groups that the change names; None: in all of them."""
    rows = get_user_model().groups.through._default_manager.all()
    rows = rows.filter(group=instance) if reverse else rows.filter(user=instance)
    if pk_set is not None:
        rows = rows.filter(user__in=pk_set) if reverse else rows.filter(group__in=pk_set)
    return set(rows.values_list("user_id", "group_id"))


def _lost(pairs: set[Pair]) -> None:
    if not pairs:
        return
    people = {person for person, _group in pairs}
    end_sessions(people)
    transaction.on_commit(lambda: close_without_rights(people))
    sent = Invitation.objects.open().filter(invited_by__in=people)
    lost_groups = {group for _person, group in pairs}
    if Group.objects.filter(pk__in=lost_groups, name__in=GROUP_NAMES.values()).exists():
        # Whoever was of the network may have invited people anywhere.
        sent.update(revoked_at=timezone.now())
    for store, person, roles in _at_stores(pairs):
        sent.filter(store=store, invited_by=person).update(revoked_at=timezone.now())
        log(store, "stores.dismiss_owner", data={"user": person.get_username(), "role": ", ".join(roles)})


def _note_coming(pairs: set[Pair]) -> None:
    for store, person, roles in _at_stores(pairs):
        for role in roles:
            log(store, f"stores.appoint_{role}", data={"user": person.get_username(), "role": role})


def _at_stores(pairs: Iterable[Pair]) -> Iterator[tuple[StorePage, Any, list[str]]]:
    """Store, person, and as what: of those groups that are a store's. One query where none is."""
    groups = {group for _person, group in pairs}
    found = StoreRegistration.objects.filter(Q(owners__in=groups) | Q(staff__in=groups)).select_related("store")
    registrations = list(found.order_by("pk"))
    people = get_user_model()._default_manager.in_bulk({person for person, _group in pairs}) if registrations else {}
    for registration in registrations:
        as_what = {registration.owners_id: "owner", registration.staff_id: "staff"}
        for pk, person in sorted(people.items()):
            roles = [role for group, role in as_what.items() if (pk, group) in pairs]
            if roles:
                yield registration.store, person, roles
