"""Editors and network admins come by invitation, and nobody types another person's password."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from stores.access.who import is_network_admin, is_newsroom
from stores.models import Invitation
from stores.people.appointing import appoint_owner
from stores.people.inviting import NotGood, accept_as, accept_as_new, invite
from stores.people.models import LIFETIME
from stores.people.roles import NETWORK_ADMIN
from tests.cms.admin_forms import logged_in
from tests.factories.invitations import Invite, committing, invited, mailed_token
from tests.factories.network import make_admin, make_editor, make_network, make_user
from tests.factories.stores import make_store

__all__ = ["committing", "invited"]

pytestmark = pytest.mark.django_db

PEOPLE = "/admin/network/people/"
EVE = "eve@mortar.example"
NEW: dict[str, Any] = {"first_name": "Eve", "last_name": "Novak", "password": "quiet-river-42-stones"}


@pytest.fixture
def nell() -> User:
    make_network()
    return make_user("nell", groups=(NETWORK_ADMIN.name,))


@pytest.mark.parametrize(("role", "is_admin"), [("editor", False), ("network_admin", True)])
def test_network_admin_invites_and_the_invited_chooses_a_password(
    role: str, is_admin: bool, nell: User, committing: Any
) -> None:
    client = logged_in(nell)
    with committing():
        assert client.post(PEOPLE, {"email": EVE, "role": role}).status_code == 302
    assert EVE in client.get(PEOPLE).content.decode()
    assert mail.outbox[-1].to == [EVE]
    assert "Mortar" in mail.outbox[-1].subject
    browser, token = Client(SERVER_NAME="localhost"), mailed_token()
    assert browser.post("/admin/invitation/", {"token": token}).status_code == 200
    answer = browser.post("/admin/invitation/", {"token": token, "accept": "yes", **NEW})
    assert answer["Location"] == reverse("wagtailadmin_home")
    eve = User.objects.get(email=EVE)
    assert (is_newsroom(eve), is_network_admin(eve), eve.is_superuser) == (True, is_admin, False)
    assert eve.check_password(NEW["password"])
    assert browser.get("/admin/").status_code == 200


@pytest.mark.parametrize("way", ["again", "revoke"])
def test_open_invitation_is_sent_again_or_revoked(way: str, nell: User, committing: Any) -> None:
    with committing():
        row = invite(by=nell, store=None, email=EVE, role="editor")
    token = mailed_token()
    with committing():
        assert logged_in(nell).post(f"{PEOPLE}invitations/{row.pk}/{way}/").status_code == 302
    with pytest.raises(NotGood):
        accept_as_new(token=token, **NEW)
    assert Invitation.objects.open().count() == (1 if way == "again" else 0)


def test_screens_are_for_network_admins_alone(committing: Any) -> None:
    store, owner = make_store("pitman"), make_user("owner")
    appoint_owner(by=None, user=owner, store=store)
    row = invite(by=make_admin(), store=None, email=EVE, role="editor")
    for person in (make_editor(), owner):
        client = logged_in(person)
        assert client.get(PEOPLE).status_code == 404
        assert client.post(PEOPLE, {"email": "x@mortar.example", "role": "network_admin"}).status_code == 404
        for way in ("again", "revoke"):
            assert client.post(f"{PEOPLE}invitations/{row.pk}/{way}/").status_code == 404
    assert Invitation.objects.open().get() == row


@pytest.mark.parametrize("role", ["editor", "network_admin"])
def test_nobody_else_gives_a_role_of_the_network_and_no_store_gives_one(role: str, nell: User) -> None:
    store, owner = make_store("pitman"), make_user("owner")
    appoint_owner(by=None, user=owner, store=store)
    for by, place in ((owner, None), (make_editor(), None), (owner, store), (nell, store)):
        with pytest.raises(PermissionDenied):
            invite(by=by, store=place, email=EVE, role=role)
    with pytest.raises(PermissionDenied):
        invite(by=nell, store=None, email=EVE, role="owner")


@pytest.mark.parametrize(("at_store", "role"), [(True, "editor"), (False, "owner"), (False, "admin")])
def test_database_refuses_a_role_in_the_wrong_place(at_store: bool, role: str, nell: User) -> None:
    now = timezone.now()
    row = Invitation(
        store=make_store("pitman") if at_store else None,
        email=EVE,
        role=role,
        token_digest="0" * 64,
        invited_at=now,
        expires_at=now + LIFETIME,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_one_address_has_one_open_invitation_to_the_network(nell: User) -> None:
    client = logged_in(nell)
    for _time in range(2):
        answer = client.post(PEOPLE, {"email": EVE, "role": "editor"})
    assert "is invited already" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_somebody_with_an_account_gets_the_role_beside_the_others(nell: User, invited: Invite) -> None:
    store, eve = make_store("pitman"), make_user("eve")
    appoint_owner(by=None, user=eve, store=store)
    accept_as(token=invited(nell, None, eve.email, "editor"), person=eve)
    assert is_newsroom(User.objects.get(pk=eve.pk))
    assert store.registration.owners in eve.groups.all()


def test_invitation_of_somebody_who_is_no_network_admin_any_more_is_dead(nell: User, invited: Invite) -> None:
    token = invited(nell, None, EVE, "network_admin")
    nell.groups.clear()
    with pytest.raises(NotGood):
        accept_as_new(token=token, **NEW)


def test_adding_a_user_leads_to_the_invitation(nell: User) -> None:
    client = logged_in(nell)
    add = reverse("wagtailusers_users:add")
    assert client.get(add)["Location"] == PEOPLE
    sent = {"username": "eve", "email": EVE, "first_name": "E", "last_name": "N", "is_active": "on"}
    answer = client.post(add, {**sent, "password1": NEW["password"], "password2": NEW["password"]})
    assert answer["Location"] == PEOPLE
    assert not User.objects.filter(username="eve").exists()


@pytest.mark.parametrize("asker", ["nell", "boss"])
def test_password_of_somebody_else_is_typed_by_nobody(asker: str, nell: User) -> None:
    client = logged_in(nell if asker == "nell" else make_admin("boss"))
    eve = make_user("eve")
    url = reverse("wagtailusers_users:edit", args=[eve.pk])
    fields = {str(each["name"]) for each in BeautifulSoup(client.get(url).content, "html.parser").select("[name]")}
    assert {"first_name", "groups"} <= fields
    assert not {"password1", "password2", "is_superuser"} & fields
    before = eve.password
    sent = {"username": "eve", "email": EVE, "first_name": "Eve", "last_name": "Novak", "is_active": "on"}
    new = {"password1": NEW["password"], "password2": NEW["password"], "is_superuser": "on"}
    assert client.post(url, {**sent, **new}).status_code == 302
    eve.refresh_from_db()
    assert (eve.last_name, eve.password, eve.is_superuser) == ("Novak", before, False)


@pytest.mark.parametrize("email", ["m\u0131ke@mortar.example", "\u017fam@mortar.example"])
def test_letters_that_a_database_takes_for_others_are_in_no_address(email: str, nell: User) -> None:
    """With one of them an invitation would open the closed account of somebody else."""
    with pytest.raises(ValidationError, match="plain letters"):
        invite(by=nell, store=None, email=email, role="editor")
    eve = make_user("eve", email=email)
    with pytest.raises(ValidationError):
        eve.full_clean()
