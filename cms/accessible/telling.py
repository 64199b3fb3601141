"""Told after a save or an approval: of the newest version, published or not."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.accessible.pages import LOOKED_AT, barriers_of, barriers_of_pages
from stores.accessible import Barrier
from stores.banners.models import NetworkBanner
from stores.desk.accessible import tell_barriers
from stores.store.accessible import of_lines


def barriers_of_any(page: Any) -> list[Barrier]:
    """Of a version of a page; of what patients read no body of, none."""
    return barriers_of(page) if isinstance(page, LOOKED_AT) else []


def tell_of_page(request: HttpRequest, page: Page) -> None:
    """Whoever saved a page."""
    if request.accepts("text/html"):
        tell_barriers(request, barriers_of_any(page.specific.get_latest_revision_as_object()))


def tell_of_many(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Whoever published pages in one step; each place with the page's title."""
    if action_type != "publish":
        return
    pages = {page.pk: page.specific for page in objects if isinstance(page, Page)}
    found = barriers_of_pages([page for page in pages.values() if isinstance(page, LOOKED_AT)])
    titled = [
        replace(barrier, place=f"“{pages[pk].title}”: {barrier.place}")
        for pk, barriers in found.items()
        for barrier in barriers
    ]
    tell_barriers(request, titled)


def tell_of_snippet(request: HttpRequest, instance: object) -> None:
    """Whoever saved a promo line of the network."""
    if isinstance(instance, NetworkBanner):
        tell_barriers(request, list(of_lines([instance])))
