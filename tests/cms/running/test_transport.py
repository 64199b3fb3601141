"""What browsers are told to keep of HTTPS, for each host."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cms.running.transport import HstsMiddleware

HEADER = "Strict-Transport-Security"


@pytest.fixture(autouse=True)
def _network(settings: pytest.FixtureRequest) -> None:
    settings.NETWORK_HOST = "cms.example"  # type: ignore[attr-defined]
    settings.HSTS_SECONDS = 600  # type: ignore[attr-defined]
    settings.HSTS_HOSTS = {"own.example": 0, "north.example": 5}  # type: ignore[attr-defined]


def header(host: str, *, secure: bool = True) -> str | None:
    request = RequestFactory().get("/", headers={"host": host}, secure=secure)
    value: str | None = HstsMiddleware(lambda _request: HttpResponse())(request).get(HEADER)
    return value


def test_every_host_is_told_so_for_itself_alone() -> None:
    assert header("cms.example") == "max-age=600"
    assert header("pitman.example:443") == "max-age=600"


def test_host_with_seconds_of_its_own_is_told_those_and_0_takes_it_back() -> None:
    assert header("own.example") == "max-age=0"
    assert header("north.example") == "max-age=5"


def test_promise_for_a_whole_domain_is_made_for_the_networks_host_only(settings: pytest.FixtureRequest) -> None:
    settings.HSTS_INCLUDE_SUBDOMAINS = settings.HSTS_PRELOAD = True  # type: ignore[attr-defined]
    assert header("cms.example") == "max-age=600; includeSubDomains; preload"
    assert header("pitman.example") == "max-age=600"


def test_plain_http_is_told_nothing() -> None:
    assert header("cms.example", secure=False) is None


def test_where_it_is_not_set_nothing_is_told(settings: pytest.FixtureRequest) -> None:
    settings.HSTS_SECONDS = None  # type: ignore[attr-defined]
    assert header("cms.example") is None


def test_host_that_is_none_harms_nothing() -> None:
    assert header("a b") == "max-age=600"
