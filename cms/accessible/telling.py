"""Told after a save in the admin's own forms: of the newest version, published or not."""

from django.http import HttpRequest
from wagtail.models import Page

from cms.accessible.pages import LOOKED_AT, barriers_of
from stores.banners.models import NetworkBanner
from stores.desk.accessible import tell_barriers
from stores.store.accessible import of_lines


def tell_of_page(request: HttpRequest, page: Page) -> None:
    """Whoever saved a page."""
    specific = page.specific
    if isinstance(specific, LOOKED_AT) and request.accepts("text/html"):
        tell_barriers(request, barriers_of(specific.get_latest_revision_as_object()))


def tell_of_snippet(request: HttpRequest, instance: object) -> None:
    """Whoever saved a promo line of the network."""
    if isinstance(instance, NetworkBanner):
        tell_barriers(request, list(of_lines([instance])))
