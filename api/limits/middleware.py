"""Holds back who asks too much before anything is done for it: 429, or 503 while too many are in hand."""

from collections.abc import Callable
from ipaddress import ip_network
from math import ceil
from time import monotonic

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from api.keys.asked import key_of
from api.limits.costs import API, is_costly
from api.limits.models import let_in
from api.limits.pace import Pace, Rate
from api.limits.turns import Turns
from api.protocol.errors import problem_response
from cms.watching.metrics import LIMITED
from cms.watching.requests import seconds_waited

LONGEST_WAIT = 1.0
"""Seconds that what costs much may have waited for a thread; anything else has `LONGEST_WAIT` of the settings."""

BURST = 4
"""Seconds' worth of requests that a key with a limit of its own may ask at once."""
POLICY = '"costly"'
"""What the only limit is called in `RateLimit` and `RateLimit-Policy`."""


class LimitMiddleware:
    """Counts what costs much by the address that asks, or by a key that has a limit of its own. What is kept never
    comes here, and costs none of it.

    At most all threads of the process but one are busy with it; in the last one such a request may wait a moment for
    its turn, but only so often that ordinary ones go on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pace = Pace()
        self.turns = Turns(max(1, settings.SERVER_THREADS - 1))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.COSTLY_PER_SECOND or not is_costly(request):
            return self.get_response(request)
        if settings.LONGEST_WAIT and seconds_waited(request) > min(LONGEST_WAIT, settings.LONGEST_WAIT):
            return _busy(request, "late")
        who, rate = counted_as(request)
        wait = self.pace.wait_of(who, monotonic(), rate) if who is not None else 0.0
        if wait:
            return _too_many(request, wait, rate)
        if not self.turns.take():
            return _busy(request, "busy")
        try:
            if who is None:
                return self.get_response(request)
            ahead = let_in(who, rate)
            if ahead is None:
                return _too_many(request, self.pace.use_up(who, monotonic(), rate), rate)
            response = self.get_response(request)
            _tell(response, rate, max(ahead, self.pace.ahead_of(who, monotonic())))
            return response
        finally:
            self.turns.give_back()


def counted_as(request: HttpRequest) -> tuple[str | None, Rate]:
    """By what a request is counted, and how often that may ask. None: it is not counted.

    A key without a limit of its own is one that browsers have: each of them is held as anybody.
    """
    key, usual = key_of(request), Rate(settings.COSTLY_PER_SECOND, settings.COSTLY_AT_ONCE)
    if key is not None and key.per_second:
        return f"key {key.pk}", Rate(key.per_second, max(usual.at_once, key.per_second * BURST))
    address = asking_address(request)
    return (None if is_free(address) else address), usual


def asking_address(request: HttpRequest) -> str:
    """Who asks, as failed logins are counted, too: what the trusted proxies say. Empty for one of no address."""
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""
    return address


def is_free(address: str) -> bool:
    """Whether the address is one of `COSTLY_FREE_FOR`: a frontend's server asks for all its readers."""
    if not settings.COSTLY_FREE_FOR or not address:
        return False
    asks = ip_network(f"{address}/64" if ":" in address else address)
    return any(asks.version == free.version and asks.overlaps(free) for free in settings.COSTLY_FREE_FOR)


def _tell(response: HttpResponse, rate: Rate, ahead: float) -> None:
    """How often one may ask, and how much of it is left: structured fields of draft-ietf-httpapi-ratelimit-headers."""
    response["RateLimit-Policy"] = f"{POLICY};q={rate.at_once};w={ceil(rate.window)}"
    response["RateLimit"] = f"{POLICY};r={rate.left(ahead)};t={ceil(ahead)}"


def _too_many(request: HttpRequest, wait: float, rate: Rate) -> HttpResponse:
    seconds = ceil(wait)
    whose = "with this key" if (key := key_of(request)) and key.per_second else "from your address"
    detail = (
        f"Too many requests of this kind {whose}: {rate.per_second} a second are answered. "
        f"Try again in {seconds} second{'s' * (seconds > 1)}."
    )
    response = _refusal(request, 429, detail, seconds, "limit")
    _tell(response, rate, rate.window - rate.period + wait)
    return response


def _busy(request: HttpRequest, why: str) -> HttpResponse:
    return _refusal(request, 503, "Too many requests of this kind are being answered. Try again soon.", 1, why)


def _refusal(request: HttpRequest, status: int, detail: str, seconds: int, why: str) -> HttpResponse:
    LIMITED.labels(why).inc()
    if request.path.startswith(API):
        response = problem_response(status, detail)
        # A browser's script on another host may read that, and when to come again.
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "RateLimit, RateLimit-Policy, Retry-After"
    else:
        response = HttpResponse(f"{detail}\n", status=status, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
