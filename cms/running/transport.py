"""Strict-Transport-Security, for each host by itself."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port


class HstsMiddleware:
    """Sends `HSTS_SECONDS`, or what `HSTS_HOSTS` says of the host; 0 takes back what browsers keep of it.

    Subdomains and preloading are promises for a whole domain: made for the network's host alone. A store's domain
    belongs to its owner, who may have other plans for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.network = settings.NETWORK_HOST.partition(":")[0]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.HSTS_SECONDS is not None and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", self._policy(self._host_of(request)))
        return response

    @staticmethod
    def _host_of(request: HttpRequest) -> str:
        try:
            return split_domain_port(request.get_host())[0]
        except DisallowedHost:
            return ""

    def _policy(self, host: str) -> str:
        policy = f"max-age={settings.HSTS_HOSTS.get(host, settings.HSTS_SECONDS)}"
        if host == self.network:
            policy += "; includeSubDomains" * settings.HSTS_INCLUDE_SUBDOMAINS + "; preload" * settings.HSTS_PRELOAD
        return policy
