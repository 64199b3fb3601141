"""What every endpoint of our own does: check parameters, find the store, choose fields, page."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from api.protocol.fields import Selection, drop_unselected, select
from api.protocol.hosts import store_of
from api.protocol.paging import PAGING, page_bounds
from api.protocol.parameters import FIELDS, STORE, Parameters, check_known
from api.serializers.shown import Shown
from stores.models import StorePage


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
