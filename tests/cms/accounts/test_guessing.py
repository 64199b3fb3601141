"""Failures are counted at the account, whatever is spelled how; the old password is a guess like any other."""

from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.guessing import key_of_login, one_spelling
from tests.cms.admin_forms import logged_in
from tests.factories.network import PASSWORD, make_editor, make_user
from tests.factories.second_factors import code_now, give_app

pytestmark = pytest.mark.django_db

LOGIN, ACCOUNT = "/admin/login/", "/admin/account/"
TOO_MANY = "Too many attempts"
NEW = "a-long-new-passphrase"
HOSTS = ("localhost", "localhost:9", "localhost:8000", "LOCALHOST", "localhost.:8000", "localhost:00080")


def sign_in(name: str, password: str, number: int, **more: Any) -> Any:
    """From a browser and an address of its own."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}")
    return client.post(LOGIN, {"username": name, "password": password}, **{"HTTP_HOST": "localhost", **more})


def test_lock_is_one_for_every_spelling_of_the_host() -> None:
    make_editor()
    answers = [sign_in("editor", "wrong", number, HTTP_HOST=host) for number, host in enumerate(HOSTS)]
    assert sum(answer.status_code == 200 and TOO_MANY not in answer.content.decode() for answer in answers) <= 5
    for number, host in enumerate(HOSTS):
        sign_in("editor", "wrong", 100 + number, HTTP_HOST=host)
    for number, host in enumerate(HOSTS, start=200):
        answer = sign_in("editor", PASSWORD, number, HTTP_HOST=host)
        assert answer.status_code != 302 or LOGIN not in answer.headers.get("Location", LOGIN)
        assert "_auth_user_id" not in answer.client.session


@pytest.mark.parametrize(
    "spelling",
    ["editor@mortar.example", "EDITOR@mortar.example", "Editor@MORTAR.example", " editor ", "editor@mortar.example "],
)
def test_lock_is_one_for_every_spelling_of_the_account(spelling: str) -> None:
    make_editor()
    for number, name in enumerate(("editor", spelling, "editor", spelling, "editor")):
        assert TOO_MANY not in sign_in(name, "wrong", number).content.decode()
    for number, name in enumerate(("editor", spelling), start=50):
        assert TOO_MANY in sign_in(name, PASSWORD, number).content.decode()


@pytest.mark.postgresql
@pytest.mark.parametrize("spelling", ["edıtor@mortar.example", "EDıTOR@mortar.example"])
def test_letters_that_the_database_takes_for_others_are_no_other_account(spelling: str) -> None:
    """What PostgreSQL finds depends on its locale: whoever it finds is the one whose failures count."""
    editor = make_editor()
    expected = f"account:{editor.pk}" if type(editor).objects.filter(email__iexact=spelling).exists() else "nobody:"
    assert key_of_login(spelling).startswith(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nobody@mortar.example", "ＮＯＢＯＤＹ@mortar.example"),
        ("straße", "STRASSE"),
        ("ﬁona", "fiona"),
        ("josé", "jose\u0301"),
        ("\u212aim", "kim"),
    ],
)
def test_name_that_nobody_has_is_one_in_every_spelling(one: str, other: str) -> None:
    assert key_of_login(one) == key_of_login(other) == f"nobody:{one_spelling(one)}"


def test_names_that_differ_are_counted_apart() -> None:
    assert key_of_login("nobody") != key_of_login("somebody")
    assert key_of_login(make_user("eve").username) != key_of_login(make_user("eva").username)


def test_own_code_does_not_clear_what_an_address_has_used_up() -> None:
    """Whoever has an account here guesses no more at others for logging in between."""
    give_app(make_editor())
    for number in range(9):
        sign_in(f"nobody-{number}", "wrong", 1)
    browser = Client(REMOTE_ADDR="192.0.2.1", SERVER_NAME="localhost")
    browser.post(LOGIN, {"username": "editor", "password": PASSWORD})
    assert browser.post(reverse("mfa_authenticate"), {"code": code_now()}).status_code == 302
    sign_in("nobody-9", "wrong", 1)
    assert TOO_MANY in sign_in("nobody-10", "wrong", 1).content.decode()


def change(client: Client, old: str, new: str = NEW) -> Any:
    sent = {"password-old_password": old, "password-new_password1": new, "password-new_password2": new}
    sent |= {"name_email-first_name": "Eve", "name_email-last_name": "Novak", "theme-theme": "system"}
    sent |= {"theme-contrast": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on"}
    return client.post(ACCOUNT, sent)


def test_old_password_is_asked_five_times_and_then_not_for_a_while() -> None:
    editor = make_editor()
    client = logged_in(editor)
    for _ in range(5):
        answer = change(client, "wrong")
        assert "Your old password was entered incorrectly" in answer.content.decode()
    answer = change(client, PASSWORD)
    assert TOO_MANY in answer.content.decode()
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert TOO_MANY in sign_in("editor", PASSWORD, 9).content.decode()


def test_right_old_password_changes_it_and_costs_nothing() -> None:
    editor = make_editor()
    client = logged_in(editor)
    passwords = [PASSWORD, *(f"{NEW}-{number}" for number in range(7))]
    for old, new in pairwise(passwords):
        assert change(client, old, new).status_code == 302
    editor.refresh_from_db()
    assert editor.check_password(passwords[-1])
    assert client.get(ACCOUNT).status_code == 200


def test_account_page_is_for_who_may_enter_the_admin() -> None:
    assert LOGIN in Client(SERVER_NAME="localhost").get(ACCOUNT)["Location"]
    assert LOGIN in logged_in(make_user("nobody-yet")).get(ACCOUNT)["Location"]
