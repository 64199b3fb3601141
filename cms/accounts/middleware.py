"""No way around the second factor: whoever must have one opens nothing until this session has given it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cms.accounts.factors import has_factor, has_given_factor, must_have_factor

ADMIN_ROUTE = "admin/"
ALWAYS_OPEN = frozenset(
    {
        "account_login",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "cms_manifest",
        "wagtailadmin_javascript_catalog",
    }
)
TO_CONFIRM = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
TO_SET_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})


def _lacks_factor(request: HttpRequest, person: Any) -> bool:
    return person.is_authenticated and not has_given_factor(request) and must_have_factor(person)


def _person_outside(request: HttpRequest, person: Any) -> Any:
    """Who somebody is outside the admin: nobody, while a second factor is missing."""
    return AnonymousUser() if _lacks_factor(request, person) else person


class SecondFactorMiddleware:
    """In the admin leads to what is missing; elsewhere on the network's host the person is nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(f"/{ADMIN_ROUTE}"):
            # Links with one-time tokens are opened here.
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not match.route.startswith(ADMIN_ROUTE):
            # Only when somebody asks who it is: an answer that never read the session is the same for everybody.
            request.user = SimpleLazyObject(partial(_person_outside, request, request.user))  # type: ignore[assignment]
            return None
        if not _lacks_factor(request, request.user):
            return None
        has_one = has_factor(request.user)
        if match.view_name in ALWAYS_OPEN or match.view_name in (TO_CONFIRM if has_one else TO_SET_UP):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return self._ask(request) if has_one else redirect("mfa_index")

    @staticmethod
    def _ask(request: HttpRequest) -> HttpResponse:
        """Ask for the factor that the person has, then lead on to where they wanted to go."""
        way_on = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
        first = get_adapter(request).get_reauthentication_methods(request.user)[0]
        return HttpResponseRedirect(f"{first['url']}?{urlencode({'next': way_on})}")
