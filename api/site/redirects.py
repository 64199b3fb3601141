"""Wagtail's redirects that a store's site follows, and where each leads."""

from datetime import datetime

from django.db.models import F, Q, QuerySet
from wagtail.contrib.redirects.models import Redirect

from cms.articles.addresses import pages_with_address, url_for
from stores.models import StorePage


def redirects_of(store: StorePage, at: datetime) -> QuerySet[Redirect]:
    """The store's own redirects and those of all sites that lead to a page it shows, a path, or a web address."""
    web = Q(redirect_link__startswith="http://") | Q(redirect_link__startswith="https://")
    path = Q(redirect_link__startswith="/") & ~Q(redirect_link__startswith="//")
    leads_somewhere = Q(redirect_page__isnull=True) & (web | path)
    leads_somewhere |= Q(redirect_page__in=pages_with_address(store, at).values("pk"))
    return Redirect.get_for_site(store.site).filter(leads_somewhere).select_related("redirect_page")


def redirect_target(redirect: Redirect, store: StorePage) -> str:
    """Where a redirect leads at this store: an absolute address."""
    if redirect.redirect_page is None:
        link = redirect.redirect_link
        return store.root_url + link if link.startswith("/") else link
    return url_for(redirect.redirect_page, store) + redirect.redirect_page_route_path.lstrip("/")


def old_path_of(path: str) -> str:
    """A path in the form in which redirects keep it, such as `/lupus`."""
    return Redirect.normalise_path("/" + path.strip("/"))


def own_first(redirects: QuerySet[Redirect]) -> QuerySet[Redirect]:
    """Sorted so that a redirect of the site itself comes before one of all sites."""
    return redirects.order_by(F("site_id").desc(nulls_last=True))
