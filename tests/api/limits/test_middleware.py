"""Who asks too much is held back, wherever the answer would come from; what is kept is free."""

import time
from collections.abc import Callable
from ipaddress import ip_network
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from api.caching.freshness import FRESHNESS
from api.limits import turns
from api.limits.middleware import LimitMiddleware
from api.limits.models import Allowance, let_in
from api.limits.pace import Rate
from tests.factories.stores import make_store

COSTLY = "/api/v2/stores/?search=pit"
NETWORK = "localhost:8000"
KEEPER: Any = {FRESHNESS: None}
"""What stands before Django keeps the answer."""


@pytest.fixture(autouse=True)
def limit(settings: Any) -> None:
    settings.COSTLY_PER_SECOND, settings.COSTLY_AT_ONCE = 1, 3


def asked(
    middleware: LimitMiddleware, path: str = COSTLY, address: str = "203.0.113.7", **headers: str
) -> HttpResponse:
    ask = RequestFactory(REMOTE_ADDR=address).get
    return middleware(ask(path, headers={"host": NETWORK, **headers}, **KEEPER))


def answering(view: Callable[[HttpRequest], HttpResponse] = lambda request: HttpResponse()) -> LimitMiddleware:
    return LimitMiddleware(view)


@pytest.mark.django_db
def test_beyond_the_limit_the_answer_is_a_problem_that_says_when_to_come_again(client: Client) -> None:
    answers = [client.get(COSTLY, headers={"host": NETWORK}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused["Content-Type"] == "application/problem+json"
    assert (refused["Retry-After"], refused["Cache-Control"]) == ("1", "no-store")
    assert (refused["Access-Control-Allow-Origin"], refused["Access-Control-Expose-Headers"]) == (
        "*",
        "RateLimit, RateLimit-Policy, Retry-After",
    )
    assert refused["X-Content-Type-Options"] == "nosniff"
    assert refused.json()["title"] == "Too Many Requests"
    assert refused.json()["detail"].endswith("Try again in 1 second.")
    # Nothing else is held back meanwhile.
    assert client.get("/api/v2/stores/", headers={"host": NETWORK}, **KEEPER).status_code == 200


@pytest.mark.django_db
def test_page_of_a_site_is_refused_in_plain_words(client: Client) -> None:
    store = make_store("pitman")
    path, host = "/?at=2026-12-24T18:05:00-05:00", f"{store.site.hostname}:8000"
    answers = [client.get(path, headers={"host": host}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.django_db
def test_addresses_are_counted_apart_and_all_workers_together() -> None:
    one, other = answering(), answering()
    assert [asked(one).status_code for _ in range(2)] == [200, 200]
    assert [asked(other).status_code for _ in range(2)] == [200, 429]
    assert asked(other, address="203.0.113.8").status_code == 200
    # The second worker knows now, and asks the database nothing.
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert asked(other).status_code == 429
    assert len(queries) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "number"), [("/api/v2/stores/", 0), (COSTLY, 1)])
def test_an_ordinary_request_costs_no_query_and_a_costly_one_costs_one(path: str, number: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert asked(answering(), path).status_code == 200
    assert len(queries) == number


@pytest.mark.django_db
def test_address_is_the_one_that_the_trusted_proxy_says(settings: Any) -> None:
    settings.BEHIND_TLS_PROXY, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1
    middleware = answering()
    # What somebody writes there themselves stands before what the proxy adds.
    told = [{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7"} for number in range(4)]
    statuses = [asked(middleware, address="127.0.0.1", **headers).status_code for headers in told]
    assert statuses == [200, 200, 200, 429]
    assert asked(middleware, address="127.0.0.1", **{"x-forwarded-for": "203.0.113.9"}).status_code == 200


@pytest.mark.django_db
def test_whoever_has_a_network_of_ipv6_has_one_address() -> None:
    middleware = answering()
    statuses = [asked(middleware, address=f"2001:db8:1:2::{number}").status_code for number in range(1, 5)]
    assert statuses == [200, 200, 200, 429]
    assert asked(middleware, address="2001:db8:1:3::1").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8:1:2::9"])
def test_server_of_a_frontend_is_never_held(settings: Any, address: str) -> None:
    settings.COSTLY_FREE_FOR = [ip_network("203.0.113.0/28"), ip_network("2001:db8:1:2::9/128")]
    middleware = answering()
    assert {asked(middleware, address=address).status_code for _ in range(9)} == {200}
    assert not Allowance.objects.exists()


@pytest.mark.django_db
def test_no_address_is_kept() -> None:
    asked(answering())
    assert "203" not in Allowance.objects.get().name


@pytest.mark.django_db
def test_no_limit_holds_nobody(settings: Any) -> None:
    settings.COSTLY_PER_SECOND = 0
    middleware = answering()
    assert {asked(middleware).status_code for _ in range(9)} == {200}


@pytest.mark.django_db
def test_database_lets_in_as_many_as_the_worker_does() -> None:
    rate = Rate(per_second=1, at_once=3)
    ahead = [let_in("a", rate) for _ in range(4)]
    assert [None if each is None else round(each) for each in ahead] == [1, 2, 3, None]


def test_one_thread_is_never_busy_with_what_costs_much(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST", 0.1)
    settings.SERVER_THREADS, settings.COSTLY_FREE_FOR = 3, [ip_network("0.0.0.0/0")]
    begun, end = Barrier(3), Event()

    def slow(request: HttpRequest) -> HttpResponse:
        if "search" in request.GET:
            begun.wait(10)
            end.wait(10)
        return HttpResponse()

    middleware = LimitMiddleware(slow)
    threads = [Thread(target=asked, args=(middleware,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    refused = asked(middleware)
    assert (refused.status_code, refused["Retry-After"]) == (503, "1")
    assert asked(middleware, "/api/v2/stores/").status_code == 200
    end.set()
    for thread in threads:
        thread.join()
    assert asked(middleware, "/api/v2/images/").status_code != 503


@pytest.mark.parametrize(("waited", "path", "status"), [(1.5, COSTLY, 503), (1.5, "/api/v2/stores/", 200)])
def test_what_costs_much_and_has_waited_long_is_not_begun(
    settings: Any, waited: float, path: str, status: int
) -> None:
    settings.LONGEST_WAIT = 5
    settings.COSTLY_FREE_FOR = [ip_network("0.0.0.0/0")]
    stamp = {"x-request-start": f"t={time.time() - waited:.3f}"}
    assert asked(answering(), path, **stamp).status_code == status
