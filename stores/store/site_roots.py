"""Which Sites a page is below: asked for the page's folder, not for the whole network.

Wagtail keeps the roots of all Sites as one value, reads it for each row of a list, and compares every root with the
row's path. With a Site per store that is most of what the explorer costs.

That the list leaves out Sites that are elsewhere changes no address: `get_url` counts it only to leave out the host,
and no page of ours has an address of Wagtail's.
"""

from collections import defaultdict
from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.models.sites import SiteRootPath

from stores.upstream.wagtail import SITE_ROOTS

PAGE = ("path", "url_path", "locale__language_code")

RootsByPath = dict[str, list[SiteRootPath]]
_request = Local()
"""What is known while a request lasts: folder -> the roots at it, above it and in it."""


def _load(folder: str) -> RootsByPath:
    """Roots of the folder, of what is above it, and of the pages in it; one query."""
    inside = Q(root_page__path__startswith=folder, root_page__depth=len(folder) // Page.steplen + 1)
    sites = Site.objects.filter(inside | Q(root_page__path__in=_at_and_above(folder)))
    found: RootsByPath = defaultdict(list)
    for path, root in _roots(sites.order_by("-is_default_site", "hostname")):
        found[path].append(root)
    return found


def _at_and_above(path: str) -> list[str]:
    return [path[:end] for end in range(len(path), 0, -Page.steplen)]


def _roots(sites: QuerySet[Site]) -> list[tuple[str, SiteRootPath]]:
    """Each with its path. Plain values: a folder may hold a thousand stores."""
    rows = sites.values_list("pk", "hostname", "port", *(f"root_page__{name}" for name in PAGE))
    return [
        (path, SiteRootPath(pk, url_path, Site(hostname=host, port=port).root_url, language))
        for pk, host, port, path, url_path, language in rows
    ]


def near_roots(page: Page, cache_object: Any = None, **_unused: Any) -> list[SiteRootPath]:
    """The roots of the Sites that the page is at or below, the nearest first."""
    folder = page.path[: -Page.steplen]
    known = getattr(_request, "roots", None)
    near = known.get(folder) if known is not None else None
    if near is None:
        near = _load(folder)
        if known is not None:
            known[folder] = near
    return [root for path in _at_and_above(page.path) for root in near.get(path, ())]


def begin_request(**_sent: Any) -> None:
    """What is asked for is kept from here on."""
    _request.roots = {}


def end_request(**_sent: Any) -> None:
    """Nothing is kept beyond a request."""
    _request.roots = None


def _forget(**_sent: Any) -> None:
    """What is written in a request is read in it."""
    if getattr(_request, "roots", None):
        _request.roots = {}


request_started.connect(begin_request, dispatch_uid="site roots")
request_finished.connect(end_request, dispatch_uid="site roots")
for _signal in (post_save, post_delete):
    _signal.connect(_forget, sender=Site, dispatch_uid="site roots")
setattr(Page, SITE_ROOTS, near_roots)
