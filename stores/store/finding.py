"""Finding one store: by its slug, or by a host name that is its own, was its own, or was closed with it."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Site

from stores.shapes import Shape
from stores.store.models.store import StorePage
from stores.store.querysets import under_restriction, with_default_frontend

IS_CLOSED = Q(root_page__storepage__registration__closed_at__isnull=False)


def network_hosts() -> set[str]:
    """Hosts that are the network's own, so that no store may have them: the admin's, and the one of uploads."""
    return {settings.NETWORK_HOST.partition(":")[0], settings.MEDIA_HOST.partition(":")[0]} - {""}


def _is_online() -> Q:
    return Q(~under_restriction("root_page__path"), root_page__live=True)


def _sites(which: Q) -> QuerySet[Site]:
    """The first matching Site of a registered store."""
    sites = Site.objects.filter(which, root_page__storepage__registration__isnull=False)
    return with_default_frontend(sites.select_related("root_page__storepage__registration").order_by("pk"))[:1]


_BY_SLUG = Shape(lambda slug: _sites(Q(root_page__slug=slug) & _is_online()))
_BY_ID = Shape(lambda pk: _sites(Q(root_page=pk) & _is_online()))
_AT_HOST = Shape(lambda hostname: _sites(Q(hostname=hostname) & _is_online()))


def _store_of(sites: Iterable[Site]) -> StorePage | None:
    site = next(iter(sites), None)
    if site is None:
        return None
    store: StorePage = getattr(site.root_page, "storepage")  # noqa: B009  (a reverse relation that types don't know)
    store.site = site
    return store


def store_by_slug(slug: str) -> StorePage | None:
    """The online store with this slug."""
    return _store_of(_BY_SLUG.rows(slug=slug))


def store_by_id(pk: int) -> StorePage | None:
    """The online store with this id."""
    return _store_of(_BY_ID.rows(pk=pk))


def store_at_host(hostname: str, port: int | None = None) -> StorePage | None:
    """The online store whose Site has this host name; `port` counts only where it is given."""
    if port is None:
        return _store_of(_AT_HOST.rows(hostname=hostname))
    return _store_of(_sites(Q(hostname=hostname, port=port) & _is_online()))


def closed_store_at_host(hostname: str) -> StorePage | None:
    """The store that had this host name until it was closed."""
    return _store_of(_sites(Q(hostname=hostname) & IS_CLOSED))


def closed_store_by_slug(slug: str) -> StorePage | None:
    """The store that had this slug when it was closed."""
    return _store_of(_sites(Q(root_page__slug=slug) & IS_CLOSED))


def store_at_former_host(hostname: str) -> StorePage | None:
    """The store that had this host name before its present one: online, or closed and not live."""
    which = _is_online() | (Q(root_page__live=False) & IS_CLOSED)
    return _store_of(_sites(Q(root_page__storepage__former_hosts__hostname=hostname) & which))
