"""No screen makes a superuser; superusers alone touch their accounts, and network admins keep everybody else's."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from stores.people.appointing import appoint_owner
from stores.people.roles import EDITOR, NETWORK_ADMIN
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_network, make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

FILLED: dict[str, Any] = {
    "username": "eve",
    "email": "eve@mortar.example",
    "first_name": "Eve",
    "last_name": "Novak",
    "is_active": "on",
}


@pytest.fixture
def network_admin() -> Client:
    make_network()
    return logged_in(make_user("nell", groups=(NETWORK_ADMIN.name,)))


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailusers_users:{name}", args=args)


def bulk(action: str, person: User) -> str:
    return f"{reverse('wagtail_bulk_action', args=['users', 'user', action])}?id={person.pk}"


def test_network_admin_gives_a_role_and_makes_no_superuser(network_admin: Client) -> None:
    editors, eve = Group.objects.get(name=EDITOR.name), make_user("eve")
    sent = {**FILLED, "groups": [editors.pk], "is_superuser": "on"}
    assert network_admin.post(url("edit", eve.pk), sent).status_code == 302
    eve.refresh_from_db()
    assert (list(eve.groups.all()), eve.is_superuser) == ([editors], False)


def test_network_admin_makes_nobody_a_superuser_afterwards(network_admin: Client) -> None:
    eve = make_user("eve")
    assert network_admin.post(url("edit", eve.pk), {**FILLED, "is_superuser": "on"}).status_code == 302
    eve.refresh_from_db()
    assert (eve.last_name, eve.is_superuser) == ("Novak", False)
    nell = User.objects.get(username="nell")
    network_admin.post(
        url("edit", nell.pk), {**FILLED, "username": "nell", "email": "nell@mortar.example", "is_superuser": "on"}
    )
    nell.refresh_from_db()
    assert (nell.last_name, nell.is_superuser) == ("Novak", False)


def test_network_admin_touches_no_superuser(network_admin: Client) -> None:
    boss = make_admin("boss")
    before = User.objects.filter(pk=boss.pk).values().get()
    role = Group.objects.get(name=EDITOR.name)
    for method in ("get", "post"):
        for each in (url("edit", boss.pk), url("delete", boss.pk)):
            assert getattr(network_admin, method)(each, {**FILLED, "username": "boss"}).status_code == 302
    for action, sent in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": role.pk}),
        ("delete", {}),
    ):
        network_admin.post(bulk(action, boss), sent)
    assert User.objects.filter(pk=boss.pk).values().get() == before
    assert not boss.groups.exists()


def test_network_admin_ends_anybody_elses_account(network_admin: Client) -> None:
    eve = make_user("eve")
    network_admin.post(bulk("set_active_state", eve), {"mark_as_active": "False"})
    eve.refresh_from_db()
    assert not eve.is_active


def test_superuser_makes_no_superuser_on_a_screen_and_changes_the_others() -> None:
    client, other = logged_in(make_admin()), make_admin("other")
    eve = make_user("eve")
    assert client.post(url("edit", eve.pk), {**FILLED, "is_superuser": "on"}).status_code == 302
    eve.refresh_from_db()
    assert not eve.is_superuser
    assert client.get(url("edit", other.pk)).status_code == 200
    client.post(url("edit", other.pk), {**FILLED, "username": "other", "email": "other@mortar.example"})
    other.refresh_from_db()
    assert (other.last_name, other.is_superuser) == ("Novak", True)
    client.post(bulk("set_active_state", other), {"mark_as_active": "False"})
    other.refresh_from_db()
    assert not other.is_active


def test_no_box_for_a_store_s_group_but_one_s_own(network_admin: Client) -> None:
    mine, other = make_store("mine"), make_store("other")
    eve = make_user("eve")
    appoint_owner(by=None, user=eve, store=mine)
    own, foreign = mine.registration.owners, other.registration.owners
    shown = network_admin.get(url("edit", eve.pk)).context["form"].fields["groups"].queryset
    assert own in shown
    assert foreign not in shown
    assert network_admin.post(url("edit", eve.pk), {**FILLED, "groups": [foreign.pk]}).status_code == 200
    assert set(eve.groups.all()) == {own}
    assert network_admin.post(url("edit", eve.pk), {**FILLED, "groups": [own.pk]}).status_code == 302
    assert set(eve.groups.all()) == {own}


def test_list_is_narrowed_by_groups_of_no_store(network_admin: Client) -> None:
    store, editors = make_store("mine"), Group.objects.get(name=EDITOR.name)
    page = network_admin.get(url("index")).content.decode()
    assert f'name="group" value="{editors.pk}"' in page
    assert f'value="{store.registration.owners_id}"' not in page


def test_several_people_are_given_a_role_of_the_network_and_none_of_a_store(network_admin: Client) -> None:
    store, eve = make_store("pitman"), make_user("eve")
    editors = Group.objects.get(name=EDITOR.name)
    refused = network_admin.post(bulk("assign_role", eve), {"role": store.registration.staff.pk})
    assert "not one of the available choices" in refused.content.decode()
    assert not eve.groups.exists()
    assert network_admin.post(bulk("assign_role", eve), {"role": editors.pk}).status_code == 302
    assert list(eve.groups.all()) == [editors]
