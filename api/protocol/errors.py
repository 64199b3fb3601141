"""Errors of the API: every one is an RFC 9457 problem document, made here."""

import logging
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt
from rest_framework import status
from rest_framework.exceptions import APIException, MethodNotAllowed, NotAcceptable
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

from api.protocol.renderers import PROBLEM_JSON, JSONRenderer

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
"""What a request meets while the database is away, full or too slow."""
RETRY_AFTER = "2"
"""Seconds, as a header has them."""
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    410: "Gone",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


STREAM = "/api/v2/live/"
"""Where a proxy leads to another process."""
KINDS_AT = "/api/problems/"
"""Below it each kind of error has an address that stays."""
KINDS = {
    400: "The request can't be answered as it stands: a parameter that is not known, is missing or has no such value.",
    401: "A key is needed, or what was sent to say who asks is not good (any more). 'WWW-Authenticate' says which.",
    403: "Not for whoever asks: the key is for something else, or for another store.",
    404: "Nothing is there: no such endpoint, store, object or path.",
    405: "The API is read: GET, HEAD and OPTIONS.",
    406: "The API answers JSON, and the request takes none.",
    410: "It was there, and was withdrawn or closed for good.",
    429: "The address has asked too often what costs much. 'Retry-After' says when to come again.",
    500: "A fault of ours. It was noted.",
    503: "Too much is being answered, or the database is away. 'Retry-After' says when to come again.",
}
"""What each kind means, by status."""


class ApiProblem(APIException):
    """An error with its place: `errors` lists `{"field", "message"}`. Raise one of its kinds."""

    status_code: int

    def __init__(self, detail: str, *, field: str | None = None, message: str | None = None) -> None:
        super().__init__(detail)
        self.errors = [{"field": field, "message": message or detail}] if field else []


class BadRequest(ApiProblem):
    """400: the request can't be answered as it stands."""

    status_code = status.HTTP_400_BAD_REQUEST


class Unauthorized(ApiProblem):
    """401: what says who asks is missing, or not good (any more)."""

    status_code = status.HTTP_401_UNAUTHORIZED


class Forbidden(ApiProblem):
    """403: the key is not for this."""

    status_code = status.HTTP_403_FORBIDDEN


class NotThere(ApiProblem):
    """404: it does not exist, or not for you."""

    status_code = status.HTTP_404_NOT_FOUND


class Withdrawn(ApiProblem):
    """410: it was here and will not come back."""

    status_code = status.HTTP_410_GONE


def body_of(code: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """A problem document as plain data."""
    title = TITLES.get(code, "Error")
    return {
        "type": f"{settings.NETWORK_URL}{KINDS_AT}{slugify(title)}/",
        "title": title,
        "status": code,
        "detail": detail,
        # Clients of stock Wagtail read it.
        "message": detail,
        "errors": errors or [],
    }


def problem_response(code: int, detail: str) -> HttpResponse:
    """A problem where no API view is at work: unknown hosts and paths."""
    content = JSONRenderer().render(body_of(code, detail))
    return HttpResponse(content, status=code, content_type=PROBLEM_JSON)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. An exception that nobody foresaw is logged, and the answer gives nothing of it away."""
    errors: list[dict[str, str]] = []
    code: int
    if isinstance(exc, ApiProblem):
        code, detail, errors = exc.status_code, str(exc.detail), exc.errors
    elif isinstance(exc, BadRequestError):
        code, detail = 400, str(exc)
    elif isinstance(exc, ValidationError):
        code, detail = 400, " ".join(exc.messages)
    elif isinstance(exc, SuspiciousOperation):
        code, detail = 400, "The request is not one that a frontend would send."
    elif isinstance(exc, Http404):
        code, detail = 404, "There is nothing at this address."
    elif isinstance(exc, PermissionDenied):
        code, detail = 403, "You may not see this."
    elif isinstance(exc, NotAcceptable):
        code, detail = exc.status_code, "The API answers JSON: send 'Accept: application/json', or none."
    elif isinstance(exc, MethodNotAllowed):
        allowed = ", ".join(context["view"].allowed_methods)
        code, detail = exc.status_code, f"{context['request'].method} is not allowed here: use {allowed}."
    elif isinstance(exc, APIException):
        code, detail = exc.status_code, str(exc.detail)
    elif isinstance(exc, AWAY):
        logger.error("no database", exc_info=exc)
        code, detail = 503, "The database does not answer. Try again soon."
    else:
        logger.exception("unforeseen error", exc_info=exc)
        code, detail = 500, "Something went wrong on our side."
    response = Response(body_of(code, detail, errors), status=code)
    if code == status.HTTP_401_UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Mortar", error="invalid_token"'
        response["Cache-Control"] = "private, no-store"
    response.content_type = PROBLEM_JSON
    return response


@csrf_exempt
def kind_of_problem(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands at the address that a problem document gives as its type."""
    for code, words in KINDS.items():
        if slugify(TITLES[code]) == slug:
            told = {"type": f"{settings.NETWORK_URL}{request.path}", "title": TITLES[code], "status": code}
            content = JSONRenderer().render({**told, "description": words})
            return HttpResponse(content, content_type=JSONRenderer.media_type)
    return not_found(request)


@csrf_exempt
def not_found(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """404 for any path below `/api/` that is no endpoint; 308 where all that it lacks is the slash at its end."""
    if not request.path.endswith("/") and _is_endpoint(request, request.path + "/"):
        query = request.META.get("QUERY_STRING", "")
        to = f"{quote(request.path)}/" + (f"?{query}" if query else "")
        response = HttpResponsePermanentRedirect(to, preserve_request=True)
        response["Access-Control-Allow-Origin"] = "*"
        return response
    if request.path == STREAM:
        return problem_response(404, f"'{STREAM}' is streamed by a process of its own (manage.py live), elsewhere.")
    return problem_response(404, f"There is no endpoint at '{request.path}'.")


def _is_endpoint(request: HttpRequest, path: str) -> bool:
    match = resolve(path, getattr(request, "urlconf", None))
    return match.func is not not_found
