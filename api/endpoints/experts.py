"""`experts/`: people who speak in what the store carries."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import listing_of, openapi
from api.protocol.errors import NotThere
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    PICKED_PARAMETERS,
    RICH_TEXT_PARAMETERS,
    Parameter,
    some_of,
)
from api.serializers.experts import ExpertSerializer
from api.serializers.loading import load_experts
from cms.articles.addresses import shown_experts
from cms.articles.querysets import ExpertQuerySet
from cms.models import ExpertPage


class ExpertsEndpoint(Endpoint):
    """Experts of one store."""

    name = "experts"
    form = {**LINKS_PARAMETERS, **RICH_TEXT_PARAMETERS}
    model = ExpertPage
    orders = {"name": ("title", "pk"), "-name": ("-title", "-pk"), "id": ("pk",), "-id": ("-pk",)}
    parameters = {**PICKED_PARAMETERS, "order": some_of(" Default: name.", orders)}
    find_by = {"slug": Parameter("The expert's slug.", is_required=True)}

    def shown_experts(self) -> ExpertQuerySet:
        return shown_experts(self.store, self.at)

    @extend_schema(
        operation_id="experts_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form, **parameters}),
        responses=listing_of(ExpertSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(ExpertSerializer, default=ExpertSerializer.list_fields)
        experts = self.picked(self.shown_experts()).order_by(*self.order(default="name"))
        rows, total = self.counted(experts)
        load_experts(rows, self.shown, selection)
        return self.listing(self.serialized(ExpertSerializer, rows, selection, many=True), total)

    @extend_schema(
        operation_id="experts_retrieve",
        parameters=openapi({**Endpoint.known_parameters("detail_view"), **form}),
        responses=ExpertSerializer,
    )
    def detail_view(self, request: Request, pk: int) -> Response:
        return self._detail({"id": pk}, f"the id {pk}")

    @extend_schema(
        operation_id="experts_find",
        parameters=openapi({**Endpoint.known_parameters("detail_view"), **form, **find_by}),
        responses=ExpertSerializer,
    )
    def find_view(self, request: Request) -> Response:
        slug = self.key_of_find()
        return self._detail({"slug": slug}, f"the slug '{slug}'")

    def _detail(self, which: dict[str, Any], named: str) -> Response:
        selection = self.selection_for(ExpertSerializer, default=None)
        seen = self.seen if self.seen and self.seen.is_of(ExpertPage, **which) else None
        found = [seen.draft] if seen else shown_experts.found(self.store, self.at, **which)
        if not found:
            raise NotThere(f"The store shows no expert with {named}.")
        (expert,) = found
        load_experts([expert], self.shown, selection)
        answer = self.serialized(ExpertSerializer, expert, selection)
        return Response(seen.with_edit(answer) if seen else answer)
