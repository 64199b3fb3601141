"""The one login: who comes in, what everybody else is told, and how often one may try."""

import re
import threading
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve, reverse

from cms.accounts.backends import NameOrEmailBackend
from cms.accounts.views import LoginView
from cms.users.models import SharedCache, User
from tests.cms.admin_forms import NETWORK
from tests.factories.network import PASSWORD, make_admin, make_editor, make_user
from tests.factories.second_factors import code_now, give_app, give_recovery_codes

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
WRONG = "find an account with that user name or email and password"
SHARED = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": SharedCache._meta.db_table}
}


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME=NETWORK)


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"username": name, "password": password}, **more)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["editor", "editor@mortar.example", "Editor@Mortar.example", " editor "])
def test_person_comes_in_by_name_or_address(name: str, client: Client) -> None:
    make_editor()
    answer = sign_in(client, name)
    assert answer["Location"] == reverse("wagtailadmin_home")
    assert client.get(answer["Location"]).status_code == 200


def test_wrong_password_unknown_name_and_closed_account_get_one_answer(client: Client) -> None:
    make_editor()
    make_user("closed", is_active=False)
    said = set()
    for name, password in (
        ("editor", "wrong"),
        ("editor@mortar.example", "wrong"),
        ("nobody", "wrong"),
        ("nobody@mortar.example", "wrong"),
        ("closed", PASSWORD),
    ):
        answer = sign_in(client, name, password)
        assert answer.status_code == 200
        said.add(re.sub(r'"CSRF_TOKEN": "[^"]+"|value="[^"]*"', "", answer.content.decode()))
        assert not is_in(client)
    assert len(said) == 1
    assert WRONG in said.pop()


@pytest.mark.parametrize("name", ["editor", "editor@mortar.example", "nobody", "nobody@mortar.example", "closed"])
def test_every_attempt_costs_one_query_and_one_hash(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_editor()
    make_user("closed", is_active=False)
    hashes = []

    def hashed(self: User, password: str) -> bool:
        hashes.append(password)
        return False

    monkeypatch.setattr(User, "check_password", hashed)
    monkeypatch.setattr(User, "set_password", hashed)
    with CaptureQueriesContext(connection) as queries:
        assert NameOrEmailBackend().authenticate(None, username=name, email=name, password="wrong") is None
    assert (len(queries), hashes) == (1, ["wrong"])


def test_fifth_failure_locks_an_account_for_minutes_whether_it_exists_or_not(client: Client) -> None:
    make_editor()
    for name, place in (("editor", "192.0.2.1"), ("nobody", "192.0.2.2")):
        answers = [sign_in(client, name, "wrong", REMOTE_ADDR=place).content.decode() for _ in range(5)]
        assert all(WRONG in answer for answer in answers)
        last = sign_in(client, name, PASSWORD, REMOTE_ADDR="192.0.2.3")
        assert "Too many attempts" in last.content.decode()
        assert not is_in(client)


def test_lock_of_one_account_leaves_others_alone(client: Client) -> None:
    make_editor()
    for _ in range(6):
        sign_in(client, "nobody", "wrong")
    assert sign_in(client, "editor").status_code == 302


def test_tenth_failure_from_one_address_stops_it_whatever_the_names(client: Client) -> None:
    make_editor()
    for number in range(10):
        sign_in(client, f"nobody-{number}", "wrong")
    assert "Too many attempts" in sign_in(client, "editor").content.decode()
    assert sign_in(client, "editor", REMOTE_ADDR="192.0.2.7").status_code == 302


def test_logging_in_well_costs_no_attempt(client: Client) -> None:
    make_editor()
    for _ in range(8):
        assert sign_in(client, "editor").status_code == 302
        client.logout()


def test_address_comes_from_the_proxy_only_where_one_is_trusted(client: Client, settings: Any) -> None:
    make_editor()
    forged = [{"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"} for number in range(12)]
    for number, header in enumerate(forged[:10]):
        sign_in(client, f"nobody-{number}", "wrong", **header)
    assert "Too many attempts" in sign_in(client, "editor", **forged[10]).content.decode()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert sign_in(client, "editor", **forged[11]).status_code == 302


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_failures_are_counted_over_all_workers(settings: Any) -> None:
    """Each thread has a cache object and a connection of its own, as a worker has; the rows are one table's."""
    settings.CACHES = SHARED
    make_editor()
    said: list[str] = []

    def attempt(number: int) -> None:
        browser = Client(SERVER_NAME=NETWORK, REMOTE_ADDR=f"192.0.2.{number}")
        said.append(sign_in(browser, "editor", "wrong").content.decode())
        connection.close()

    for number in range(4):
        worker = threading.Thread(target=attempt, args=(number,))
        worker.start()
        worker.join()
    at_once = [threading.Thread(target=attempt, args=(number,)) for number in range(10, 14)]
    for worker in at_once:
        worker.start()
    for worker in at_once:
        worker.join()
    assert sum(WRONG in answer for answer in said) == 5
    assert sum("Too many attempts" in answer for answer in said) == 3
    assert SharedCache.objects.filter(cache_key__contains="login_failed").exists()
    assert caches["default"].get("nothing") is None


def test_person_who_may_not_enter_the_admin_is_not_sent_in_circles(client: Client) -> None:
    make_user("nobody-yet")
    sign_in(client, "nobody-yet")
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith(LOGIN)


def test_next_leads_nowhere_else(client: Client) -> None:
    make_editor()
    answer = client.post(f"{LOGIN}?next=https://evil.example/", {"username": "editor", "password": PASSWORD})
    assert answer["Location"] == reverse("wagtailadmin_home")


# The second factor


def test_password_alone_opens_nothing_for_who_has_a_factor(client: Client) -> None:
    give_app(make_editor())
    assert sign_in(client, "editor")["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    for path in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/second-factor/", "/admin/api/main/pages/"):
        assert LOGIN in client.get(path)["Location"]


def test_code_of_the_app_opens_once(client: Client) -> None:
    give_app(make_editor())
    code = code_now()
    sign_in(client, "editor")
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == reverse("wagtailadmin_home")
    assert is_in(client)
    other = Client(SERVER_NAME=NETWORK)
    sign_in(other, "editor")
    assert other.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"}).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize(("steps", "is_good"), [(-3, False), (-1, True), (1, True), (3, False)])
def test_clock_of_a_phone_may_be_half_a_minute_off(steps: int, is_good: bool, client: Client) -> None:
    give_app(make_editor())
    sign_in(client, "editor")
    client.post(reverse("mfa_authenticate"), {"code": code_now(steps=steps)})
    assert is_in(client) is is_good


def test_recovery_code_opens_once(client: Client) -> None:
    editor = make_editor()
    give_app(editor)
    code = give_recovery_codes(editor)[0]
    for is_first in (True, False):
        sign_in(client, "editor")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is is_first
        client.post(reverse("wagtailadmin_logout"))


def test_guessing_codes_is_stopped_for_the_account_from_wherever(client: Client) -> None:
    give_app(make_editor())
    for number in range(5):
        browser = Client(SERVER_NAME=NETWORK, REMOTE_ADDR=f"192.0.2.{number}")
        sign_in(browser, "editor")
        browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    sign_in(client, "editor")
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert "Too many attempts" in answer.content.decode()
    assert not is_in(client)


def test_there_is_one_login_and_it_is_ours() -> None:
    assert resolve(LOGIN, urlconf="cms.urls").func.__wrapped__.view_class is LoginView  # type: ignore[attr-defined]
    names = {name for name in get_resolver("cms.urls").reverse_dict if isinstance(name, str)}
    assert not names & {"account_signup", "account_email", "account_reset_password", "account_confirm_email"}
    assert not any(name.startswith("socialaccount") for name in names)


def test_login_asks_nobody_else(client: Client) -> None:
    html = client.get(LOGIN).content.decode()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!www\.enable-javascript)', html)


def test_editor_and_admin_are_asked_the_same(client: Client) -> None:
    give_app(make_admin())
    assert sign_in(client, "admin")["Location"] == reverse("mfa_authenticate")
