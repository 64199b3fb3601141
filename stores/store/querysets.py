"""Stores as querysets."""

from collections.abc import Callable
from typing import Any, Self

from django.apps import apps
from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Radians, Sin, Sqrt
from wagtail.models import PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from stores.shapes import Shape
from stores.store.models.frontends import NetworkFrontend
from stores.tree import paths_above, stands_under
from stores.upstream.django import prefetched_of

EARTH_RADIUS_KM = 6371.0


def under_restriction(path: str = "path") -> Exists:
    """Whether the page at the outer row's `path` stands at or below a privately viewed page."""
    return stands_under(PageViewRestriction.objects.all(), "page__path", outer_path=path)


PROFILE = ("registration__groups", "opening_hours")
"""What stands in other tables and is said of a store, beside its sites."""


def with_default_frontend(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Sites that bring the network's default of frontend addresses along: no store asks for it by itself."""
    only = NetworkFrontend.objects.all()
    return sites.annotate(
        default_frontend=Subquery(only.values("address")[:1]),
        default_built_in_site=Subquery(only.values("built_in_site")[:1]),
        default_preview_path=Subquery(only.values("preview_path")[:1]),
    )


class Loaded(list[Any]):
    """Rows of a relation that are there already, where the relation's manager looks for them."""

    def all(self) -> "Loaded":
        return self


def with_all_of_profile(stores: list[Any]) -> list[Any]:
    """As `with_profile()`, of stores that are there already, with their registrations; made for reading alone."""
    whole, stores = stores, [store for store in stores if not has_profile(store)]
    if not stores:
        return whole
    ids = [store.pk for store in stores]
    registrations = [store.registration for store in stores]
    if any("site" not in vars(store) for store in stores):
        put_related(stores, "sites_rooted_here", _SITES.rows(ids=ids), lambda site: site.root_page_id)
    put_related(stores, "opening_hours", _OPENING_HOURS.rows(ids=ids), lambda row: row.store_id)
    groups = _GROUPS.rows(ids=[registration.pk for registration in registrations])
    put_related(registrations, "groups", groups, lambda group: group.of_registration)
    return whole


def has_profile(store: Any) -> bool:
    """Whether all of it is there already."""
    return "opening_hours" in prefetched_of(store)


def put_related(holders: list[Any], name: str, rows: list[Any], holder_of: Callable[[Any], int]) -> None:
    """Give each its rows of a relation, in their order."""
    found: dict[int, Loaded] = {holder.pk: Loaded() for holder in holders}
    for row in rows:
        found[holder_of(row)].append(row)
    for holder in holders:
        prefetched_of(holder)[name] = found[holder.pk]


def _end_of(model: Any, *relations: str) -> Any:
    """All rows of the model at the end of these relations: rooms below know them by name only."""
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._default_manager.all()


def _stores() -> Any:
    return apps.get_model("stores", "StorePage")


_SITES = Shape(lambda ids: with_default_frontend(Site.objects.filter(root_page__in=ids)))
_OPENING_HOURS = Shape(lambda ids: _end_of(_stores(), "opening_hours").filter(store__in=ids))
_GROUPS = Shape(
    lambda ids: (
        _end_of(_stores(), "registration", "groups")
        .filter(registrations__in=ids)
        .annotate(of_registration=F("registrations"))
    )
)


class StoreQuerySet(PageQuerySet):
    """Stores, said in the domain's words."""

    def online(self) -> Self:
        """Live, public, registered, and with a host."""
        return self.live().filter(
            ~under_restriction(),
            Exists(Site.objects.filter(root_page=OuterRef("pk"))),
            registration__isnull=False,
        )

    def above(self, path: str) -> Self:
        """The one store at or above a page; none for a shared page, and for one that is not saved yet."""
        return self.filter(path__in=paths_above(path))

    def with_profile(self) -> Self:
        """With all that an answer about a store says: a constant number of queries for any number of stores."""
        return self.with_addresses().prefetch_related(*PROFILE)

    def with_addresses(self) -> Self:
        """With all that the addresses of a store's pages are made of."""
        sites = with_default_frontend(Site.objects.all())
        return self.select_related("registration").prefetch_related(Prefetch("sites_rooted_here", sites))

    def with_distance(self, latitude: float, longitude: float) -> Self:
        """Stores with coordinates, and `distance_km` to the point: haversine on a sphere of 6,371 km."""
        here, there = Radians(Value(latitude)), Radians(Cast("latitude", FloatField()))
        east = Radians(Cast("longitude", FloatField()) - Value(longitude))
        half_north, half_east = Sin((there - here) / Value(2.0)), Sin(east / Value(2.0))
        chord = half_north * half_north + Cos(here) * Cos(there) * half_east * half_east
        distance = Value(2 * EARTH_RADIUS_KM) * ASin(Sqrt(Least(chord, Value(1.0))))
        return self.filter(latitude__isnull=False).annotate(
            distance_km=ExpressionWrapper(distance, output_field=FloatField())
        )


StoreManager = PageManager.from_queryset(StoreQuerySet)
