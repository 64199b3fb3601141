"""503 while the database is away, or others are changing the same: with when to come again, and not as a fault."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from api.protocol.errors import AWAY, RETRY_AFTER, problem_response
from cms.watching.logs import is_locked
from stores.importing.running import who_imports

API = "/api/"


class OutageMiddleware:
    """Turns the 500 of a request that met no database into a 503. The page that says so asks no database either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        got_request_exception.connect(self._remember, dispatch_uid="outage")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 500 and getattr(request, "has_met_outage", False):
            if request.path.startswith(API):
                response = problem_response(503, "The database does not answer. Try again soon.")
            elif getattr(request, "has_met_lock", False):
                response = _held_up()
            response.status_code = 503
        if response.status_code == 503:
            response.headers.setdefault("Retry-After", RETRY_AFTER)
        return response

    @staticmethod
    def _remember(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        if request is not None and isinstance(sys.exc_info()[1], AWAY):
            request.has_met_outage = True  # type: ignore[attr-defined]
            request.has_met_lock = is_locked(sys.exc_info()[1])  # type: ignore[attr-defined]


def _held_up() -> HttpResponse:
    """For whoever has waited for `lock_timeout`: nothing was saved, and why."""
    try:
        importing = who_imports()
    except DatabaseError:
        importing = ""
    return HttpResponse(render_to_string("held_up.html", {"importing": importing}))
