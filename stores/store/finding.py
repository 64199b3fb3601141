"""Finding one store: by its slug, or by a host name that is its own, was its own, or was closed with it."""

from django.db.models import Q
from wagtail.models import Site

from stores.store.models.store import StorePage
from stores.store.querysets import under_restriction


def _online(which: Q) -> StorePage | None:
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


def store_by_slug(slug: str) -> StorePage | None:
    """The online store with this slug."""
    return _online(Q(root_page__slug=slug))


def store_at_host(hostname: str, port: int | None = None) -> StorePage | None:
    """The online store whose Site has this host name; `port` counts only where it is given."""
    which = Q(hostname=hostname)
    if port is not None:
        which &= Q(port=port)
    return _online(which)


def closed_store_at_host(hostname: str) -> StorePage | None:
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


def store_at_former_host(hostname: str) -> StorePage | None:
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
