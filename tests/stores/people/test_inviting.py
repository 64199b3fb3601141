"""Invitations: who may send which, and a link that opens once, for one address, until it does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import PageLogEntry

from cms.users.models import User
from stores.models import Invitation, StorePage
from stores.opening.opening import close_store
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from stores.people.inviting import (
    HasAccount,
    NotGood,
    accept_as,
    accept_as_new,
    good_invitation,
    invite,
    revoke,
    send_again,
)
from stores.people.models import digest_of
from tests.factories.invitations import Invite, committing, invited, mailed_token, only_invitation
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.stores import make_store

__all__ = ["committing", "invited"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
ROSA = "rosa@pitman.example"
NEW: dict[str, Any] = {"first_name": "Rosa", "last_name": "Diaz", "password": "quiet-river-42-stones"}


@pytest.fixture(autouse=True)
def _at_a_given_time() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman", time_zone="America/New_York")


@pytest.fixture
def admin(db: None) -> User:
    return make_admin()


@pytest.fixture
def owner(pitman: StorePage) -> User:
    user = make_user("owner")
    appoint_owner(by=None, user=user, store=pitman)
    return user


def said(store: StorePage, action: str) -> dict[str, Any]:
    entry = PageLogEntry.objects.filter(page=store, action=action).latest("pk")
    return {**entry.data, "by": entry.user}


@pytest.mark.parametrize(
    ("who", "role", "may"),
    [
        ("admin", "owner", True),
        ("admin", "staff", True),
        ("owner", "staff", True),
        ("owner", "owner", False),
        ("staff", "staff", False),
        ("neighbour", "staff", False),
        ("editor", "staff", False),
        ("nobody", "staff", False),
    ],
)
def test_who_may_invite_whom(who: str, role: str, may: bool, pitman: StorePage) -> None:
    user = {"admin": make_admin, "editor": make_editor}.get(who, lambda: make_user(who))()
    if who in {"owner", "neighbour"}:
        appoint_owner(by=None, user=user, store=pitman if who == "owner" else make_store("switchback"))
    if who == "staff":
        appoint_staff(by=None, user=user, store=pitman)
    if may:
        invite(by=user, store=pitman, email=ROSA, role=role)
        assert said(pitman, "stores.invite") == {"by": user, "email": ROSA, "role": role}
    else:
        with pytest.raises(PermissionDenied):
            invite(by=user, store=pitman, email=ROSA, role=role)
        assert not Invitation.objects.exists()


def test_mail_names_the_network_the_store_and_the_last_moment_at_the_store(
    invited: Invite, admin: User, pitman: StorePage
) -> None:
    token = invited(admin, pitman, role="owner")
    (message,) = mail.outbox
    assert message.to == [ROSA]
    assert message.subject == f"[Mortar] You are invited to {pitman.title}"
    body = str(message.body)
    assert f"look after {pitman.title} at Mortar" in body
    assert "good once, for 7 days: until Fri, Dec 25, 2026, 3:00 PM EST" in body
    assert f"/admin/invitation/#{token}" in body


def test_database_keeps_the_digest_alone(invited: Invite, admin: User, pitman: StorePage) -> None:
    token = invited(admin, pitman)
    row = only_invitation()
    assert row.token_digest == digest_of(token)
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(list(PageLogEntry.objects.values()))


def test_new_account_gets_the_role_and_the_history_says_so(invited: Invite, owner: User, pitman: StorePage) -> None:
    person = accept_as_new(token=invited(owner, pitman), **NEW)
    assert (person.email, person.username, person.is_active) == (ROSA, ROSA, True)
    assert person.check_password(NEW["password"])
    assert list(pitman.registration.staff.user_set.all()) == [person]
    assert not pitman.registration.owners.user_set.filter(pk=person.pk).exists()
    assert said(pitman, "stores.accept_invitation") == {"by": person, "email": ROSA, "role": "staff", "user": ROSA}
    assert said(pitman, "stores.appoint_staff") == {"by": owner, "user": ROSA, "role": "staff"}


def test_link_opens_once(invited: Invite, owner: User, pitman: StorePage) -> None:
    token = invited(owner, pitman)
    accept_as_new(token=token, **NEW)
    with pytest.raises(NotGood):
        good_invitation(token)
    with pytest.raises(NotGood):
        accept_as_new(token=token, **NEW)


@pytest.mark.parametrize("place", [0, 20, 42])
def test_link_with_a_changed_character_opens_nothing(
    place: int, invited: Invite, owner: User, pitman: StorePage
) -> None:
    token = invited(owner, pitman)
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    with pytest.raises(NotGood):
        good_invitation(changed)
    assert good_invitation(token).email == ROSA


def test_link_expires_after_seven_days(invited: Invite, owner: User, pitman: StorePage) -> None:
    token = invited(owner, pitman)
    with time_machine.travel(NOW + timedelta(days=7) - timedelta(seconds=1), tick=False):
        assert good_invitation(token)
    with time_machine.travel(NOW + timedelta(days=7), tick=False), pytest.raises(NotGood):
        accept_as_new(token=token, **NEW)
    assert not User.objects.filter(email=ROSA).exists()


def test_revoked_link_opens_nothing(invited: Invite, owner: User, pitman: StorePage) -> None:
    token = invited(owner, pitman)
    revoke(by=owner, invitation=only_invitation())
    with pytest.raises(NotGood):
        accept_as_new(token=token, **NEW)
    assert said(pitman, "stores.revoke_invitation") == {"by": owner, "email": ROSA, "role": "staff"}
    with pytest.raises(NotGood):
        revoke(by=owner, invitation=only_invitation())


def test_sent_again_the_earlier_link_is_dead_and_the_time_begins_anew(
    invited: Invite, committing: Any, owner: User, pitman: StorePage
) -> None:
    first = invited(owner, pitman)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        with committing():
            send_again(by=owner, invitation=only_invitation())
        second = mailed_token()
        with pytest.raises(NotGood):
            good_invitation(first)
        assert good_invitation(second).expires_at == NOW + timedelta(days=15)


def test_owner_sends_again_and_revokes_no_invitation_of_an_owner(
    invited: Invite, admin: User, owner: User, pitman: StorePage
) -> None:
    invited(admin, pitman, role="owner")
    for action in (send_again, revoke):
        with pytest.raises(PermissionDenied):
            action(by=owner, invitation=only_invitation())


def test_address_is_invited_once_at_a_time_in_whatever_case(invited: Invite, owner: User, pitman: StorePage) -> None:
    invited(owner, pitman)
    with pytest.raises(ValidationError, match="invited already"):
        invite(by=owner, store=pitman, email="Rosa@Pitman.example", role="staff")
    revoke(by=owner, invitation=only_invitation())
    invite(by=owner, store=pitman, email=ROSA, role="staff")


def test_database_refuses_a_second_open_invitation_and_an_end_before_the_beginning(
    invited: Invite, owner: User, pitman: StorePage
) -> None:
    invited(owner, pitman)
    row = Invitation.objects.values().get()
    del row["id"]
    wrong: list[dict[str, Any]] = [
        {"email": ROSA.upper()},
        {"email": "x@pitman.example", "expires_at": NOW},
        {"email": "x@pitman.example", "role": "admin"},
        {"email": "x@pitman.example", "accepted_at": NOW, "revoked_at": NOW},
    ]
    for number, fields in enumerate(wrong):
        other = Invitation(**{**row, "token_digest": str(number), **fields})
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.bulk_create([other])


def test_address_with_an_account_makes_no_second_one(invited: Invite, owner: User, pitman: StorePage) -> None:
    make_user("rosa", email="Rosa@pitman.example")
    token = invited(owner, pitman)
    with pytest.raises(HasAccount):
        accept_as_new(token=token, **NEW)
    assert good_invitation(token)


def test_person_who_is_logged_in_adds_the_store_to_the_account(
    invited: Invite, owner: User, pitman: StorePage
) -> None:
    rosa = make_user("rosa", email=ROSA)
    appoint_owner(by=None, user=rosa, store=make_store("switchback"))
    accept_as(token=invited(owner, pitman), person=rosa)
    assert pitman.registration.staff.user_set.filter(pk=rosa.pk).exists()
    assert rosa.groups.count() == 2


def test_somebody_else_who_is_logged_in_gets_nothing(invited: Invite, owner: User, pitman: StorePage) -> None:
    token = invited(owner, pitman)
    other = make_user("other")
    with pytest.raises(NotGood):
        accept_as(token=token, person=other)
    assert not other.groups.exists()
    assert good_invitation(token)


def test_invitation_dies_with_the_right_of_whoever_sent_it(
    invited: Invite, admin: User, owner: User, pitman: StorePage
) -> None:
    token = invited(owner, pitman)
    dismiss_owner(by=admin, user=owner, store=pitman)
    with pytest.raises(NotGood):
        good_invitation(token)
    assert only_invitation().revoked_at == NOW
    by_admin = invited(admin, pitman)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    with pytest.raises(NotGood):
        good_invitation(by_admin)


def test_store_that_has_closed_takes_nobody(invited: Invite, admin: User, pitman: StorePage) -> None:
    token = invited(admin, pitman)
    close_store(by=admin, store=pitman)
    with pytest.raises(NotGood):
        good_invitation(token)
    with pytest.raises(PermissionDenied):
        invite(by=admin, store=StorePage.objects.get(pk=pitman.pk), email="x@pitman.example", role="staff")


def test_account_that_was_closed_with_its_last_role_opens_again_with_a_new_password(
    invited: Invite, owner: User, pitman: StorePage
) -> None:
    rosa = make_user("rosa", email=ROSA)
    appoint_staff(by=None, user=rosa, store=pitman)
    dismiss_owner(by=owner, user=rosa, store=pitman)
    assert not User.objects.get(pk=rosa.pk).is_active
    again = accept_as_new(token=invited(owner, pitman), **NEW)
    assert again.pk == rosa.pk
    assert again.is_active
    assert again.check_password(NEW["password"])


def test_account_that_was_closed_with_its_rights_stays_closed(invited: Invite, owner: User, pitman: StorePage) -> None:
    """A network admin who was shut out is not let in by an owner."""
    make_user("former-admin", email=ROSA, is_superuser=True, is_active=False)
    with pytest.raises(HasAccount):
        accept_as_new(token=invited(owner, pitman), **NEW)


def test_user_name_that_is_taken_gets_a_number(invited: Invite, owner: User, pitman: StorePage) -> None:
    make_user(ROSA, email="other@pitman.example")
    assert accept_as_new(token=invited(owner, pitman), **NEW).username == f"{ROSA}-2"
