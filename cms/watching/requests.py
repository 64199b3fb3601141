"""One line of the log and a handful of numbers for each request that reaches Django."""

import inspect
import logging
import re
import secrets
from collections.abc import Callable
from time import perf_counter, time
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

from cms.watching.hearing import note_answer
from cms.watching.metrics import QUERIES, REQUESTS, SECONDS_OF_QUERIES, SECONDS_OF_REQUESTS, SHED

logger = logging.getLogger(__name__)

REQUEST_ID = re.compile(r"[\w-]{8,64}")
SLUG = re.compile(r"[a-z0-9-]{1,100}")
ARRIVED = re.compile(r"t=(\d+(?:\.\d+)?)")
OURS = ("api/", "cms/", "frontend_templates/", "stores/")
SQL_LENGTH = 500
LONGEST_BELIEVED = 60.0
ALIVE = "/healthz"
FOR_MACHINES = (ALIVE, "/readyz", "/metrics", "/known-host")
"""Never too late, and no line in the log."""


class Statements:
    """Counts the statements of one request, and tells of slow ones: the text with its gaps, never the values."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            result = execute(sql, params, many, context)
            note_answer()
            return result
        finally:
            took = perf_counter() - began
            self.count += 1
            self.seconds += took
            if took * 1000 >= settings.SLOW_QUERY_MS:
                facts = {
                    "ms": round(took * 1000),
                    "place": place_of(inspect.currentframe()),
                    "sql": str(sql)[:SQL_LENGTH],
                }
                logger.warning("slow query", extra={"facts": facts})


def place_of(frame: FrameType | None) -> str:
    """`stores/hours/today.py:41 change_today`: the innermost function of ours that waits."""
    root = f"{settings.BASE_DIR}/"
    while frame is not None:
        path = frame.f_code.co_filename.removeprefix(root)
        if path.startswith(OURS) and not path.startswith("cms/watching/"):
            return f"{path}:{frame.f_lineno} {frame.f_code.co_name}"
        frame = frame.f_back
    return ""


def seconds_waited(request: HttpRequest) -> float:
    """How long a request has waited for a thread since the proxy stamped it; 0 for one without a stamp, or whose stamp
    is of another clock than ours: nobody waits for so long.
    """
    arrived = ARRIVED.fullmatch(request.headers.get("X-Request-Start", ""))
    waited = time() - float(arrived[1]) if arrived is not None else 0.0
    return waited if waited < LONGEST_BELIEVED else 0.0


class RequestMiddleware:
    """Gives every request an id (the proxy's, if it is one), and says what became of it.

    Behind a proxy that stamps `X-Request-Start`, a request that waited too long for a thread is answered 503 at
    once: whoever asked has gone, and those behind it have not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, statements = perf_counter(), Statements()
        clear_contextvars()
        request_id = request.headers.get("X-Request-ID", "")
        request_id = request_id if REQUEST_ID.fullmatch(request_id) else secrets.token_hex(8)
        bind_contextvars(request=request_id)
        if self._is_too_late(request):
            SHED.inc()
            return HttpResponse("Busy.\n", status=503, content_type="text/plain", headers={"Retry-After": "2"})
        with connection.execute_wrapper(statements):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if request.path not in FOR_MACHINES:
            self._tell(request, response, perf_counter() - began, statements)
        return response

    @staticmethod
    def _is_too_late(request: HttpRequest) -> bool:
        if not settings.LONGEST_WAIT or request.path in FOR_MACHINES:
            return False
        return seconds_waited(request) > settings.LONGEST_WAIT

    @staticmethod
    def _tell(request: HttpRequest, response: HttpResponse, took: float, statements: Statements) -> None:
        match = request.resolver_match
        route, method = (match.route or "/") if match else "", request.method or ""
        REQUESTS.labels(route, method, response.status_code).inc()
        SECONDS_OF_REQUESTS.labels(route).observe(took)
        QUERIES.labels(route).inc(statements.count)
        SECONDS_OF_QUERIES.labels(route).inc(statements.seconds)
        facts: dict[str, Any] = {
            "method": method,
            "route": route,
            "status": response.status_code,
            "ms": round(took * 1000, 1),
            "queries": statements.count,
            "db_ms": round(statements.seconds * 1000, 1),
            **about(request),
        }
        is_slow = took * 1000 >= settings.SLOW_REQUEST_MS
        level = logging.WARNING if is_slow else logging.INFO
        is_away = response.status_code == 503
        logger.log(level, "slow request" if is_slow else "request", extra={"facts": facts, "is_away": is_away})


def about(request: HttpRequest) -> dict[str, Any]:
    """The store, the path of what is public, and who asked by number; nothing is looked up for it."""
    facts: dict[str, Any] = {}
    store = getattr(request, "store", None)
    slug = store.slug if store is not None else request.GET.get("store", "")
    if SLUG.fullmatch(slug):
        facts["store"] = slug
    if not request.path.startswith("/admin/"):
        facts["path"] = request.path[:200]
    # Where Django keeps the person once something has asked for it; asking here would cost a query for anybody.
    user = getattr(request, "_cached_user", None)
    if user is not None and user.is_authenticated:
        facts["user"] = user.pk
    return facts
