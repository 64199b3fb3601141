"""`/healthz`, `/readyz`, `/metrics` and `/known-host`: on any host, over plain HTTP too, for machines.

`/healthz` asks nothing but whether this process takes requests; a proxy asks it, since an instance without a
database still has answers. `/readyz` asks what the network stands on; monitors and deployments ask it. Before a
proxy gets a certificate for a host, it asks `/known-host?domain=` whether that is the network's or a store's.
"""

import hmac
from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST

from cms.watching.checks import Check, Door, Finding, State, findings
from cms.watching.draining import is_draining
from cms.watching.metrics import gathered, of_now
from cms.watching.requests import FOR_MACHINES
from stores.store.finding import closed_store_at_host, store_at_former_host, store_at_host

REMEMBERED = 1.0
"""Seconds for which an answer of the checks stands: asking often costs the database nothing."""


class HealthMiddleware:
    """Answers these addresses before anything looks at the host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = dict(
            zip(FOR_MACHINES, (self._alive, self._ready, self._metrics, self._known_host), strict=True)
        )
        self.lock = Lock()
        self.known: list[tuple[Check, Finding]] = []
        self.known_at = -REMEMBERED

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answers.get(request.path)
        if answer is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = answer(request)
        response["Cache-Control"] = "no-store"
        return response

    def _alive(self, request: HttpRequest) -> HttpResponse:
        if is_draining():
            return HttpResponse("stopping\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")

    def _ready(self, request: HttpRequest) -> HttpResponse:
        """States alone: strangers read this, and the words are for the network's people."""
        found = self._findings()
        is_ready = not is_draining() and not any(
            check.is_needed and finding.state == State.BAD for check, finding in found
        )
        checks = {check.name: finding.state for check, finding in found}
        return JsonResponse({"is_ready": is_ready, "checks": checks}, status=200 if is_ready else 503)

    def _metrics(self, request: HttpRequest) -> HttpResponse:
        """For whoever has the token; without one in the settings there is nothing here."""
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
        if not settings.METRICS_TOKEN or not hmac.compare_digest(given, settings.METRICS_TOKEN.encode()):
            return HttpResponse(status=404)
        content = gathered() + of_now(self._numbers())
        return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)

    def _known_host(self, request: HttpRequest) -> HttpResponse:
        hostname = request.GET.get("domain", "").lower()
        is_known = hostname == settings.NETWORK_HOST.partition(":")[0] or (
            store_at_host(hostname) or closed_store_at_host(hostname) or store_at_former_host(hostname)
        )
        return HttpResponse(status=200 if is_known else 404)

    def _numbers(self) -> dict[tuple[str, str], float]:
        numbers: dict[tuple[str, str], float] = {}
        for check, finding in self._findings():
            is_good = float(finding.state == State.GOOD)
            numbers[f"mortar_{check.name}_good", f"1: nothing is wrong with {check.title.lower()}"] = is_good
            for name, value in finding.numbers.items():
                numbers[f"mortar_{check.name}_{name}", f"{check.title}: {name}"] = value
        return numbers

    def _findings(self) -> list[tuple[Check, Finding]]:
        """What is known. One thread asks anew; while it waits for the database, the others say what was known."""
        if monotonic() - self.known_at < REMEMBERED or not self.lock.acquire(blocking=not self.known):
            return self.known
        try:
            self.known = findings(Door.READY, timezone.now())
            self.known_at = monotonic()
            return self.known
        finally:
            self.lock.release()
