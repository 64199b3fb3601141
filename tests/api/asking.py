"""Asking the API as a frontend does, through the whole stack: Host header, middleware, views.

Each method takes the query as keywords, and `host`, a string, to ask elsewhere.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from stores.languages import code_of

NETWORK = settings.NETWORK_HOST
"""Where admin, API and docs stand."""

SCOPED: dict[str, dict[str, str]] = {
    "articles/": {},
    "articles/1/": {},
    "articles/find/": {"slug": "lupus"},
    "experts/": {},
    "experts/1/": {},
    "experts/find/": {"slug": "dr-sample"},
    "banners/": {},
    "topics/": {},
    "tags/": {},
    "storefront/": {"path": "/"},
    "search/": {"search": "lupus"},
    "sitemap/": {},
    "navigation/": {},
    "chrome/": {},
    "pages/": {},
    "pages/1/": {},
    "pages/find/": {},
    "images/": {},
    "images/1/": {},
    "images/find/": {},
    "documents/": {},
    "documents/1/": {},
    "documents/find/": {},
    "redirects/": {},
    "redirects/1/": {},
    "redirects/find/": {},
}
"""Paths whose answer depends on the store, each with the parameters that it needs besides."""

PROBLEM_MEMBERS = {"type", "title", "status", "detail", "message", "errors"}


@dataclass(frozen=True, slots=True)
class Api:
    """The API at one host; `ask` others by `host=`."""

    client: Client
    host: str = NETWORK

    def ask(self, path: str, /, *, host: Any = None, method: str = "get", **query: Any) -> HttpResponse:
        """The raw answer of `/api/v2/<path>`; a path that begins with `/` is taken as it is."""
        url = path if path.startswith("/") else f"/api/v2/{path}"
        response: Any = self.client.generic(
            method.upper(), url, query_params=query, headers={"host": host or self.host}
        )
        return cast(HttpResponse, response)

    def get(self, path: str, /, *, host: Any = None, **query: Any) -> Any:
        """The JSON of an answer that must be 200."""
        response = self.ask(path, host=host, **query)
        assert response.status_code == 200, response.content
        assert response["Content-Type"] == "application/json"
        return self._json(response)

    def items(self, path: str, /, *, host: Any = None, **query: Any) -> list[Any]:
        """The items of a list."""
        items: list[Any] = self.get(path, host=host, **query)["items"]
        return items

    def problem(self, status: int, path: str, /, *, host: Any = None, method: str = "get", **query: Any) -> Any:
        """The problem document of an answer that must have this status."""
        response = self.ask(path, host=host, method=method, **query)
        assert response.status_code == status, response.content
        assert response["Content-Type"] == "application/problem+json"
        document = self._json(response)
        assert set(document) == PROBLEM_MEMBERS
        assert document["status"] == status
        assert document["message"] == document["detail"]
        return document

    def count_queries(self, path: str, /, *, host: Any = None, **query: Any) -> int:
        """How many queries an answer costs in a process that knows what it asks for once: content types, languages."""
        ContentType.objects.get_for_models(*apps.get_models())
        for locale in Locale.all_objects.values_list("pk", flat=True):
            code_of(locale)
        with CaptureQueriesContext(connection) as queries:
            response = self.ask(path, host=host, **query)
        assert response.status_code == 200, response.content
        return len(queries)

    @staticmethod
    def _json(response: Any) -> Any:
        return response.json()
