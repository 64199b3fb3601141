"""An account that is closed or opened is in the history, by whatever way."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from cms.users.models import User
from stores.people.roles import EDITOR
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_network, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> Client:
    return logged_in(make_admin("boss"))


def form_of(person: User, **fields: Any) -> dict[str, Any]:
    groups = list(person.groups.values_list("pk", flat=True))
    return {"username": person.username, "email": "ann@x.example", "first_name": "Ann", "last_name": "Novak"} | {
        "groups": groups,
        **fields,
    }


def edited(boss: Client, person: User, is_active: bool) -> None:
    sent = form_of(person, **({"is_active": "on"} if is_active else {}))
    assert boss.post(reverse("wagtailusers_users:edit", args=[person.pk]), sent).status_code == 302


def in_bulk(boss: Client, person: User, is_active: bool) -> None:
    url = reverse("wagtail_bulk_action", args=["users", "user", "set_active_state"])
    sent = {"mark_as_active": str(is_active)}
    assert boss.post(f"{url}?id={person.pk}", sent).status_code == 302


def saved(boss: Client, person: User, is_active: bool) -> None:
    person.is_active = is_active
    person.save()


@pytest.mark.parametrize("way", [edited, in_bulk, saved])
def test_closing_and_opening_are_in_the_history_by_any_way(way: Any, boss: Client) -> None:
    ann = make_user("ann")
    for is_active in (True, False, False, True):
        way(boss, User.objects.get(pk=ann.pk), is_active)
    noted = ModelLogEntry.objects.filter(action__in=["stores.close_account", "stores.open_account"]).order_by("pk")
    assert [entry.action for entry in noted] == ["stores.close_account", "stores.open_account"]
    by = None if way is saved else "boss"
    assert {entry.user and entry.user.username for entry in noted} == {by}
    report = boss.get(f"{reverse('stores_network_changes')}?kind=people").content.decode()
    assert "The account was closed: " in report
    assert "The account was opened again: " in report


def test_login_and_new_account_note_nothing(boss: Client) -> None:
    logged_in(make_user("ann"))
    assert not ModelLogEntry.objects.filter(action__contains="account").exists()


@pytest.mark.parametrize("is_bulk", [False, True])
def test_role_at_a_closed_account_says_that_it_is_closed(is_bulk: bool, boss: Client) -> None:
    make_network()
    editors = Group.objects.get(name=EDITOR.name)
    ann = make_user("ann")
    User.objects.filter(pk=ann.pk).update(is_active=False)
    if is_bulk:
        url = f"{reverse('wagtail_bulk_action', args=['users', 'user', 'assign_role'])}?id={ann.pk}&next=/admin/users/"
        answer = boss.post(url, {"role": editors.pk}, follow=True)
    else:
        url = reverse("wagtailusers_users:edit", args=[ann.pk])
        answer = boss.post(url, form_of(ann, groups=[editors.pk]), follow=True)
    assert "has a role, but the account is closed: tick “Active”" in answer.content.decode()
    assert not User.objects.get(pk=ann.pk).is_active
    User.objects.filter(pk=ann.pk).update(is_active=True)
    again = boss.post(reverse("wagtailusers_users:edit", args=[ann.pk]), form_of(ann, is_active="on"), follow=True)
    assert "the account is closed" not in again.content.decode()
