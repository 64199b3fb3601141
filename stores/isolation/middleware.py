"""Keeps people who are confined to their stores to what the verdicts allow. Anything else does not exist."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stores.access.confinement import confinement_of
from stores.isolation.checks import Ask
from stores.isolation.locked_files import explained
from stores.isolation.references import Usable, usable_now
from stores.isolation.verdicts import verdict_for

ADMIN = "admin/"
# For Wagtail's functions that are given no request.
is_confined_now: ContextVar[bool] = ContextVar("is_confined_now", default=False)
# The person who is confined; None while anybody else asks.
who_asks: ContextVar[Any] = ContextVar("who_asks", default=None)


class IsolationMiddleware:
    """404, never 403: an outsider learns nothing, not even that there is something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, nobody, free = is_confined_now.set(False), who_asks.set(None), usable_now.set(None)
        try:
            return self.get_response(request)
        finally:
            is_confined_now.reset(token)
            who_asks.reset(nobody)
            usable_now.reset(free)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN):
            return None
        confinement = confinement_of(request.user)
        if not confinement.is_confined:
            return None
        is_confined_now.set(True)
        who_asks.set(request.user)
        usable_now.set(Usable(confinement))
        verdict = verdict_for(match.view_name)
        if verdict is None or not verdict.allow:
            return refuse(request)
        if verdict.check is not None and not verdict.check(Ask(request, kwargs, args, confinement)):
            return refuse(request)
        return explained(Ask(request, kwargs, args, confinement), match.view_name)


def refuse(request: HttpRequest) -> HttpResponse:
    """Wagtail's own "not found", marked so that tests can tell who refused."""
    response = render(request, "wagtailadmin/404.html", status=404)
    response.refused_by_isolation = True  # type: ignore[attr-defined]
    return response
