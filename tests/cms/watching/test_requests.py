"""One line for each request, and its numbers."""

import logging
import time
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from cms.watching.hearing import heard_at
from cms.watching.requests import RequestMiddleware, Statements
from tests.factories.stores import make_store


def facts_of(caplog: pytest.LogCaptureFixture, event: str) -> list[dict[str, Any]]:
    return [record.__dict__["facts"] for record in caplog.records if record.getMessage() == event]


@pytest.mark.django_db
def test_line_names_route_status_store_and_what_the_database_did(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    make_store("pitman")
    caplog.set_level(logging.INFO, logger="cms.watching.requests")
    answer = client.get("/api/v2/stores/pitman/?store=pitman&token=secret", headers={"host": "localhost:8000"})
    (facts,) = facts_of(caplog, "request")
    assert facts["route"].startswith("api/v2/stores/")
    assert (facts["method"], facts["status"], facts["store"]) == ("GET", answer.status_code, "pitman")
    assert facts["path"] == "/api/v2/stores/pitman/"
    assert "secret" not in str(facts)


@pytest.mark.django_db
def test_line_of_the_admin_has_the_person_by_number_and_no_address(
    admin_client: Client, admin_user: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="cms.watching.requests")
    admin_client.get("/admin/", headers={"host": "localhost:8000"})
    facts = facts_of(caplog, "request")[-1]
    assert facts["user"] == admin_user.pk
    assert facts["queries"] > 0
    assert "path" not in facts


def test_id_of_the_proxy_is_kept_and_a_strange_one_is_not() -> None:
    middleware = RequestMiddleware(lambda request: HttpResponse())
    ask = RequestFactory().get
    with_id = middleware(ask("/", headers={"x-request-id": "0123456789abcdef"}))
    assert with_id["X-Request-ID"] == "0123456789abcdef"
    strange = middleware(ask("/", headers={"x-request-id": "a b\tc"}))
    assert len(strange["X-Request-ID"]) == 16


@pytest.mark.django_db
def test_only_what_the_database_has_answered_is_a_sign_of_life(client: Client) -> None:
    before = heard_at()

    def refused(*args: Any) -> Any:
        raise OperationalError

    with pytest.raises(OperationalError):
        Statements()(refused, "SELECT 1", None, False, {})
    assert heard_at() == before
    client.get("/api/v2/stores/nowhere/", headers={"host": "localhost:8000"})
    assert before < heard_at() <= time.monotonic()


@pytest.mark.django_db
def test_slow_statement_is_told_with_its_place_and_without_its_values(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_QUERY_MS = 0

    def view(request: HttpRequest) -> HttpResponse:
        make_store("north", title="Secret name")
        return HttpResponse()

    RequestMiddleware(view)(RequestFactory().get("/"))
    found = facts_of(caplog, "slow query")
    assert any(facts["place"].startswith("stores/opening/") for facts in found)
    assert "Secret name" not in str(found)


def test_slow_request_is_a_warning(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.SLOW_REQUEST_MS = 0
    RequestMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize(("waited", "status"), [(0.1, 200), (6, 503)])
def test_request_that_waited_too_long_is_not_begun(settings: Any, waited: float, status: int) -> None:
    settings.LONGEST_WAIT = 5
    request = RequestFactory().get("/", headers={"x-request-start": f"t={time.time() - waited:.3f}"})
    answer = RequestMiddleware(lambda request: HttpResponse())(request)
    assert answer.status_code == status
    assert answer.get("Retry-After") == ("2" if status == 503 else None)


def test_stamp_that_is_none_counts_for_nothing(settings: Any) -> None:
    settings.LONGEST_WAIT = 5
    for stamp in ("", "yesterday", "t=", "1"):
        request = RequestFactory().get("/", headers={"x-request-start": stamp})
        assert RequestMiddleware(lambda request: HttpResponse())(request).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v2/stores/", "/admin/login/"])
def test_request_that_meets_no_database_is_answered_503_with_when_to_come_again(client: Client, path: str) -> None:
    def away(execute: Any, *args: Any) -> Any:
        raise OperationalError("gone")

    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = client.get(path, headers={"host": "localhost:8000"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    if path.startswith("/api/"):
        assert answer.json()["title"] == "Service Unavailable"
