"""A new password by mail: no way around the second factor, and no way to learn who is known."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.accounts.reset_links import mail_reset_link
from cms.tasks.rows import BACKEND, rows
from tests.cms.admin_forms import NETWORK, logged_in
from tests.factories.network import PASSWORD, make_editor, make_user
from tests.factories.second_factors import give_app

pytestmark = pytest.mark.django_db

ASK = "/admin/password_reset/"
NEW = "quiet-river-42-stones"


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME=NETWORK)


def open_link(client: Client) -> str:
    """Follows the mailed link to its form."""
    found = re.search(r"http://[^/]+(/admin/password_reset/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    return str(client.get(found[1])["Location"])


def test_answer_is_the_same_for_known_and_unknown(client: Client) -> None:
    make_editor()
    answers = [client.post(ASK, {"email": f"{name}@mortar.example"}) for name in ("editor", "nobody")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{ASK}done/")}
    assert [message.to for message in mail.outbox] == [["editor@mortar.example"]]


def test_mail_names_the_network_and_says_how_long_the_link_is_good(client: Client) -> None:
    make_editor()
    client.post(ASK, {"email": "editor@mortar.example"})
    (message,) = mail.outbox
    assert message.subject == "[Mortar] A new password"
    assert "at Mortar" in message.body
    assert "good once, for one hour" in message.body


def test_link_is_dead_after_an_hour(client: Client) -> None:
    make_editor()
    client.post(ASK, {"email": "editor@mortar.example"})
    found = re.search(r"http://[^/]+(/admin/password_reset/confirm/\S+)", str(mail.outbox[-1].body))
    assert found
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        assert "Invalid password reset link" in client.get(found[1]).content.decode()


def test_request_does_the_same_for_somebody_and_for_nobody_and_forgets_none(client: Client, settings: Any) -> None:
    """What is done for somebody who is known costs no time that one can measure, and no kill loses it."""
    make_editor()
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = []
    for name in ("editor", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            client.post(ASK, {"email": f"{name}@mortar.example"})
        asked.append([query["sql"].partition("(")[0] for query in queries])
    assert asked[0] == asked[1]
    assert not any("users_user" in sql for sql in asked[0])
    assert mail.outbox == []
    for row in rows():
        mail_reset_link.call(**row.args_kwargs["kwargs"])
    assert [message.to for message in mail.outbox] == [["editor@mortar.example"]]


def test_mail_that_fails_is_the_tasks_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_editor()

    def fail(message: Any) -> int:
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    with pytest.raises(OSError, match="no mail server"):
        mail_reset_link.call(
            email="editor@mortar.example",
            is_secure=True,
            email_template_name="wagtailadmin/account/password_reset/email.txt",
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
        )


def test_new_password_does_not_log_in_and_the_factor_is_asked_for(client: Client) -> None:
    give_app(make_editor())
    client.post(ASK, {"email": "editor@mortar.example"})
    client.post(open_link(client), {"new_password1": NEW, "new_password2": NEW})
    assert "_auth_user_id" not in client.session
    answer = client.post("/admin/login/", {"username": "editor", "password": NEW})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_new_password_ends_the_sessions_of_the_old_one(client: Client) -> None:
    theirs = logged_in(make_editor())
    client.post(ASK, {"email": "editor@mortar.example"})
    client.post(open_link(client), {"new_password1": NEW, "new_password2": NEW})
    assert theirs.get("/admin/").status_code == 302


def test_rules_hold_for_the_new_password(client: Client) -> None:
    editor = make_editor()
    client.post(ASK, {"email": "editor@mortar.example"})
    answer = client.post(open_link(client), {"new_password1": "short", "new_password2": "short"})
    assert answer.status_code == 200
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_fourth_request_for_an_address_mails_nothing_and_says_the_same(client: Client) -> None:
    make_editor()
    answers = [client.post(ASK, {"email": "editor@mortar.example"}) for _ in range(5)]
    assert {answer["Location"] for answer in answers} == {f"{ASK}done/"}
    assert len(mail.outbox) == 3


def test_closed_account_gets_no_mail(client: Client) -> None:
    make_user("closed", is_active=False)
    client.post(ASK, {"email": "closed@mortar.example"})
    assert mail.outbox == []


def test_address_of_ones_own_account_is_not_ones_own_to_change() -> None:
    """New passwords go to it: who finds an open session would take the account with it."""
    editor = make_editor()
    client = logged_in(editor)
    html = client.get("/admin/account/").content.decode()
    assert 'name="name_email-email"' not in html
    client.post("/admin/account/", {"name_email-first_name": "A", "name_email-email": "evil@evil.example"})
    editor.refresh_from_db()
    assert editor.email == "editor@mortar.example"
