"""Which host was asked: the network's, a store's, or one that nobody here knows."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from wagtail.models import Site

from api.errors import problem_response
from stores.models import StorePage
from stores.store.finding import closed_store_at_host, store_at_former_host, store_at_host

API = "/api/"


class HostedRequest(HttpRequest):
    """A request after HostMiddleware: `store` is None on the network's host; `is_closed`: it has closed for good."""

    store: StorePage | None
    is_closed: bool
    _wagtail_site: Site


class HostMiddleware:
    """Sets `request.store` (None on the network's host) and the host's URLs; refuses unknown hosts with 404.

    Asked in the database each time, so that a new Site is online at once and a removed one is gone at once.
    The port does not count: a proxy may have changed it. A host that a store had before leads to its present one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.network = settings.NETWORK_HOST.partition(":")[0]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            hostname = split_domain_port(request.get_host())[0]
        except DisallowedHost:
            return self._refuse(request, "")
        hosted = cast(HostedRequest, request)
        hosted.store = None
        hosted.is_closed = False
        if hostname != self.network:
            hosted.store = store_at_host(hostname)
            if hosted.store is None:
                hosted.store = closed_store_at_host(hostname)
                hosted.is_closed = True
            if hosted.store is None:
                hosted.store = store_at_former_host(hostname)
                if hosted.store is None:
                    return self._refuse(request, hostname)
                if hosted.store.live:
                    return self._moved(request, hosted.store)
                # The page that says so stands here: its style sheet on another host would not be let in.
                hosted.store.site.hostname = hostname
            hosted.urlconf = settings.STORE_URLCONF
            hosted._wagtail_site = hosted.store.site
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest, hostname: str) -> HttpResponse:
        detail = f"No site answers at the host '{hostname}'." if hostname else "The Host header is no host name."
        if request.path.startswith(API):
            return problem_response(404, detail)
        return HttpResponse(detail, status=404, content_type="text/plain; charset=utf-8")

    @staticmethod
    def _moved(request: HttpRequest, store: StorePage) -> HttpResponse:
        """301 to the same path of the store's present host; 308 for what is not a read, which keeps its method.

        Never kept by browsers: one that keeps it goes in circles when the store takes its old host back.
        """
        is_read = request.method in {"GET", "HEAD"}
        response = HttpResponsePermanentRedirect(
            store.root_url + request.get_full_path(), preserve_request=not is_read
        )
        response["Cache-Control"] = "no-cache"
        if request.path.startswith(API):
            # A browser follows a redirect to another origin only if the redirect itself is open to any.
            response["Access-Control-Allow-Origin"] = "*"
        return response
