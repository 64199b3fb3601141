"""Which host was asked (the network's, a store's or an unknown one), and which store an answer is for."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.request import split_domain_port
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from phonenumber_field.phonenumber import PhoneNumber
from rest_framework.request import Request

from api.caching.freshness import generations_of
from api.caching.known import known_part
from api.caching.parts import Made, any_in, any_of
from api.caching.scopes import store_scope
from api.caching.signs import note_sign
from api.keys.asked import note_store
from api.protocol.errors import BadRequest, NotThere, Withdrawn, problem_response
from stores.models import StorePage
from stores.store.finding import (
    closed_store_at_host,
    closed_store_by_slug,
    store_at_former_host,
    store_at_host,
    store_by_slug,
)
from stores.store.querysets import with_all_of_profile
from stores.tokens.values import phone_display
from stores.upstream.wagtail import SITE_OF_REQUEST

API = "/api/"
WITHOUT_STORE = frozenset({"stores", "index"})
"""What answers the same whichever store is asked, and takes none."""


class HostedRequest(HttpRequest):
    """A request after HostMiddleware: `store` is None on the network's host; `is_closed`: it has closed for good."""

    store: StorePage | None
    is_closed: bool


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
            hosted.store = _known(request, "host", hostname, store_at_host)
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
            show_site_of(hosted.store, hosted)
        return self.get_response(request)

    @staticmethod
    def _refuse(request: HttpRequest, hostname: str) -> HttpResponse:
        if request.path.startswith(API):
            unknown = f"No site answers at the host '{hostname}'. The network's own is '{settings.NETWORK_HOST}'."
            return problem_response(404, unknown if hostname else "The Host header is no host name.")
        return HttpResponse(render_to_string("unknown_host.html", {"host": hostname}), status=404)

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


def _number_of(store: StorePage) -> dict[str, str] | None:
    number = store.phone
    return {"e164": number.as_e164, "display": phone_display(number)} if isinstance(number, PhoneNumber) else None


@csrf_exempt
def at_store_in_path(request: HttpRequest, slug: str, rest: str) -> HttpResponse:
    """`/api/v2/s/<slug>/…` is `/api/v2/…` with `store=<slug>`, for clients that can't add a parameter."""
    hosted = cast(HostedRequest, request)
    if {"store", "site"} & request.GET.keys():
        return problem_response(400, "The path names the store: leave out 'store' and 'site'.")
    if hosted.store is not None and hosted.store.slug != slug:
        return problem_response(400, f"This is the host of '{hosted.store.slug}', and the path names '{slug}'.")
    if online_store(request, slug) is None:
        missing = no_store(slug)
        return problem_response(missing.status_code, str(missing.detail))
    match = resolve(f"{API}v2/{rest}", getattr(request, "urlconf", None))
    if WITHOUT_STORE.isdisjoint({match.url_name, *match.namespaces}):
        query = request.GET.copy()
        query["store"] = slug
        request.GET = query  # type: ignore[assignment]
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response


def show_site_of(store: StorePage, request: HttpRequest | Request) -> None:
    """Wagtail's own code finds this store's Site on the request, as if its host had been asked, without a query."""
    setattr(request, SITE_OF_REQUEST, store.site)


def asked_store(request: HttpRequest | Request) -> StorePage:
    """The store of an API request: `?store=`, `?site=`, else the Host header (design §7). Never a silent default."""
    store = _named_store(request)
    note_store(request, store.pk)
    return store


def _named_store(request: HttpRequest | Request) -> StorePage:
    slug, site = request.GET.get("store"), request.GET.get("site")
    if slug is not None and site is not None:
        raise BadRequest("Name the store by 'store' or by 'site', not by both.", field="site")
    if slug is not None:
        store = online_store(request, slug)
        if store is None:
            raise no_store(slug, field="store")
        return store
    if site is not None:
        return _store_of_site(site)
    hosted = cast(HostedRequest, request)
    if hosted.store is None:
        raise BadRequest(
            "Name the store: add '?store=<slug>' or '?site=<host>', or ask at the store's own host.",
            field="store",
            message="This answer depends on the store.",
        )
    if hosted.is_closed:
        raise _closed(hosted.store)
    return hosted.store


STORE_SIZE = 40_000
"""Bytes that a store with its hours takes in memory, about."""


def _known(
    request: HttpRequest | Request, by: str, name: str, find: Callable[[str], StorePage | None]
) -> StorePage | None:
    """The store, from what this worker knows: then with all of its profile, and for reading alone."""
    generations = generations_of(request)
    if generations is None:
        return find(name)

    def make() -> Made | None:
        store = find(name)
        if store is None:
            return None
        with_all_of_profile([store])
        if by == "host":
            note_sign(name, store.title, _number_of(store))
        return Made(store, frozenset({any_in(store_scope(store.pk)), any_of("group")}), STORE_SIZE)

    found: StorePage | None = known_part(generations, timezone.now(), ("store", by), name, make)
    return found


def online_store(request: HttpRequest | Request, slug: str) -> StorePage | None:
    """The online store with this slug."""
    return _known(request, "slug", slug, store_by_slug)


def _store_of_site(site: str) -> StorePage:
    """The store at a host, with or without its port. A former host will do: its answers lead to the new one."""
    hostname, port = split_domain_port(site.lower())
    is_host = bool(hostname) and len(port) < 6
    store = store_at_host(hostname, int(port) if port else None) if is_host else None
    if store is not None:
        return store
    found = closed_store_at_host(hostname) or store_at_former_host(hostname) if is_host else None
    if found is not None and found.registration.closed_at is None:
        return found
    if found is not None:
        raise _closed(found)
    raise NotThere(f"There is no store with the host '{site}'.", field="site")


def no_store(slug: str, field: str | None = None) -> Withdrawn | NotThere:
    """Why no store with this slug answers: 410 where one has closed for good, else 404."""
    closed = closed_store_by_slug(slug)
    return _closed(closed) if closed else NotThere(f"There is no store with the slug '{slug}'.", field=field)


def _closed(store: StorePage) -> Withdrawn:
    return Withdrawn(f"'{store.title}' has closed.")
