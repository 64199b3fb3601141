"""Finding stores."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, ExpressionWrapper, FloatField, OuterRef, Q, Value
from django.db.models.functions import ASin, Cast, Cos, Least, Radians, Sin, Sqrt
from wagtail.models import PageManager, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from stores.tree import stands_under

if TYPE_CHECKING:
    from stores.store.models.store import StorePage

EARTH_RADIUS_KM = 6371.0


def under_restriction(path: str = "path") -> Exists:
    """Whether the page at the outer row's `path` stands at or below a privately viewed page."""
    return stands_under(PageViewRestriction.objects.all(), "page__path", outer_path=path)


class StoreQuerySet(PageQuerySet):
    """Stores, said in the domain's words."""

    def online(self) -> Self:
        """Live, public, registered, and with a host."""
        return self.live().filter(
            ~under_restriction(),
            Exists(Site.objects.filter(root_page=OuterRef("pk"))),
            registration__isnull=False,
        )

    def with_profile(self) -> Self:
        """With all that an answer about a store says: a constant number of queries for any number of stores."""
        return self.select_related("registration").prefetch_related(
            "sites_rooted_here", "registration__groups", "opening_hours"
        )

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


def _online(which: Q) -> "StorePage | None":
    """The store of the first matching Site, in one query."""
    site = (
        Site.objects.filter(
            which,
            ~under_restriction("root_page__path"),
            root_page__live=True,
            root_page__storepage__registration__isnull=False,
        )
        .select_related("root_page__storepage__registration")
        .order_by("pk")
        .first()
    )
    if site is None:
        return None
    store: StorePage = getattr(site.root_page, "storepage")  # noqa: B009  (a reverse relation that types don't know)
    store.site = site
    return store


def store_by_slug(slug: str) -> "StorePage | None":
    """The online store with this slug."""
    return _online(Q(root_page__slug=slug))


def store_at_host(hostname: str, port: int | None = None) -> "StorePage | None":
    """The online store whose Site has this host name; `port` counts only where it is given."""
    which = Q(hostname=hostname)
    if port is not None:
        which &= Q(port=port)
    return _online(which)


def closed_store_at_host(hostname: str) -> "StorePage | None":
    """The store that had this host name until it was closed."""
    site = (
        Site.objects.filter(hostname=hostname, root_page__storepage__registration__closed_at__isnull=False)
        .select_related("root_page__storepage__registration")
        .first()
    )
    if site is None:
        return None
    store: StorePage = getattr(site.root_page, "storepage")  # noqa: B009
    store.site = site
    return store


def store_at_former_host(hostname: str) -> "StorePage | None":
    """The store that had this host name before its present one: online, or closed and not live. In one query."""
    is_online = Q(root_page__live=True) & ~under_restriction("root_page__path")
    is_closed = Q(root_page__live=False, root_page__storepage__registration__closed_at__isnull=False)
    site = (
        Site.objects.filter(
            is_online | is_closed,
            root_page__storepage__former_hosts__hostname=hostname,
            root_page__storepage__registration__isnull=False,
        )
        .select_related("root_page__storepage__registration")
        .order_by("pk")
        .first()
    )
    if site is None:
        return None
    store: StorePage = getattr(site.root_page, "storepage")  # noqa: B009
    store.site = site
    return store
