"""`stores/`: the network's directory."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.edges import hours_edge
from api.caching.freshness import LONGEST
from api.caching.scopes import DIRECTORY, HOSTS
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import DirectoryMetaSerializer, listing_of, openapi
from api.protocol.errors import BadRequest, NotThere
from api.protocol.fields import Selection
from api.protocol.paging import PAGING_PARAMETERS, slice_and_count
from api.protocol.parameters import FIELDS_PARAMETERS, Parameter, Parameters, moment, one_of, point, whole_number
from api.serializers.pictures import load_pictures
from api.serializers.shown import Shown
from api.serializers.stores import StoreSerializer, pictures_of, store_data
from stores.choices import Language, Service
from stores.hours.schedules import load_dated_hours, open_store_ids
from stores.models import StorePage
from stores.shapes import Shape
from stores.spelling import fits
from stores.store.querysets import StoreQuerySet, with_all_of_profile

AT: Parameters = {
    "at": Parameter("Moves the clock of `hours`: a moment in ISO 8601 with offset, such as 2026-12-24T18:05:00-05:00.")
}
WITH_PICTURES = ("look", "photo", "pharmacist")
BY_THE_CLOCK = ("status", "hours", "special_days")
"""Fields that need what is said of dates."""
SEARCHED = ("title", "city", "street", "state", "postal_code")


_BY_SLUG = Shape(
    lambda slug: StorePage.objects.online().select_related("registration").filter(slug=slug).order_by("path")[:1]
)


class StoresEndpoint(Endpoint):
    """Every online store of the network; needs no store to be named."""

    name = "stores"
    model = StorePage
    orders = {"name": ("title", "pk"), "-name": ("-title", "-pk"), "id": ("pk",), "-id": ("-pk",)}
    parameters = {
        **PAGING_PARAMETERS,
        **FIELDS_PARAMETERS,
        "group": Parameter("Slug of a group."),
        "state": Parameter("USPS code of a state."),
        "service": Parameter(f"One of: {', '.join(Service.values)}."),
        "language": Parameter(f"One of: {', '.join(Language.values)}."),
        "search": Parameter("Words of name, city, street, state or ZIP; all must fit."),
        "near": Parameter("`latitude,longitude`: sorts by distance, and gives `distance_km`."),
        "radius_km": Parameter("With `near`: no farther than this, at most 1000.", int),
        "open_at": Parameter("`now`, or a moment in ISO 8601 with offset: stores whose leading counter is open then."),
        **AT,
        "order": Parameter(f"One of: {', '.join(orders)}. Default: name."),
    }

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return cls.parameters if action == "listing_view" else {**FIELDS_PARAMETERS, **AT}

    @cached_property
    def at(self) -> datetime:
        """The moment that the hours are answered for: now, or the one that `?at=` gives."""
        return moment(self.request.GET, "at") or timezone.now()

    def is_of_now(self) -> bool:
        return "at" in self.__dict__ and "at" not in self.request.GET and "open_at" not in self.request.GET

    def made_of(self) -> set[str]:
        return {HOSTS, DIRECTORY}

    def good_until(self, at: datetime) -> datetime:
        """When the hours of the first of the stores that are shown turn; nothing else of a store has a date."""
        return min((hours_edge(shown.schedules.values(), at) for shown in self._shown), default=at + LONGEST)

    @extend_schema(
        operation_id="stores_list",
        parameters=openapi(parameters),
        responses=listing_of(StoreSerializer, DirectoryMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        matching = self._matching(StorePage.objects.online())
        stores = self._near(matching)
        if "open_at" in request.GET:
            is_now = request.GET["open_at"] == "now"
            at = None if is_now else moment(request.GET, "open_at")
            stores = stores.filter(pk__in=open_store_ids(stores, at or self.at))
        rows, total = slice_and_count(stores.with_profile(), *self.page_bounds())
        answer = self.listing(self._answers(rows, selection), total)
        if "near" in request.GET:
            answer.data["meta"]["without_coordinates"] = matching.filter(latitude__isnull=True).count()
        return answer

    def _near(self, stores: StoreQuerySet) -> StoreQuerySet:
        """Sorted by distance where a point is given, else by the order that is asked for."""
        query = self.request.GET
        order = self.order(default="name")
        if "near" not in query:
            if "radius_km" in query:
                raise BadRequest("'radius_km' needs 'near'.", field="radius_km")
            return stores.order_by(*order)
        stores = stores.with_distance(*point(query, "near"))
        if "radius_km" in query:
            radius = whole_number(query, "radius_km", default=0, highest=1000)
            stores = stores.filter(distance_km__lte=radius)
        return stores.order_by("distance_km", "pk") if "order" not in query else stores.order_by(*order)

    def _matching(self, stores: StoreQuerySet) -> StoreQuerySet:
        query = self.request.GET
        if "group" in query:
            stores = stores.filter(registration__groups__slug=query["group"])
        if "state" in query:
            stores = stores.filter(state=query["state"].upper())
        if "service" in query:
            stores = stores.filter(services__has=one_of(query, "service", Service.values, default=""))
        if "language" in query:
            stores = stores.filter(languages__has=one_of(query, "language", Language.values, default=""))
        words = " ".join(query.get("search", "").split()[:8])
        if words:
            annotation, condition = fits(SEARCHED, words)
            stores = stores.annotate(**annotation).filter(condition)
        return stores

    def _answers(self, stores: list[StorePage], selection: Selection) -> list[dict[str, Any]]:
        has_pictures = any(name in selection for name in WITH_PICTURES)
        pictures = load_pictures(pk for store in stores for pk in pictures_of(store)) if has_pictures else {}
        book = load_dated_hours(stores, self.at) if any(name in selection for name in BY_THE_CLOCK) else None
        self._shown = [Shown(store, self.at, pictures, book) for store in stores]
        return [store_data(shown, selection) for shown in self._shown]

    @extend_schema(
        operation_id="stores_retrieve", parameters=openapi({**FIELDS_PARAMETERS, **AT}), responses=StoreSerializer
    )
    def detail_view(self, request: Request, slug: str) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        found = _BY_SLUG.rows(slug=slug)
        if not found:
            raise NotThere(f"There is no store with the slug '{slug}'.")
        return Response(self._answers(with_all_of_profile(found), selection)[0])

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<slug:slug>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    @classmethod
    def get_object_detail_urlpath(cls, model: Any, pk: Any, namespace: str = "") -> str:
        return reverse(f"{namespace}:detail", args=[StorePage.objects.only("slug").get(pk=pk).slug])
