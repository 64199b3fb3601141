"""`stores/`: the network's directory."""

from typing import Any

from django.urls import URLPattern, path, reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.counting import slice_and_count
from api.endpoints import Endpoint
from api.errors import NotThere
from api.fields import Selection, drop_unselected
from api.images import load_pictures
from api.parameters import FIELDS, PAGING, Parameter, Parameters, one_of
from api.schema import listing_of, openapi
from api.serializers.stores import StoreSerializer
from api.shown import Shown
from stores.choices import Language, Service
from stores.models import StorePage
from stores.querysets import StoreQuerySet

ORDERS = {"name": ("title", "pk"), "-name": ("-title", "-pk"), "id": ("pk",), "-id": ("-pk",)}
FILTERS: Parameters = {
    "group": Parameter("Slug of a group."),
    "state": Parameter("USPS code of a state."),
    "service": Parameter(f"One of: {', '.join(Service.values)}."),
    "language": Parameter(f"One of: {', '.join(Language.values)}."),
}


def store_data(shown: Shown, selection: Selection | None = None) -> dict[str, Any]:
    """One store as plain data, times in its own zone; everything unless a selection says less."""
    serializer = StoreSerializer(shown.store, context={"shown": shown})
    if selection is not None:
        drop_unselected(serializer, selection)
    return serializer.data


class StoresEndpoint(Endpoint):
    """Every online store of the network; needs no store to be named."""

    name = "stores"
    model = StorePage
    parameters = {**PAGING, **FIELDS, **FILTERS, "order": Parameter(f"One of: {', '.join(ORDERS)}. Default: name.")}

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return cls.parameters if action == "listing_view" else FIELDS

    @extend_schema(operation_id="stores_list", parameters=openapi(parameters), responses=listing_of(StoreSerializer))
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        order = ORDERS[one_of(request.GET, "order", ORDERS, default="name")]
        stores = self._matching(StorePage.objects.online().with_profile())
        rows, total = slice_and_count(stores.order_by(*order), *self.page_bounds())
        return self.listing(self._answers(rows, selection), total)

    def _matching(self, stores: StoreQuerySet) -> StoreQuerySet:
        given = self.request.GET
        if "group" in given:
            stores = stores.filter(registration__groups__slug=given["group"])
        if "state" in given:
            stores = stores.filter(state=given["state"].upper())
        if "service" in given:
            stores = stores.filter(services__has=one_of(given, "service", Service.values, default=""))
        if "language" in given:
            stores = stores.filter(languages__has=one_of(given, "language", Language.values, default=""))
        return stores

    def _answers(self, stores: list[StorePage], selection: Selection) -> list[dict[str, Any]]:
        pictures = load_pictures(store.logo_id for store in stores) if "look" in selection else {}
        return [store_data(Shown(store, self.at, pictures), selection) for store in stores]

    @extend_schema(operation_id="stores_retrieve", parameters=openapi(FIELDS), responses=StoreSerializer)
    def detail_view(self, request: Request, slug: str) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        store = StorePage.objects.online().with_profile().filter(slug=slug).first()
        if store is None:
            raise NotThere(f"There is no store with the slug '{slug}'.")
        return Response(self._answers([store], selection)[0])

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<slug:slug>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    @classmethod
    def get_object_detail_urlpath(cls, model: Any, pk: Any, namespace: str = "") -> str:
        return reverse(f"{namespace}:detail", args=[StorePage.objects.only("slug").get(pk=pk).slug])
