"""What every endpoint of our own does: check parameters, find the store, choose fields, page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from api.caching.freshness import generations_of
from api.endpoints.kept import KeptEndpoint
from api.hosts import asked_store
from api.previewing.asking import store_of_preview
from api.protocol.errors import BadRequest
from api.protocol.fields import Selection, chosen
from api.protocol.paging import (
    COUNT_PARAMETERS,
    DEFAULT_LIMIT,
    PAGING_PARAMETERS,
    is_counted,
    link_header,
    neighbors,
    page_bounds,
    slice_and_count,
)
from api.protocol.parameters import (
    FIELDS_PARAMETERS,
    STORE_PARAMETERS,
    TAGS_PARAMETERS,
    Parameters,
    check_known,
    link_root,
    one_of,
    picked_ids,
    rich_text_format,
)
from api.serializers.plain import represented
from api.serializers.shown import Shown
from stores.models import StorePage

Rows = TypeVar("Rows", bound=QuerySet)


class NoModel:
    """The model of an endpoint without details: Wagtail's router looks for the detail of an object by its model."""


class Endpoint(KeptEndpoint, GenericViewSet):
    """A resource below `/api/v2/`: a few class attributes, registered with the router."""

    name: str
    model: ClassVar[type] = NoModel
    parameters: ClassVar[Parameters] = {}
    find_by: ClassVar[Parameters] = {}
    form: ClassVar[Parameters] = {}
    """Parameters that say in which form texts and links come."""
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    pagination_class = None

    @cached_property
    def at(self) -> datetime:
        """The moment of the answer; one for all parts of it."""
        return (self.seen.at if self.seen else None) or timezone.now()

    @cached_property
    def store(self) -> StorePage:
        return store_of_preview(self.request, self.seen) if self.seen else asked_store(self.request)

    @cached_property
    def shown(self) -> Shown:
        query, known = self.request.GET, generations_of(self.request)
        root, text_format = link_root(query), rich_text_format(query)
        return Shown(self.store, self.at, generations=known, root=root, text_format=text_format)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            check_known(request.GET, self.known_parameters(self.action))
            one_of(request.GET, "tags", ["true", "false"], default="false")

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        """The query parameters that this action of the endpoint knows."""
        always = {**STORE_PARAMETERS, **FIELDS_PARAMETERS, **TAGS_PARAMETERS, **cls.form}
        if action == "listing_view":
            return {**always, **PAGING_PARAMETERS, **COUNT_PARAMETERS, **cls.parameters}
        known = always
        return {**known, **cls.find_by} if action == "find_view" else known

    def selection_for(self, serializer_class: type[BaseSerializer], *, default: frozenset[str] | None) -> Selection:
        kind: Any = serializer_class
        return chosen(self.request.GET.get("fields"), kind, default)

    def key_of_find(self) -> str:
        """The value of the one key by which `find/` finds; 400 without it."""
        (key,) = self.find_by
        if key not in self.request.GET:
            raise BadRequest(f"Say what to find: add '?{key}='.", field=key)
        return self.request.GET[key]

    def order(self, *, default: str) -> tuple[str, ...]:
        """The columns of the order that is asked for: of each key its own, of the last one also what parts equals."""
        keys = self.request.GET.get("order", default).split(",")
        for key in keys:
            if key not in self.orders:
                raise BadRequest(f"'order' must be one of {', '.join(self.orders)}, not '{key}'.", field="order")
        names = [key.removeprefix("-") for key in keys]
        if len(set(names)) < len(names):
            raise BadRequest("'order' names something twice.", field="order")
        *first, last = (self.orders[key] for key in keys)
        return (*(columns[0] for columns in first), *last)

    def page_bounds(self) -> tuple[int, int]:
        """Offset and limit of the list that is asked for. Whoever names ids gets them all."""
        usual = len(picked_ids(self.request.GET, "ids")) if "ids" in self.known_parameters(self.action) else 0
        return page_bounds(self.request.GET, usual=usual or DEFAULT_LIMIT)

    def picked(self, rows: Rows) -> Rows:
        """Narrowed to `ids=`, without `exclude=`."""
        query = self.request.GET
        if ids := picked_ids(query, "ids"):
            rows = rows.filter(pk__in=ids)
        return rows.exclude(pk__in=out) if (out := picked_ids(query, "exclude")) else rows

    def serialized(
        self, serializer_class: type[BaseSerializer], instance: Any, selection: Selection, *, many: bool = False
    ) -> Any:
        """The instance's chosen fields as plain data."""
        return represented(serializer_class, instance, {"shown": self.shown}, selection, many=many)

    def counted(self, rows: QuerySet[Any]) -> tuple[list[Any], int]:
        """The page that is asked for, and how many there are in all, as far as that is asked for."""
        return slice_and_count(rows, *self.page_bounds(), is_counted=is_counted(self.request.GET))

    def listing(self, items: Sequence[Any], total_count: int, **meta: Any) -> Response:
        """Wagtail's envelope of a list, with the pages beside this one."""
        return self.enveloped(items, total_count, neighbors(self.request, *self.page_bounds(), total_count), **meta)

    def enveloped(self, items: Sequence[Any], total_count: int, pages: dict[str, str | None], **meta: Any) -> Response:
        """The same with pages that are told."""
        count = {"total_count": total_count} if is_counted(self.request.GET) else {}
        return Response({"meta": {**count, **pages, **meta}, "items": items}, headers=link_header(pages))

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        patterns = [path("", cls.as_view({"get": "listing_view"}), name="listing")]
        if cls.find_by:
            patterns.append(path("find/", cls.as_view({"get": "find_view"}), name="find"))
        if cls.model is not NoModel:
            patterns.append(path("<int:pk>/", cls.as_view({"get": "detail_view"}), name="detail"))
        return patterns

    @classmethod
    def get_object_detail_urlpath(cls, model: type, pk: Any, namespace: str = "") -> str:
        """Asked by Wagtail's own endpoints when an answer of theirs mentions an object of ours."""
        return reverse(f"{namespace}:detail", args=[pk])
