"""Who must have a second factor opens nothing without it, however the session came about."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.adapters import SecondFactorAdapter
from cms.accounts.factors import must_have_factor
from cms.accounts.sealing import seal, unseal
from cms.users.models import User
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import NETWORK, logged_in
from tests.factories.network import PASSWORD, make_admin, make_editor, make_user
from tests.factories.second_factors import SECRET, code_now, give_app, give_recovery_codes
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

# What a new factor means for sessions happens at the commit.
committed = pytest.mark.django_db(transaction=True)
SET_UP = reverse("mfa_index", urlconf="cms.urls")


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = "newsroom"


def make_owner() -> User:
    user = make_user("owner")
    appoint_owner(by=None, user=user, store=make_store("pitman"))
    return user


def sign_in(user: User) -> Client:
    """With the password."""
    client = Client(SERVER_NAME=NETWORK)
    client.post("/admin/login/", {"username": user.get_username(), "password": PASSWORD})
    return client


def set_up_app(client: Client) -> Any:
    """As a browser does it."""
    client.get(reverse("mfa_activate_totp"))
    return client.post(reverse("mfa_activate_totp"), {"code": code_now(client.session["mfa.totp.secret"])})


@pytest.mark.parametrize(
    ("setting", "who"),
    [("nobody", set()), ("newsroom", {"admin", "editor"}), ("everybody", {"admin", "editor", "owner"})],
)
def test_setting_says_who_must_have_one(setting: str, who: set[str], settings: Any) -> None:
    settings.SECOND_FACTOR_FOR = setting
    people = {"admin": make_admin(), "editor": make_editor(), "owner": make_owner()}
    assert {name for name, user in people.items() if must_have_factor(user)} == who


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("make", [make_admin, make_editor])
def test_session_that_was_open_before_the_setting_opens_nothing_but_the_set_up(make: Any) -> None:
    client = logged_in(make())
    for path in ("/admin/", "/admin/pages/", "/admin/account/", "/admin/images/", "/admin/users/", "/admin/sites/"):
        assert client.get(path)["Location"] == SET_UP
        assert client.post(path, {})["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.get("/admin/pages/", headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403


@pytest.mark.usefixtures("required")
def test_outside_of_the_admin_such_a_session_is_nobodys() -> None:
    store = make_store("pitman")
    later = f"/api/v2/articles/?store={store.slug}&at=2030-01-01T00:00:00Z"
    editor = make_editor()
    as_nobody = Client(SERVER_NAME=NETWORK).get(later)
    assert logged_in(editor).get(later).content == as_nobody.content


@committed
@pytest.mark.usefixtures("required")
def test_owner_needs_none() -> None:
    client = sign_in(make_owner())
    assert client.get("/admin/").status_code == 200
    assert set_up_app(client).status_code == 302
    assert client.get("/admin/").status_code == 200


@committed
@pytest.mark.usefixtures("required")
def test_editor_sets_it_up_and_goes_on_with_other_sessions_ended() -> None:
    editor = make_editor()
    elsewhere, client = sign_in(editor), sign_in(editor)
    assert client.get("/admin/")["Location"] == SET_UP
    assert set_up_app(client)["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/")["Location"].startswith("/admin/login/")
    assert [message.to for message in mail.outbox] == [["editor@mortar.example"]]


@pytest.mark.usefixtures("required")
def test_session_without_the_factor_that_the_person_has_must_give_it_first() -> None:
    """However such a session came about: what is there already is asked for, and nothing can be added beside it."""
    editor = make_editor()
    give_app(editor)
    client = logged_in(editor)
    confirm = reverse("mfa_reauthenticate")
    for path in ("/admin/", SET_UP, reverse("mfa_activate_totp"), reverse("mfa_add_webauthn")):
        assert client.get(path)["Location"].startswith(confirm)
    assert client.post(f"{confirm}?next=/admin/", {"code": "000000"}).status_code == 200
    assert client.get("/admin/")["Location"].startswith(confirm)
    answer = client.post(confirm, {"code": code_now(), "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_password_alone_does_not_take_a_factor_away() -> None:
    editor = make_editor()
    give_app(editor)
    client = logged_in(editor)
    remove, confirm = reverse("mfa_deactivate_totp"), reverse("mfa_reauthenticate")
    assert client.post(remove)["Location"].startswith(confirm)
    by_password = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert by_password["Location"].startswith(confirm)
    assert client.post(remove)["Location"].startswith(confirm)
    assert Authenticator.objects.filter(user=editor).exists()


@committed
@pytest.mark.usefixtures("required")
def test_who_takes_the_last_one_away_sets_up_another() -> None:
    client = sign_in(make_editor())
    set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/admin/")["Location"] == SET_UP


def test_factors_change_only_for_who_has_come_in_or_confirmed_minutes_ago() -> None:
    client = sign_in(make_editor())
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        answer = client.get(reverse("mfa_activate_totp"))
        assert answer["Location"].startswith(reverse("account_reauthenticate"))
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_nobody_removes_somebody_elses_passkey() -> None:
    editor, admin = make_editor(), make_admin()
    key = Authenticator.objects.create(
        user=admin, type=Authenticator.Type.WEBAUTHN, data={"name": "Key of the admin", "credential": {}}
    )
    client = sign_in(editor)
    for ask in (client.get, client.post):
        assert ask(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
    assert "Key of the admin" not in client.get(reverse("mfa_list_webauthn")).content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_page_of_the_app_has_its_picture_in_itself_and_is_kept_by_nobody() -> None:
    answer = sign_in(make_editor()).get(reverse("mfa_activate_totp"))
    assert 'src="data:image/svg+xml;base64,' in answer.content.decode()
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_who_has_a_passkey_alone_is_asked_for_that_before_recovery_codes() -> None:
    editor = make_editor()
    Authenticator.objects.create(user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    give_recovery_codes(editor)
    answer = logged_in(editor).get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


# At rest


@pytest.fixture
def app(db: None) -> Authenticator:
    return give_app(make_editor())


def test_secret_is_not_readable_in_the_database(app: Authenticator) -> None:
    assert SECRET not in str(Authenticator.objects.values())
    assert unseal(app.data["secret"]) == SECRET


def test_what_an_earlier_key_sealed_opens_while_that_key_is_named(settings: Any) -> None:
    sealed = seal("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-install-that-is-long-enough-to-be-one"
    assert unseal(sealed) == "secret"
    settings.SECRET_KEY_FALLBACKS = []
    assert SecondFactorAdapter().decrypt(sealed) != "secret"


def test_factor_under_a_lost_key_fits_no_code_and_breaks_nothing(app: Authenticator, settings: Any) -> None:
    client = sign_in(app.user)
    settings.SECRET_KEY_FALLBACKS = []
    app.data = {"secret": "no such box"}
    app.save()
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert answer.status_code == 200
    assert "Incorrect code" in answer.content.decode()


def test_operator_takes_the_factors_of_somebody_who_has_lost_them(app: Authenticator) -> None:
    call_command("reset_second_factor", "editor", verbosity=0)
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="Nobody is called 'nobody'"):
        call_command("reset_second_factor", "nobody")
