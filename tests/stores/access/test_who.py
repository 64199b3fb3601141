"""Who somebody is: one answer, whichever way they came by it."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.users.models import User
from stores.access.who import NETWORK_ADMIN_RIGHT, NEWSROOM_GROUP, OwnStore, Standing, Who, people_of_network, who_is
from stores.people.appointing import appoint_owner, appoint_staff
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    """As the next request loads it."""
    return User.objects.get(pk=user.pk)


def opens_stores() -> Permission:
    return Permission.objects.get(codename=NETWORK_ADMIN_RIGHT.partition(".")[2])


def make_right_holder(username: str = "regional") -> User:
    """A group of somebody's own making has the right to open stores, and this person is in it."""
    group = Group.objects.create(name=f"Group of {username}")
    group.permissions.add(opens_stores())
    return make_user(username, groups=(group.name,))


def test_superuser_and_whoever_has_the_right_are_network_admins() -> None:
    by_hand = make_user("by-hand")
    by_hand.user_permissions.add(opens_stores())
    for user in (make_admin(), make_right_holder(), by_hand):
        assert who_is(fresh(user)) == Who(Standing.NETWORK_ADMIN)
        assert (who_is(user).is_network_admin, who_is(user).is_newsroom) == (True, True)


def test_editor_is_of_the_newsroom() -> None:
    who = who_is(make_editor())
    assert who == Who(Standing.NEWSROOM)
    assert (who.is_network_admin, who.is_newsroom) == (False, True)


def test_owner_and_staff_are_of_their_stores_by_title() -> None:
    ann = make_user("ann")
    elmer, pitman, other = make_store("elmer"), make_store("pitman", title="A Pharmacy"), make_store("other")
    appoint_owner(by=None, user=ann, store=elmer)
    appoint_staff(by=None, user=ann, store=pitman)
    appoint_owner(by=None, user=make_user("bob"), store=other)
    who = who_is(ann)
    assert who.standing == Standing.OF_STORES
    collections = [store.registration.collection.path for store in (pitman, elmer)]
    assert who.stores == (
        OwnStore(pitman.pk, "A Pharmacy", pitman.path, collections[0], is_owner=False),
        OwnStore(elmer.pk, elmer.title, elmer.path, collections[1], is_owner=True),
    )
    assert [who.is_of(store.pk) for store in (elmer, pitman, other)] == [True, True, False]
    assert [who.owns(store.pk) for store in (elmer, pitman, other)] == [True, False, False]
    assert (who.is_network_admin, who.is_newsroom) == (False, False)


def test_owner_who_is_staff_of_the_same_store_too_is_there_once_as_owner() -> None:
    ann, pitman = make_user("ann"), make_store("pitman")
    appoint_owner(by=None, user=ann, store=pitman)
    appoint_staff(by=None, user=ann, store=pitman)
    assert [(store.pk, store.is_owner) for store in who_is(ann).stores] == [(pitman.pk, True)]


@pytest.mark.parametrize("first", ["admin", "editor"])
def test_more_than_one_thing_is_the_first_that_fits(first: str) -> None:
    make_editor("other")
    user = make_admin("ann") if first == "admin" else make_user("ann")
    user.groups.add(Group.objects.get(name=NEWSROOM_GROUP))
    appoint_owner(by=None, user=user, store=make_store("pitman"))
    assert who_is(user) == Who(Standing.NETWORK_ADMIN if first == "admin" else Standing.NEWSROOM)


def test_others_are_nobody() -> None:
    gone = make_user("gone", is_active=False)
    appoint_owner(by=None, user=gone, store=make_store("pitman"))
    others: list[Any] = [
        AnonymousUser(),
        make_user("ann", is_staff=True),
        gone,
        make_user("former-admin", is_superuser=True, is_active=False),
        make_user("former-editor", groups=(NEWSROOM_GROUP,), is_active=False),
    ]
    assert {who_is(user) for user in others} == {Who(Standing.NOBODY)}


def test_people_of_the_network_are_those_of_whom_the_answer_says_so() -> None:
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=make_store("pitman"))
    by_hand = make_user("by-hand")
    by_hand.user_permissions.add(opens_stores())
    people = [make_admin(), make_editor(), make_right_holder(), by_hand, owner, make_user("ann")]
    expected = {user.username for user in people if who_is(fresh(user)).is_newsroom}
    assert expected == {"admin", "editor", "regional", "by-hand"}
    assert {user.username for user in people_of_network()} == expected


def test_answer_is_asked_for_once() -> None:
    ann = make_user("ann")
    for slug in ("elmer", "pitman"):
        appoint_owner(by=None, user=ann, store=make_store(slug))
    user = fresh(ann)
    with CaptureQueriesContext(connection) as queries:
        assert len(who_is(user).stores) == len(who_is(user).stores) == 2
    assert len(queries) == 3  # the person's own rights, their groups' rights, their groups with stores
