"""Every error of the API is a problem document (RFC 9457)."""

from typing import Any

import pytest
from django.test import Client

from api.endpoints.stores import StoresEndpoint
from stores.models import StorePage
from tests.api.asking import NETWORK, SCOPED, Api
from tests.factories.stores import make_store

ALL = {"stores/": {}, "stores/pitman/": {}, **{path: {"store": "pitman", **query} for path, query in SCOPED.items()}}


@pytest.fixture
def pitman(db: None) -> StorePage:
    """A store, so that endpoints have one to answer for."""
    return make_store("pitman")


@pytest.fixture
def _broken_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    """`stores/` raises an error that nothing handles."""

    def fail(self: StoresEndpoint, stores: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(StoresEndpoint, "_matching", fail)


def test_only_reading_is_allowed(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for path, query in ALL.items():
        for method in ("post", "put", "patch", "delete"):
            with subtests.test(path=path, method=method):
                document = api.problem(405, path, method=method, **query)
                assert document["title"] == "Method Not Allowed"


def test_405_says_what_is_allowed(api: Api, pitman: StorePage) -> None:
    response = api.ask("stores/", method="post")
    assert {word.strip() for word in response["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}


def test_head_answers_as_get_without_a_body(api: Api, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for path in ("stores/", "stores/pitman/"):
        with subtests.test(path=path):
            response = api.ask(path, method="head")
            assert (response.status_code, response.content) == (200, b"")
    for path in ("articles/", "experts/", "banners/", "topics/", "tags/", "pages/", "images/", "redirects/"):
        with subtests.test(path=path):
            response = api.ask(path, method="head", store="pitman")
            assert (response.status_code, response.content) == (200, b"")
            assert response["Content-Type"] == "application/json"


def test_head_of_nothing_is_404(api: Api, pitman: StorePage) -> None:
    assert api.ask("stores/nowhere/", method="head").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "nothing/",
        "articles/lupus/",
        "articles/-1/",
        "articles/1.5/",
        "articles/1/more/",
        "stores/pit man/",
        "stores/%00/",
        "/api/",
        "/api/v1/",
        "/api/v3/pages/",
        "/api/v2/articles/%F0%9F%92%8A/",
    ],
)
def test_path_of_no_endpoint_is_a_problem(path: str, api: Api, pitman: StorePage) -> None:
    document = api.problem(404, path)
    assert document["detail"].startswith("There is no endpoint at '/api/")


def test_wanting_another_format_is_406(client: Client, pitman: StorePage) -> None:
    response = client.get("/api/v2/stores/", headers={"host": NETWORK, "accept": "application/xml"})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")
    assert response.json()["title"] == "Not Acceptable"


def test_browser_gets_json(client: Client, pitman: StorePage) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = client.get("/api/v2/stores/", headers={"host": NETWORK, "accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@pytest.mark.usefixtures("_broken_endpoint")
def test_what_nobody_foresaw_is_500_that_tells_nothing(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    document = api.problem(500, "stores/")
    assert document["detail"] == "Something went wrong on our side."
    assert "hunter2" in caplog.text


def test_any_frontend_may_read_answers_and_errors(client: Client, pitman: StorePage) -> None:
    for path in ("stores/", "stores/nowhere/", "articles/?store=pitman&colour=red"):
        response = client.get(f"/api/v2/{path}", headers={"host": NETWORK, "origin": "https://frontend.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.has_header("Access-Control-Allow-Credentials")


def test_no_answer_sets_a_cookie(client: Client, pitman: StorePage) -> None:
    for path in ("stores/", "articles/?store=pitman", "articles/"):
        response = client.get(f"/api/v2/{path}", headers={"host": NETWORK})
        assert not response.cookies


@pytest.mark.parametrize("host", [NETWORK, "pitman.localhost:8000"])
@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("/api/v2/articles?store=pitman&limit=1", "/api/v2/articles/?store=pitman&limit=1"),
        ("/api/v2/articles/find?store=pitman", "/api/v2/articles/find/?store=pitman"),
        ("/api/v2/stores/pitman", "/api/v2/stores/pitman/"),
        ("/api/docs", "/api/docs/"),
    ],
)
def test_endpoint_without_its_slash_is_at_the_one_with_it(
    asked: str, there: str, host: str, client: Client, pitman: StorePage
) -> None:
    response = client.get(asked, headers={"host": host, "origin": "https://frontend.example"})
    assert (response.status_code, response["Location"]) == (308, there)
    assert response["Access-Control-Allow-Origin"] == "*"


def test_what_is_no_endpoint_with_a_slash_either_is_404(api: Api) -> None:
    for path in ("/api/v2/nothing", "/api/v2/nothing/", "/api/x"):
        assert api.ask(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("articles", "'?slug='"),
        ("experts", "'?slug='"),
        ("pages", "'?html_path=' or '?id='"),
        ("images", "'?id='"),
        ("documents", "'?id='"),
        ("redirects", "'?html_path=' or '?id='"),
    ],
)
def test_find_without_its_key_is_400_that_names_it(path: str, keys: str, api: Api, pitman: StorePage) -> None:
    document = api.problem(400, f"{path}/find/", store="pitman")
    assert document["detail"] == f"Say what to find: add {keys}."


def test_browsers_may_ask_whether_something_changed_and_read_the_answer(client: Client, pitman: StorePage) -> None:
    headers = {"host": NETWORK, "origin": "https://frontend.example", "access-control-request-method": "GET"}
    asked: Any = {**headers, "access-control-request-headers": "if-none-match"}
    preflight = client.options("/api/v2/stores/", headers=asked)
    assert preflight.status_code == 200
    assert "if-none-match" in preflight["Access-Control-Allow-Headers"]
    assert preflight["Access-Control-Max-Age"] == "86400"
    exposed = client.get("/api/v2/stores/", headers=headers)["Access-Control-Expose-Headers"]
    assert {"ETag", "Link", "RateLimit", "Retry-After"} <= set(exposed.split(", "))


def test_type_of_a_problem_is_an_address_that_says_what_it_means(api: Api, pitman: StorePage) -> None:
    document = api.problem(404, "stores/nowhere/")
    assert document["type"] == "http://localhost:8000/api/problems/not-found/"
    answer = api.get("/api/problems/not-found/")
    assert (answer["type"], answer["status"]) == (document["type"], 404)
    api.problem(404, "/api/problems/teapot/")
