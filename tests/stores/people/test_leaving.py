"""Losing a role means the same whichever way it was lost, and is in the history; so is being appointed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.models.api import APIToken

from cms.users.models import User
from stores.models import Invitation, StorePage
from stores.people.appointing import appoint_owner, dismiss_owner
from stores.people.inviting import invite
from stores.people.roles import EDITOR, NETWORK_ADMIN
from tests.cms.admin_forms import logged_in
from tests.factories.invitations import committing
from tests.factories.network import make_admin, make_network, make_user
from tests.factories.stores import make_store

__all__ = ["committing"]

pytestmark = pytest.mark.django_db

Committing = Callable[[], Any]
Way = Callable[[Client, User, Group], None]


@pytest.fixture
def boss(db: None) -> Client:
    return logged_in(make_admin("boss"))


def form_of(person: User, *groups: Group) -> dict[str, Any]:
    return {
        "username": person.username,
        "email": person.email,
        "first_name": "Ann",
        "last_name": "Novak",
        "is_active": "on",
        "groups": [group.pk for group in groups],
    }


def edited(client: Client, person: User, group: Group) -> None:
    answer = client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form_of(person))
    assert answer.status_code == 302


def group_deleted(client: Client, person: User, group: Group) -> None:
    assert client.post(reverse("wagtailusers_groups:delete", args=[group.pk])).status_code == 302


def removed(client: Client, person: User, group: Group) -> None:
    person.groups.remove(group)


def removed_from_the_other_side(client: Client, person: User, group: Group) -> None:
    group.user_set.remove(person)


def cleared(client: Client, person: User, group: Group) -> None:
    person.groups.clear()


def cleared_from_the_other_side(client: Client, person: User, group: Group) -> None:
    group.user_set.clear()


def set_anew(client: Client, person: User, group: Group) -> None:
    group.user_set.set([])


WAYS: tuple[Way, ...] = (
    edited,
    removed,
    removed_from_the_other_side,
    cleared,
    cleared_from_the_other_side,
    set_anew,
)


def is_logged_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def history(store: StorePage, action: str) -> list[tuple[str, str]]:
    entries = PageLogEntry.objects.filter(page=store, action=action).order_by("pk")
    return [(entry.data["user"], entry.data["role"]) for entry in entries]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("field", ["owners", "staff"])
def test_person_who_leaves_a_store_by_any_way_is_dismissed(
    way: Way, field: str, boss: Client, committing: Committing
) -> None:
    store, ann = make_store("pitman"), make_user("ann")
    group: Group = getattr(store.registration, field)
    group.user_set.add(ann)
    role = {"owners": "owner", "staff": "staff"}[field]
    assert history(store, f"stores.appoint_{role}") == [("ann", role)]
    browser = logged_in(ann)
    APIToken.objects.create(user=ann, name="script", key_hash="0" * 64, prefix="x")
    assert is_logged_in(browser)
    if field == "owners":
        with committing():
            invite(by=ann, store=store, email="rosa@pitman.example", role="staff")
    with committing():
        way(boss, ann, group)
    assert not is_logged_in(browser)
    assert APIToken.objects.get().revoked_at is not None
    ann.refresh_from_db()
    assert not ann.is_active
    assert not Invitation.objects.open().exists()
    assert history(store, "stores.dismiss_owner") == [("ann", role)]


@pytest.mark.parametrize("way", [*WAYS, group_deleted])
def test_person_who_loses_a_role_of_the_network_by_any_way_is_let_go(
    way: Way, boss: Client, committing: Committing
) -> None:
    make_network()
    store, ann = make_store("pitman"), make_user("ann", groups=(NETWORK_ADMIN.name,))
    group = Group.objects.get(name=NETWORK_ADMIN.name)
    with committing():
        invite(by=ann, store=store, email="rosa@pitman.example", role="owner")
        invite(by=ann, store=None, email="eve@mortar.example", role="editor")
    browser = logged_in(ann)
    with committing():
        way(boss, ann, group)
    assert not is_logged_in(browser)
    assert not User.objects.get(pk=ann.pk).is_active
    assert not Invitation.objects.open().exists()
    lost = ModelLogEntry.objects.get(action="stores.take_role")
    assert (lost.object_id, lost.data["role"]) == (str(ann.pk), NETWORK_ADMIN.name)


def test_person_who_is_moved_from_one_role_to_another_logs_in_anew_and_keeps_the_account(
    boss: Client, committing: Committing
) -> None:
    make_network()
    ann = make_user("ann", groups=(EDITOR.name,))
    browser = logged_in(ann)
    with committing():
        sent = form_of(ann, Group.objects.get(name=NETWORK_ADMIN.name))
        assert boss.post(reverse("wagtailusers_users:edit", args=[ann.pk]), sent).status_code == 302
    assert not is_logged_in(browser)
    assert User.objects.get(pk=ann.pk).is_active
    assert is_logged_in(logged_in(User.objects.get(pk=ann.pk)))


def test_person_who_keeps_another_role_keeps_the_account(committing: Committing) -> None:
    pitman, millrace, ann = make_store("pitman"), make_store("millrace"), make_user("ann")
    for store in (pitman, millrace):
        appoint_owner(by=None, user=ann, store=store)
    with committing():
        pitman.registration.owners.user_set.remove(ann)
    assert User.objects.get(pk=ann.pk).is_active
    assert history(millrace, "stores.dismiss_owner") == []


def test_saving_a_person_without_a_change_of_groups_ends_nothing(boss: Client, committing: Committing) -> None:
    store, ann = make_store("pitman"), make_user("ann")
    appoint_owner(by=None, user=ann, store=store)
    browser = logged_in(ann)
    with committing():
        boss.post(reverse("wagtailusers_users:edit", args=[ann.pk]), form_of(ann, store.registration.owners))
    assert is_logged_in(browser)
    assert history(store, "stores.dismiss_owner") == []


def test_somebody_who_was_not_in_a_group_does_not_leave_it(committing: Committing) -> None:
    make_network()
    store, ann = make_store("pitman"), make_user("ann")
    with committing():
        ann.groups.remove(store.registration.owners, Group.objects.get(name=EDITOR.name))
        dismiss_owner(by=None, user=ann, store=store)
    assert User.objects.get(pk=ann.pk).is_active
    assert history(store, "stores.dismiss_owner") == []
    assert not ModelLogEntry.objects.filter(action="stores.take_role").exists()
