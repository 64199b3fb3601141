"""Refuses who may not ask, before anything is done for it, and says whose scripts may read an answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from api.keys.access import BAD_TOKEN, EVERYBODY, Access, Refusal
from api.keys.asked import ACCESS, KEY, OTHER_STORE, access_of, judge_of, may_have
from api.keys.scopes import INDEX, needed_scope
from api.protocol.errors import problem_response

API = "/api/"
ORIGIN = "Access-Control-Allow-Origin"
REALM = 'Bearer realm="Mortar"'
NOT_FOR_THIS = Refusal(403, OTHER_STORE, "insufficient_scope")


class KeyMiddleware:
    """Every request to the API that Django answers. What is kept is asked for by `api.caching.wsgi`, by the same rule.

    A preflight is anybody's: browsers send no key with it, and it tells nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API):
            return self.get_response(request)
        # Nobody is known by a cookie here. Sessions and forms behind this would answer one with another.
        request.META.pop("HTTP_COOKIE", None)
        access = self._access(request)
        response = self._answered(request, access)
        _hangs_on_no_cookie(response)
        if not access.is_open:
            _open_to(response, access, request.headers.get("Origin", ""))
        return response

    @staticmethod
    def _access(request: HttpRequest) -> Access:
        is_told = ACCESS in request.META or "Authorization" in request.headers or settings.ACCESS_IS_ASKED
        access = access_of(request) if is_told else EVERYBODY
        request.META[ACCESS] = access
        return access

    def _answered(self, request: HttpRequest, access: Access) -> HttpResponse:
        if request.method == "OPTIONS":
            return self.get_response(request)
        shown = request.headers.get("Authorization", "")
        is_good = judge_of(shown) if needed_scope(request.path) else None
        if is_good is not None:
            return self.get_response(request) if is_good(request) else refused(BAD_TOKEN)
        key = access.asked(request.path, shown)
        if isinstance(key, Refusal):
            return refused(key)
        if key is None:
            return self.get_response(request)
        request.META[KEY] = key
        response = self.get_response(request)
        if response.status_code == 200 and not may_have(request.META, key) and request.path not in INDEX:
            return refused(NOT_FOR_THIS)
        if response.status_code == 403:
            response.headers.setdefault("WWW-Authenticate", challenge(NOT_FOR_THIS))
        return response


def refused(refusal: Refusal) -> HttpResponse:
    """The problem document, with what a client should send."""
    response = problem_response(refusal.status, refusal.detail)
    response["WWW-Authenticate"] = challenge(refusal)
    response["Cache-Control"] = "no-store"
    response[ORIGIN] = "*"
    return response


def challenge(refusal: Refusal) -> str:
    return f'{REALM}, error="{refusal.error}"' if refusal.error else REALM


def _hangs_on_no_cookie(response: HttpResponse) -> None:
    """Forms' own protection says of what is sent to it that a cookie counts, which was dropped."""
    names = [name.strip() for name in response.get("Vary", "").split(",")]
    if "cookie" in map(str.lower, names):
        response["Vary"] = ", ".join(name for name in names if name.lower() != "cookie")


def _open_to(response: HttpResponse, access: Access, origin: str) -> None:
    del response[ORIGIN]
    for name, value in access.cross_origin(origin):
        if name == "Vary":
            patch_vary_headers(response, [value])
        else:
            response[name] = value
    if response.get("Cache-Control", "").startswith("public"):
        response["Cache-Control"] = "private, no-cache"
