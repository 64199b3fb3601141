"""What a browser may do with each kind of answer."""

import pytest
from django.test import Client

from tests.cms.admin_forms import NETWORK, edit_url, logged_in
from tests.factories.network import make_admin
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def policy_of(client: Client, path: str) -> dict[str, str]:
    """The directives of an answer's policy."""
    parts = client.get(path).headers["Content-Security-Policy"].split(";")
    return {name: sources for name, _space, sources in (part.strip().partition(" ") for part in parts)}


def test_every_screen_of_the_admin_has_the_admins_policy() -> None:
    article = make_article("flu")
    client = logged_in(make_admin())
    for path in ("/admin/", edit_url(article), "/admin/images/", "/admin/users/", "/admin/nothing-here/"):
        policy = policy_of(client, path)
        assert (policy["default-src"], policy["frame-src"]) == ("'none'", "'self'")
        assert policy["script-src"] == policy["style-src"] == "'self' 'unsafe-inline'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


def test_login_keeps_the_stricter_one_of_its_own() -> None:
    assert policy_of(Client(SERVER_NAME=NETWORK), "/admin/login/")["script-src"] == "'self'"


def test_docs_page_runs_its_own_files_alone() -> None:
    client = Client(SERVER_NAME=NETWORK)
    policy = policy_of(client, "/api/docs/try/")
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    html = client.get("/api/docs/try/").content.decode()
    assert "<style" not in html
    assert html.count("<script src=") == html.count("<script") == 3


def test_store_has_the_public_policy_also_where_the_network_has_its_admin() -> None:
    make_store("pitman")
    client = Client(SERVER_NAME="pitman.localhost")
    for path in ("/", "/admin/"):
        assert "script-src" not in policy_of(client, path)


@pytest.mark.parametrize(
    ("path", "resource"),
    [("/admin/login/", "same-origin"), ("/api/v2/stores/", "cross-origin"), ("/api/docs/", "cross-origin")],
)
def test_nothing_of_the_device_is_asked_for_and_only_public_answers_are_embedded(path: str, resource: str) -> None:
    headers = Client(SERVER_NAME=NETWORK).get(path).headers
    assert "camera=(), " in headers["Permissions-Policy"]
    assert "geolocation=(), " in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == resource


def test_passkeys_are_for_the_admin() -> None:
    client = Client(SERVER_NAME=NETWORK)
    assert "publickey-credentials-get=(self)" in client.get("/admin/login/").headers["Permissions-Policy"]
    assert "publickey-credentials-get=()" in client.get("/api/docs/").headers["Permissions-Policy"]
