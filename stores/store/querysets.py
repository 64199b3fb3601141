"""Stores as querysets."""

from typing import Any, Self

from django.db.models import Exists, ExpressionWrapper, FloatField, OuterRef, Value, prefetch_related_objects
from django.db.models.functions import ASin, Cast, Cos, Least, Radians, Sin, Sqrt
from wagtail.models import PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from stores.tree import paths_above, stands_under

EARTH_RADIUS_KM = 6371.0


def under_restriction(path: str = "path") -> Exists:
    """Whether the page at the outer row's `path` stands at or below a privately viewed page."""
    return stands_under(PageViewRestriction.objects.all(), "page__path", outer_path=path)


PROFILE = ("sites_rooted_here", "registration__groups", "opening_hours")
"""What stands in other tables and is said of a store."""


def with_all_of_profile(stores: list[Any]) -> list[Any]:
    """As `with_profile()`, of stores that are there already, with their registrations."""
    prefetch_related_objects(stores, *PROFILE)
    return stores


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
        return self.select_related("registration").prefetch_related(*PROFILE)

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
