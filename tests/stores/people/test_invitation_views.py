"""Where an invitation's link leads: the same to everybody who has no good token, and never a token in between."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.users.models import User
from stores.models import Invitation, StorePage
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from stores.people.inviting import revoke
from tests.cms.admin_forms import NETWORK, logged_in
from tests.factories.invitations import Invite, invited
from tests.factories.network import PASSWORD, make_user
from tests.factories.second_factors import give_app
from tests.factories.stores import make_store

__all__ = ["invited"]

pytestmark = pytest.mark.django_db

CSRF = re.compile(r'"CSRF_TOKEN": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
URL = "/admin/invitation/"
ROSA = "rosa@pitman.example"
NEW = {"accept": "yes", "first_name": "Rosa", "last_name": "Diaz", "password": "quiet-river-42-stones"}


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def owner(pitman: StorePage) -> User:
    user = make_user("owner")
    appoint_owner(by=None, user=user, store=pitman)
    return user


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME=NETWORK)


def is_logged_in(client: Client, user: User) -> bool:
    return client.session.get("_auth_user_id") == str(user.pk)


def test_page_of_the_link_tells_nothing_and_posts_what_stands_behind_the_hash(client: Client) -> None:
    answer = client.get(URL)
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_new_person_gives_name_and_password_and_is_in(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    token = invited(owner, pitman)
    form = client.post(URL, {"token": token})
    assert ROSA in form.content.decode()
    answer = client.post(URL, {"token": token, **NEW})
    rosa = User.objects.get(email=ROSA)
    assert answer["Location"] == reverse("wagtailadmin_home")
    assert is_logged_in(client, rosa)
    assert client.get(answer["Location"]).status_code == 200


def test_token_is_in_no_session_no_cookie_and_no_address(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    token = invited(owner, pitman)
    for data in ({"token": token}, {"token": token, **NEW, "password": "short"}, {"token": token, **NEW}):
        answer = client.post(URL, data)
        kept = f"{dict(client.session)} {client.cookies} {answer.headers}"
        assert token not in kept


@pytest.mark.parametrize("password", ["short", "123456789012345", "password1234", "rosa@pitman.example"])
def test_password_that_the_rules_refuse_leaves_the_link_good(
    password: str, client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    token = invited(owner, pitman)
    answer = client.post(URL, {"token": token, **NEW, "password": password})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password"]
    assert not User.objects.filter(email=ROSA).exists()
    assert client.post(URL, {"token": token, **NEW}).status_code == 302


def test_every_link_that_is_not_good_gets_the_same_answer(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    used = invited(owner, pitman, email="one@pitman.example")
    Client(SERVER_NAME=NETWORK).post(URL, {"token": used, **NEW})
    gone = invited(owner, pitman, email="two@pitman.example")
    revoke(by=owner, invitation=Invitation.objects.get(email="two@pitman.example"))
    late = invited(owner, pitman, email="three@pitman.example")
    changed = late[:-1] + ("A" if late[-1] != "A" else "B")
    answers = [client.post(URL, {"token": token}) for token in (used, gone, changed, "", "x" * 5000)]
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        answers.append(client.post(URL, {"token": late}))
    assert {answer.status_code for answer in answers} == {410}
    assert len({CSRF.sub("", answer.content.decode()) for answer in answers}) == 1


def test_stranger_with_the_link_does_not_take_over_an_account(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    rosa = make_user("rosa", email=ROSA)
    token = invited(owner, pitman)
    answer = client.post(URL, {"token": token, **NEW})
    assert "Sign in with it" in answer.content.decode()
    rosa.refresh_from_db()
    assert not rosa.check_password(NEW["password"])
    assert not rosa.groups.exists()
    assert "_auth_user_id" not in client.session


def test_person_with_an_account_accepts_logged_in(invited: Invite, owner: User, pitman: StorePage) -> None:
    rosa = make_user("rosa", email=ROSA)
    appoint_owner(by=None, user=rosa, store=make_store("switchback"))
    client = logged_in(rosa)
    token = invited(owner, pitman)
    assert "Accept" in client.post(URL, {"token": token}).content.decode()
    assert not pitman.registration.staff.user_set.filter(pk=rosa.pk).exists()
    assert client.post(URL, {"token": token, "accept": "yes"}).status_code == 302
    assert pitman.registration.staff.user_set.filter(pk=rosa.pk).exists()


def test_person_whose_account_has_no_role_yet_signs_in_and_accepts(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    """The admin sends them back to the login, which leaves them logged in."""
    rosa = make_user("rosa", email=ROSA)
    token = invited(owner, pitman)
    client.post("/admin/login/", {"username": "rosa", "password": PASSWORD}, follow=True)
    assert is_logged_in(client, rosa)
    assert client.post(URL, {"token": token, "accept": "yes"})["Location"] == reverse("wagtailadmin_home")
    assert client.get("/admin/").status_code == 200


def test_somebody_else_who_is_logged_in_is_asked_to_log_out(invited: Invite, owner: User, pitman: StorePage) -> None:
    token = invited(owner, pitman)
    client = logged_in(owner)
    answer = client.post(URL, {"token": token, **NEW})
    assert "Log out" in answer.content.decode()
    assert not User.objects.filter(email=ROSA).exists()
    assert is_logged_in(client, owner)


def test_account_that_is_opened_again_is_asked_for_the_factor_that_it_kept(
    client: Client, invited: Invite, owner: User, pitman: StorePage
) -> None:
    rosa = make_user("rosa", email=ROSA)
    appoint_staff(by=None, user=rosa, store=pitman)
    give_app(rosa)
    dismiss_owner(by=owner, user=rosa, store=pitman)
    answer = client.post(URL, {"token": invited(owner, pitman), **NEW})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(client: Client) -> None:
    answers = [client.post(URL, {"token": str(number)}).status_code for number in range(32)]
    assert answers[:30] == [410] * 30
    assert answers[30:] == [429] * 2


def test_link_answers_on_the_networks_host_only(pitman: StorePage) -> None:
    assert Client(SERVER_NAME="pitman.localhost").get(URL).status_code == 404
