"""What is counted, and what is not."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from api.caching.freshness import FRESHNESS
from api.endpoints.document import COSTLY
from api.limits.costs import PARAMETERS, is_costly
from api.router import router

NGINX = Path(__file__).parents[3] / "deploy" / "nginx" / "mortar.conf"
KEEPER: Any = {FRESHNESS: None}
"""What stands before Django keeps the answer."""
STORE, NETWORK = "pitman.localhost:8000", "localhost:8000"
COSTS_MUCH = (
    "/api/v2/stores/?search=pit",
    "/api/v2/stores/?state=NJ&open_at=now",
    "/api/v2/stores/?near=40,-75",
    "/api/v2/stores/?at=2026-12-24T18:05:00-05:00",
    "/api/v2/articles/?order=title",
    "/api/v2/articles/?fields=*",
    "/api/v2/articles/?fields=%2A",
    "/api/v2/articles/?fields=_,experts(*)",
    "/api/v2/articles/?%73earch=flu",
    "/api/v2/images/",
    "/api/v2/s/pitman/images/",
    "/api/v2/documents/?limit=100",
    "/api/v2/redirects/",
    "/api/schema/",
)
COSTS_LITTLE = (
    "/api/v2/stores/",
    "/api/v2/articles/?limit=100&offset=40&topic=skin",
    "/api/v2/articles/?fields=body,share",
    "/api/v2/storefront/?path=/health/?search=flu",
    "/api/docs/",
)


def asked(path: str, host: str, method: str = "GET", *, passes_by: bool = False) -> HttpRequest:
    """A request as it comes from what keeps answers, or past it."""
    return RequestFactory().generic(method, path, headers={"host": host}, **({} if passes_by else KEEPER))


@pytest.mark.parametrize("path", COSTS_MUCH)
def test_costly_on_every_host(path: str) -> None:
    assert is_costly(asked(path, NETWORK))
    assert is_costly(asked(path, STORE, "HEAD"))


@pytest.mark.parametrize("path", COSTS_LITTLE)
def test_not_costly(path: str) -> None:
    assert not is_costly(asked(path, NETWORK))
    assert not is_costly(asked(path, STORE))


@pytest.mark.parametrize(("host", "path", "is_so"), [(STORE, "/health/", True), (NETWORK, "/admin/", False)])
def test_what_passes_by_the_kept_answers_is_costly(host: str, path: str, is_so: bool) -> None:
    assert is_costly(asked(path, host, passes_by=True)) is is_so
    assert is_costly(asked("/api/v2/stores/", host, passes_by=True))
    assert not is_costly(asked("/media/images/a.png", host, passes_by=True))
    assert not is_costly(asked(path, host, "POST", passes_by=True))


def test_page_of_a_site_at_another_moment_or_a_search_is_costly_and_nothing_else_is() -> None:
    assert is_costly(asked("/?at=2026-12-24T18:05:00-05:00", STORE))
    assert is_costly(asked("/search/?q=flu", STORE))
    assert is_costly(asked("/api/v2/storefront/?path=/search/&q=flu", NETWORK))
    assert not is_costly(asked("/?search=flu&fields=*", STORE))
    assert not is_costly(asked("/admin/pages/?at=1&search=flu", NETWORK, passes_by=True))


def test_every_parameter_that_is_counted_is_one_of_an_endpoint() -> None:
    known = {"search", "order"}
    for endpoint in router._endpoints.values():
        known |= set(getattr(endpoint, "parameters", {}))
    assert known >= PARAMETERS
    assert all(f"`{name}`" in COSTLY for name in PARAMETERS)


def test_proxy_sample_bounds_all_that_is_costly_by_its_parameters() -> None:
    block = re.search(r"map \$args \$expensive \{(.*?)\}", NGINX.read_text(), re.DOTALL)
    assert block is not None
    patterns = [re.compile(each, re.IGNORECASE) for each in re.findall(r"~\*(\S+)", block[1])]
    for path in (*COSTS_MUCH, *COSTS_LITTLE):
        query = urlsplit(path).query
        named = {name for name, _value in parse_qsl(query)}
        if query.startswith("%") or not named:
            # Names that are written in a strange way are Mortar's own to count.
            continue
        is_bound = any(pattern.search(query) for pattern in patterns)
        assert is_bound is (path in COSTS_MUCH and "limit" not in named), path
