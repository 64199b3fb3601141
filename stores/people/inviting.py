"""Invitations: sent, sent again, revoked, accepted. Keyword-only, atomic, with the actor, in the store's history."""

import re
import secrets

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from stores.access.who import Actor
from stores.people.appointing import appoint_owner, appoint_staff, give_network_role
from stores.people.invitation_mail import mail_invitation
from stores.people.models import LIFETIME, Invitation, NetworkRole, StoreRole, digest_of
from stores.people.people import has_no_rights, roles_to_give
from stores.store.models.store import StorePage

APPOINT = {StoreRole.OWNER: appoint_owner, StoreRole.STAFF: appoint_staff}
"""How a role at a store is given."""
NOT_IN_USER_NAMES = re.compile(r"[^\w.@+-]")


class NotGood(Exception):
    """The link opens nothing (any more), or not for this person."""


class HasAccount(Exception):
    """The invited address has an account: its owner logs in, and accepts as that person."""


def _check_may_give(by: Actor, store: StorePage | None, role: str) -> None:
    if role not in roles_to_give(by, store):
        raise PermissionDenied


def _log(invitation: Invitation, action: str, by: Actor | None, **more: str) -> None:
    """In the store's history; what is about the network stands by itself."""
    data = {"email": invitation.email, "role": invitation.role, **more}
    log(invitation.store or invitation, action, user=by, data=data)


@transaction.atomic
def invite(*, by: Actor, store: StorePage | None, email: str, role: str) -> Invitation:
    """Mail a link that lets whoever has the address work at the store, or for the network (None).

    The same for an address with an account and without. PermissionDenied for a role that is not the actor's to give;
    ValidationError if the address has an open invitation already.
    """
    _check_may_give(by, store, role)
    now = timezone.now()
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        store=store,
        email=email.strip().lower(),
        role=role,
        token_digest=digest_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + LIFETIME,
    )
    invitation.full_clean(validate_constraints=False, exclude=["token_digest"])
    if not invitation.email.isascii():
        # A database may take a letter without its dot for another, and the account of somebody else for this one's.
        raise ValidationError({"email": "Write the address in plain letters, A to Z."})
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError as error:
        text = f"{invitation.email} is invited already: see below."
        raise ValidationError({"email": text}) from error
    _log(invitation, "stores.invite", by)
    mail_invitation(invitation, token)
    return invitation


def _locked_open(invitation: Invitation) -> Invitation:
    """The invitation as it is now, held until the end of the transaction; NotGood if it is no longer open."""
    row = Invitation.objects.open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if row is None:
        raise NotGood
    return row


@transaction.atomic
def send_again(*, by: Actor, invitation: Invitation) -> Invitation:
    """Another link to the same address, good from now on; the earlier link is dead. NotGood if it is not open."""
    row = _locked_open(invitation)
    _check_may_give(by, row.store, row.role)
    now = timezone.now()
    token = secrets.token_urlsafe(32)
    row.token_digest, row.invited_by, row.invited_at, row.expires_at = digest_of(token), by, now, now + LIFETIME
    row.save(update_fields=["token_digest", "invited_by", "invited_at", "expires_at"])
    _log(row, "stores.send_invitation_again", by)
    mail_invitation(row, token)
    return row


@transaction.atomic
def revoke(*, by: Actor, invitation: Invitation) -> None:
    """The link opens nothing from now on. NotGood if it is not open."""
    row = _locked_open(invitation)
    _check_may_give(by, row.store, row.role)
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    _log(row, "stores.revoke_invitation", by)


def good_invitation(token: str) -> Invitation:
    """What the link opens now.

    NotGood for anything else: unknown, changed, used, revoked, expired, from somebody whom it was not to give (any
    more), to a store that has closed.
    """
    rows = Invitation.objects.with_token(token).select_related("store__registration", "invited_by")
    return _checked_invitation(rows.first())


def _checked_invitation(row: Invitation | None) -> Invitation:
    if row is None or not row.is_good(timezone.now()):
        raise NotGood
    if row.invited_by is None or row.role not in roles_to_give(row.invited_by, row.store):
        raise NotGood
    return row


def account_of(invitation: Invitation) -> Actor | None:
    """Whoever has the invited address; None also for a closed account that opens nothing: it is taken up anew."""
    person = get_user_model()._default_manager.filter(email__iexact=invitation.email).first()
    return None if person is None or (not person.is_active and has_no_rights(person)) else person


@transaction.atomic
def accept_as_new(*, token: str, first_name: str, last_name: str, password: str) -> Actor:
    """Make the account (or open again one that was closed with its last role), with the role. Good once.

    HasAccount if the address has one; NotGood as for `good_invitation`.
    """
    row = _locked_by_token(token)
    if account_of(row) is not None:
        raise HasAccount
    users = get_user_model()._default_manager
    person = users.filter(email__iexact=row.email).select_for_update().first()
    if person is None:
        person = get_user_model()(email=row.email, username=_free_name(row.email))
    person.first_name, person.last_name, person.is_active = first_name, last_name, True
    person.clean()
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        # Another invitation of the same address was accepted a moment ago.
        raise HasAccount from error
    _accept(row, person)
    return person


@transaction.atomic
def accept_as(*, token: str, person: Actor) -> Invitation:
    """Add the role to the account of somebody who is logged in, and to whose address the invitation went."""
    row = _locked_by_token(token)
    if not person.is_active or person.email.lower() != row.email:
        raise NotGood
    _accept(row, person)
    return row


def _locked_by_token(token: str) -> Invitation:
    """The invitation, held: whoever comes with the same link a moment later waits here, and finds it used."""
    rows = Invitation.objects.with_token(token).select_for_update(of=("self",))
    return _checked_invitation(rows.select_related("store__registration").first())


def _accept(row: Invitation, person: Actor) -> None:
    row.accepted_at, row.accepted_by = timezone.now(), person
    row.save(update_fields=["accepted_at", "accepted_by"])
    _log(row, "stores.accept_invitation", person, user=person.get_username())
    if row.store is None:
        give_network_role(by=row.invited_by, user=person, role=NetworkRole(row.role))
    else:
        APPOINT[StoreRole(row.role)](by=row.invited_by, user=person, store=row.store)


def _free_name(email: str) -> str:
    """A user name that nobody has: the address, as far as it may stand in one."""
    name = NOT_IN_USER_NAMES.sub("-", email)[:140]
    taken = set(get_user_model()._default_manager.filter(username__startswith=name).values_list("username", flat=True))
    return next(each for each in (name, *(f"{name}-{n}" for n in range(2, len(taken) + 3))) if each not in taken)
