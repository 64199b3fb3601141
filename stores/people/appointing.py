"""Who may change a store: appointing owners and staff, and dismissing them."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from stores.access.who import Actor
from stores.people.models import Invitation
from stores.people.people import let_go
from stores.store.models.store import StorePage


@transaction.atomic
def appoint_owner(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Let a person change and publish the store. Safe to repeat; a person may own several stores."""
    _appoint(by=by, user=user, store=store, group=store.registration.owners, action="stores.appoint_owner")


@transaction.atomic
def appoint_staff(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Let a person change the store, but not publish."""
    _appoint(by=by, user=user, store=store, group=store.registration.staff, action="stores.appoint_staff")


def _appoint(*, by: Actor | None, user: Actor, store: StorePage, group: Group, action: str) -> None:
    if store.registration.closed_at is not None:
        raise ValidationError(f"{store.title} is closed.")
    if group.user_set.filter(pk=user.pk).exists():
        return
    group.user_set.add(user)
    log(store, action, user=by, data={"user": user.get_username(), "role": action.removeprefix("stores.appoint_")})


@transaction.atomic
def dismiss_owner(*, by: Actor | None, user: Actor, store: StorePage) -> None:
    """Take every right on the store from a person, owner or staff, and end their sessions. Their drafts stay.

    An account that has no role left is closed, and the invitations that the person sent here are revoked.
    """
    registration = store.registration
    roles = {"owner": registration.owners, "staff": registration.staff}
    held = [role for role, group in roles.items() if group.user_set.filter(pk=user.pk).exists()]
    for role in held:
        roles[role].user_set.remove(user)
    if held:
        let_go([user])
        user.refresh_from_db(fields=["is_active", "session_version"])
        Invitation.objects.open().filter(store=store, invited_by=user).update(revoked_at=timezone.now())
        log(store, "stores.dismiss_owner", user=by, data={"user": user.get_username(), "role": ", ".join(held)})
