"""What every endpoint of our own does: check parameters, find the store, choose fields, page."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, cast

from django.db.models import Model
from django.http.request import split_domain_port
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from api.errors import NotThere, Problem, Withdrawn
from api.fields import Selection, drop_unselected, select
from api.hosts import HostedRequest
from api.parameters import FIELDS, PAGING, STORE, Parameters, check_known, page_bounds
from api.shown import Shown
from stores.models import StorePage
from stores.store.finding import store_at_former_host, store_at_host, store_by_slug


def store_of(request: Request) -> StorePage:
    """The store of an API request: `?store=`, `?site=`, else the Host header (design §7). Never a silent default."""
    slug, site = request.GET.get("store"), request.GET.get("site")
    if slug is not None and site is not None:
        raise Problem("Name the store by 'store' or by 'site', not by both.", field="site")
    if slug is not None:
        return _found(store_by_slug(slug), "store", slug)
    if site is not None:
        hostname, port = split_domain_port(site.lower())
        is_host = hostname and len(port) < 6
        return _found(_at_host(hostname, int(port) if port else None) if is_host else None, "site", site)
    store = cast(HostedRequest, request._request).store
    if store is None:
        raise Problem(
            "Name the store: add '?store=<slug>' or '?site=<host>', or ask at the store's own host.",
            field="store",
            message="This answer depends on the store.",
        )
    if cast(HostedRequest, request._request).is_closed:
        raise Withdrawn(f"'{store.title}' has closed.")
    return store


def _at_host(hostname: str, port: int | None) -> StorePage | None:
    """A frontend that was told the store's old host goes on: its answers lead to the new one."""
    store = store_at_host(hostname, port)
    if store is None:
        former = store_at_former_host(hostname)
        store = former if former is not None and former.live else None
    return store


def _found(store: StorePage | None, field: str, value: str) -> StorePage:
    if store is None:
        problem = NotThere(
            f"There is no store with the {'slug' if field == 'store' else 'host'} '{value}'.", field=field
        )
        raise problem
    return store


class Endpoint(GenericViewSet):
    """A resource below `/api/v2/`: a few class attributes, registered with the router."""

    name: str
    model: ClassVar[type[Model]]
    parameters: ClassVar[Parameters] = {}
    has_detail: ClassVar[bool] = True
    pagination_class = None

    @cached_property
    def at(self) -> datetime:
        """The moment of the answer; one for all parts of it."""
        return timezone.now()

    @cached_property
    def store(self) -> StorePage:
        return store_of(self.request)

    @cached_property
    def shown(self) -> Shown:
        return Shown(self.store, self.at)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            check_known(request.GET, self.known_parameters(self.action))

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        """What this action of the endpoint understands."""
        if action == "listing_view":
            return {**STORE, **PAGING, **FIELDS, **cls.parameters}
        return {**STORE, **FIELDS}

    def selection_for(self, serializer_class: type[BaseSerializer], *, default: frozenset[str] | None) -> Selection:
        return select(self.request.GET.get("fields"), serializer_class(), default=default)

    def page_bounds(self) -> tuple[int, int]:
        """Offset and limit."""
        return page_bounds(self.request.GET)

    def serialized(
        self, serializer_class: type[BaseSerializer], instance: Any, selection: Selection, *, many: bool = False
    ) -> Any:
        """The instance's chosen fields as plain data."""
        serializer = serializer_class(instance, many=many, context={"shown": self.shown})
        drop_unselected(serializer, selection)
        return serializer.data

    def listing(self, items: Sequence[Any], total_count: int) -> Response:
        """Wagtail's envelope of a list."""
        return Response({"meta": {"total_count": total_count}, "items": items})

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        patterns = [path("", cls.as_view({"get": "listing_view"}), name="listing")]
        if cls.has_detail:
            patterns.append(path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"))
        return patterns

    @classmethod
    def get_object_detail_urlpath(cls, model: type[Model], pk: Any, namespace: str = "") -> str:
        """Asked by Wagtail's own endpoints when an answer of theirs mentions an object of ours."""
        return reverse(f"{namespace}:detail", args=[pk])
