"""`stores/`: the network's directory."""

from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.freshness import LONGEST, generations_of
from api.caching.mirror import Values
from api.caching.scopes import DIRECTORY, HOSTS
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import DirectoryMetaSerializer, listing_of, openapi
from api.hosts import no_store, online_store
from api.keys.asked import note_store
from api.protocol.errors import BadRequest
from api.protocol.paging import COUNT_PARAMETERS, PAGING_PARAMETERS
from api.protocol.parameters import (
    FIELDS_PARAMETERS,
    MOMENT,
    PICKED_PARAMETERS,
    POINT,
    TAGS_PARAMETERS,
    Parameter,
    Parameters,
    moment,
    not_among,
    one_of,
    point,
    some_of,
    whole,
    whole_number,
)
from api.serializers.shown import Shown
from api.serializers.store_answers import answers_about
from api.serializers.stores import StoreSerializer, pictures_of, store_data
from stores.choices import STATES, Language, Service
from stores.hours.schedules import open_store_ids
from stores.models import StoreGroup, StorePage
from stores.shapes import Shape
from stores.spelling import fits
from stores.store.querysets import StoreQuerySet

AT: Parameters = {
    "at": Parameter(
        "Moves the clock of `hours`: a moment in ISO 8601 with offset, such as 2026-12-24T18:05:00-05:00.",
        shape=MOMENT,
    )
}
SEARCHED = ("title", "city", "street", "state", "postal_code")


_BY_ID = Shape(lambda ids: StorePage.objects.select_related("registration").filter(pk__in=ids))


def _state(code: str) -> str:
    if code.upper() not in STATES:
        raise not_among("state", code, STATES)
    return code.upper()


class StoresEndpoint(Endpoint):
    """Every online store of the network; needs no store to be named."""

    name = "stores"
    model = StorePage
    orders = {"name": ("title", "pk"), "-name": ("-title", "-pk"), "id": ("pk",), "-id": ("-pk",)}
    parameters = {
        **PAGING_PARAMETERS,
        **COUNT_PARAMETERS,
        **FIELDS_PARAMETERS,
        **TAGS_PARAMETERS,
        "group": Parameter("Slug of a group."),
        "state": Parameter("USPS code of a state."),
        "service": Parameter("What it does.", choices=tuple(Service.values)),
        "language": Parameter("What is spoken there.", choices=tuple(Language.values)),
        "search": Parameter("Words of name, city, street, state or ZIP; all must fit."),
        "near": Parameter("`latitude,longitude`: sorts by distance, and gives `distance_km`.", shape=POINT),
        "radius_km": whole("With `near`: no farther than this, at most 1000.", 1000),
        "open_at": Parameter("`now`, or a moment in ISO 8601 with offset: stores whose leading counter is open then."),
        **AT,
        **PICKED_PARAMETERS,
        "order": some_of(" Default: name.", orders),
    }

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return cls.parameters if action == "listing_view" else {**FIELDS_PARAMETERS, **TAGS_PARAMETERS, **AT}

    @cached_property
    def at(self) -> datetime:
        """The moment that the hours are answered for: now, or the one that `?at=` gives."""
        return moment(self.request.GET, "at") or (self.seen.at if self.seen else None) or timezone.now()

    @property
    def _generations(self) -> Values | None:
        """None for another moment: what workers know is of now."""
        return None if {"at", "open_at"} & self.request.GET.keys() else generations_of(self.request)

    def is_of_now(self) -> bool:
        return "at" in self.__dict__ and not {"at", "open_at"} & self.request.GET.keys()

    def is_known_in_parts(self) -> bool:
        """One store is; which are in the directory, the database says."""
        return self.action == "detail_view"

    def made_of(self) -> set[str]:
        return {HOSTS, DIRECTORY}

    def good_until(self, at: datetime) -> datetime:
        """When the hours of the first of the stores that are shown turn; nothing else of a store has a date."""
        return min((answer.until for answer in self._answers), default=at + LONGEST)

    @extend_schema(
        operation_id="stores_list",
        parameters=openapi(parameters),
        responses=listing_of(StoreSerializer, DirectoryMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        matching = self._matching(self.picked(StorePage.objects.online()))
        stores = self._near(matching)
        if "open_at" in request.GET:
            is_now = request.GET["open_at"] == "now"
            at = None if is_now else moment(request.GET, "open_at")
            stores = stores.filter(pk__in=open_store_ids(stores, at or self.at))
        # The distance is of this request alone.
        known = None if "near" in request.GET else self._generations
        rows: Any = stores.select_related("registration") if known is None else stores.only("pk")
        found, total = self.counted(rows)
        if not total:
            self._check_group()
        loaded = {row.pk: row for row in found}

        def load(missing: list[int]) -> list[StorePage]:
            return [loaded[pk] for pk in missing] if known is None else _BY_ID.rows(ids=missing)

        self._answers = answers_about(list(loaded), load, self.at, known, selection)
        meta = {}
        if "near" in request.GET:
            meta["without_coordinates"] = matching.filter(latitude__isnull=True).count()
        return self.listing([orjson.Fragment(each.json) for each in self._answers], total, **meta)

    def _check_group(self) -> None:
        """400 for a group in which no store is; asked where nothing was found."""
        slug, online = self.request.GET.get("group"), StorePage.objects.online()
        if slug is None:
            return
        groups = set(StoreGroup.objects.filter(registrations__store__in=online).values_list("slug", flat=True))
        if slug not in groups:
            raise not_among("group", slug, groups)

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
            stores = stores.filter(state=_state(query["state"]))
        if "service" in query:
            stores = stores.filter(services__has=one_of(query, "service", Service.values, default=""))
        if "language" in query:
            stores = stores.filter(languages__has=one_of(query, "language", Language.values, default=""))
        words = " ".join(query.get("search", "").split()[:8])
        if words:
            annotation, condition = fits(SEARCHED, words)
            stores = stores.annotate(**annotation).filter(condition)
        return stores

    @extend_schema(
        operation_id="stores_retrieve",
        parameters=openapi({**FIELDS_PARAMETERS, **TAGS_PARAMETERS, **AT}),
        responses=StoreSerializer,
    )
    def detail_view(self, request: Request, slug: str) -> Response:
        selection = self.selection_for(StoreSerializer, default=None)
        if self.seen and self.seen.is_of(StorePage, slug=slug):
            shown = Shown(self.seen.store, self.at)
            shown.load(image_ids=pictures_of(shown.store))
            return Response(self.seen.with_edit(store_data(shown, selection)))
        store = online_store(request, slug)
        if store is None:
            raise no_store(slug)
        note_store(request, store.pk)
        self._answers = answers_about([store.pk], lambda _missing: [store], self.at, self._generations, selection)
        return Response(orjson.Fragment(self._answers[0].json))

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<slug:slug>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    @classmethod
    def get_object_detail_urlpath(cls, model: Any, pk: Any, namespace: str = "") -> str:
        return reverse(f"{namespace}:detail", args=[StorePage.objects.only("slug").get(pk=pk).slug])
