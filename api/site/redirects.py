"""Wagtail's redirects that a store's site follows, and where each leads."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from wagtail.contrib.redirects.models import Redirect

from cms.articles.addresses import pages_with_address, path_of
from cms.articles.redirects import Match, local_target, match_in, with_parameters
from stores.models import StorePage


def redirects_of(store: StorePage, at: datetime) -> QuerySet[Redirect]:
    """The store's own redirects and those of all sites that lead to a page it shows, a path, or a web address."""
    web = Q(redirect_link__startswith="http://") | Q(redirect_link__startswith="https://")
    path = Q(redirect_link__startswith="/") & ~Q(redirect_link__startswith="//")
    leads_somewhere = Q(redirect_page__isnull=True) & (web | path)
    leads_somewhere |= Q(redirect_page__in=pages_with_address(store, at).values("pk"))
    return Redirect.get_for_site(store.site).filter(leads_somewhere).select_related("redirect_page")


def redirect_target(redirect: Redirect, root: str) -> str:
    """Where a redirect leads at a store: to a path after `root`, or to an address elsewhere."""
    path = redirect_path(redirect)
    return redirect.redirect_link if path is None else root + path


def redirect_path(redirect: Redirect) -> str | None:
    """The path of the store's site to which it leads; None for an address elsewhere."""
    if redirect.redirect_page is None:
        return redirect.redirect_link if redirect.redirect_link.startswith("/") else None
    return path_of(redirect.redirect_page) + redirect.redirect_page_route_path.lstrip("/")


@dataclass(frozen=True, slots=True)
class Found:
    """A redirect, the address to which it leads this request, and its path if that is on the store's site."""

    redirect: Redirect
    url: str
    path: str | None


def find_redirect(store: StorePage, at: datetime, address: str, *, root: str, is_exact: bool = True) -> Found | None:
    """The redirect that `/products?id=7&from=mail` means at this store; None for one that leads back to itself.

    Asked by the site, by `storefront/` and by `redirects/`. `root` stands before a path of the site.
    `is_exact=False` takes another spelling of the case.
    """
    redirects = redirects_of(store, at)
    match = match_in(redirects, address, is_exact=is_exact)
    if match is None or _is_ring(match, redirects, store, is_exact=is_exact):
        return None
    path = redirect_path(match.redirect)
    path = None if path is None else with_parameters(path, match.rest)
    url = with_parameters(match.redirect.redirect_link, match.rest) if path is None else root + path
    return Found(match.redirect, url, path)


def _is_ring(match: Match, redirects: QuerySet[Redirect], store: StorePage, *, is_exact: bool) -> bool:
    """Whether following it never ends; a path at which a page stands is no end here: its redirect is never read.

    What was found by another spelling of the case is followed by that, too: `/X` may lead to the very `/x` that was
    asked for.
    """
    seen = {match.redirect.pk}
    current: Match | None = match
    while current is not None:
        if current.redirect.redirect_page is not None:
            return False
        target = local_target(current.redirect, [store.site.hostname], store.front_url)
        current = match_in(redirects, target) if target is not None else None
        if current is None and target is not None and not is_exact:
            current = match_in(redirects, target, is_exact=False)
        if current is not None and current.redirect.pk in seen:
            return True
        if current is not None:
            seen.add(current.redirect.pk)
    return False
