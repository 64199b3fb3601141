"""A session that ends in mid-edit loses nothing that was typed, and no refusal is a raw English page."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, stream
from tests.factories.network import PASSWORD, make_admin, make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"HTTP_ORIGIN": "http://localhost"}
ELSEWHERE: dict[str, Any] = {"HTTP_ORIGIN": "https://evil.example"}
TYPED = "What I typed & “meant” <b>\n\n  at length"


def browser_of(user: Any) -> Client:
    """A browser whose forms need a good token."""
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token_at(client: Client, url: str) -> str:
    field = BeautifulSoup(client.get(url).content, "html.parser").select_one("[name=csrfmiddlewaretoken]")
    assert field
    return str(field["value"])


def kept(answer: Any) -> QueryDict:
    """The fields of the page that sends the form again, as a browser reads them."""
    form = BeautifulSoup(answer.content, "html.parser").select_one("#send-again")
    assert form
    fields = QueryDict(mutable=True)
    for each in form.select("textarea, input"):
        text = each.get("value") if each.name == "input" else each.text.removeprefix("\n")
        fields.appendlist(str(each["name"]), str(text))
    return fields


@pytest.fixture
def flu() -> ArticlePage:
    article: ArticlePage = make_article("flu")
    return article


def test_form_that_is_sent_after_the_end_is_kept_and_saved_after_the_login(flu: ArticlePage) -> None:
    editor = make_editor()
    client, url = browser_of(editor), edit_url(flu)
    form = form_at(client, url)
    form["csrfmiddlewaretoken"] = token_at(client, url)
    form.update({**paragraphs("body", "<p>One.</p>"), **stream("sources"), **stream("corrections")})
    form["teaser"] = TYPED
    editor.end_sessions()
    answer = client.post(url, form, **HERE)
    assert answer.status_code == 401
    fields = kept(answer)
    assert fields["teaser"] == TYPED
    assert {name: fields.getlist(name) for name in form if name != "csrfmiddlewaretoken"} == {
        name: form.getlist(name) for name in form if name != "csrfmiddlewaretoken"
    }
    login = "/admin/login/"
    sent = {"username": "editor", "password": PASSWORD, "csrfmiddlewaretoken": token_at(client, login)}
    assert client.post(login, sent).status_code == 302
    # The token of that page is from before the login: it comes back once more, with a good one.
    answer = client.post(url, fields, **HERE)
    assert answer.status_code == 401
    assert "You have logged in anew" in answer.content.decode()
    assert client.post(url, kept(answer), **HERE).status_code == 302
    saved_page = ArticlePage.objects.get(pk=flu.pk).get_latest_revision_as_object()
    assert saved_page.teaser.split() == TYPED.split()


def test_script_renews_the_token_of_a_form_that_was_open_before_the_login() -> None:
    editor = make_editor()
    client = browser_of(editor)
    answer = client.get(reverse("cms_session")).json()
    assert answer["person"] == editor.pk
    sent = {"csrfmiddlewaretoken": answer["token"]}
    assert client.post(reverse("wagtailadmin_logout"), sent).status_code == 302
    assert client.get(reverse("cms_session")).json()["person"] is None


def test_autosave_is_told_in_words(flu: ArticlePage) -> None:
    answer = Client(SERVER_NAME="localhost").post(edit_url(flu), {}, HTTP_ACCEPT="application/json", **HERE)
    assert answer.status_code == 401
    data = answer.json()
    assert (data["success"], data["error_code"]) == (False, "locked")
    assert "You are logged out" in data["error_message"]


def test_small_screens_of_a_store_are_kept_too() -> None:
    store = make_store("pitman")
    url = reverse("stores_add_dates", args=[store.pk])
    answer = Client(SERVER_NAME="localhost").post(url, {"label": "Inventory", "starts_on": "2027-01-02"}, **HERE)
    assert answer.status_code == 401
    assert kept(answer)["label"] == "Inventory"


def test_password_is_not_written_into_a_page() -> None:
    sent = {"password-old_password": PASSWORD, "name_email-first_name": "Ann"}
    answer = Client(SERVER_NAME="localhost").post(reverse("wagtailadmin_account"), sent, **HERE)
    assert kept(answer)["name_email-first_name"] == "Ann"
    assert PASSWORD not in answer.content.decode()


def test_what_another_site_sends_is_never_offered(flu: ArticlePage) -> None:
    client = browser_of(make_admin())
    origins: tuple[dict[str, Any], ...] = (ELSEWHERE, {}, {"HTTP_ORIGIN": "null"})
    for origin in origins:
        answer = client.post(edit_url(flu), {"title": "Evil", "csrfmiddlewaretoken": "x"}, **origin)
        assert answer.status_code == 403
        assert "Evil" not in answer.content.decode()
    anonymous = Client(SERVER_NAME="localhost")
    assert "/admin/login/" in anonymous.post(edit_url(flu), {"title": "Evil"}, **ELSEWHERE)["Location"]


def test_refusal_of_a_form_is_said_in_plain_words() -> None:
    make_store("pitman")
    for host, path in (("localhost", "/admin/login/"), ("localhost", "/admin/pages/"), ("pitman.localhost", "/")):
        answer = Client(SERVER_NAME=host, enforce_csrf_checks=True).post(path, {})
        if answer.status_code == 403:
            text = answer.content.decode()
            assert "CSRF" not in text
            assert "Forbidden" not in text
            assert "Go back, reload the page" in text


@pytest.mark.parametrize("path", ["/nothing/", "/documents/1/nothing.pdf", "/media/nothing.png"])
def test_what_is_not_there_is_a_page_in_plain_words(path: str) -> None:
    answer = Client(SERVER_NAME="localhost").get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_request_that_django_refuses_is_a_page_in_plain_words() -> None:
    client = logged_in(make_admin())
    answer = client.post("/admin/login/", {f"field-{number}": "x" for number in range(10_001)})
    assert answer.status_code == 400
    assert "This request can&#x27;t be read" in answer.content.decode() or "This request can't be read" in (
        answer.content.decode()
    )
