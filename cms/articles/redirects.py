"""Wagtail's redirects: which one a request means, and none that leads back to itself.

A request means the redirect of its path whose parameters it has; of several the one with the most. What it asks
beyond those goes along to where the redirect leads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.articles.addresses import path_for

MOST_HOPS = 20


def _parts(address: str) -> tuple[str, tuple[str, ...]]:
    """Path and parameters of an address on a site, as redirects keep them."""
    kept = Redirect.normalise_path("/" + address.lstrip("/"))
    path, _mark, query = kept.partition("?")
    return path, tuple(part for part in query.split("&") if part)


@dataclass(frozen=True, slots=True)
class Match:
    """A redirect, and the parameters that it did not ask for."""

    redirect: Redirect
    rest: tuple[str, ...]


def match_in(redirects: QuerySet[Redirect], address: str, *, is_exact: bool = True) -> Match | None:
    """The redirect that an address such as `/products?id=7&from=mail` means; the site's own before one of all sites.

    `is_exact=False` takes another spelling of the case.
    """
    path, asked = _parts(address)
    how = "" if is_exact else "i"
    rows = redirects.filter(Q(**{f"old_path__{how}exact": path}) | Q(**{f"old_path__{how}startswith": f"{path}?"}))
    fitting: list[tuple[Any, Match]] = []
    for row in rows:
        wanted = _parts(row.old_path)[1]
        rest = _rest(asked, wanted, is_exact=is_exact)
        if rest is not None:
            fitting.append(((-len(wanted), row.site_id is None, row.pk), Match(row, rest)))
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


def _rest(asked: Iterable[str], wanted: Iterable[str], *, is_exact: bool) -> tuple[str, ...] | None:
    """What was asked beyond what is wanted; None where something wanted was not asked."""
    left = list(asked)
    for each in wanted:
        found = next((one for one in left if one == each or (not is_exact and one.lower() == each.lower())), None)
        if found is None:
            return None
        left.remove(found)
    return tuple(left)


def with_parameters(url: str, parameters: Iterable[str]) -> str:
    """The address with parameters after its own."""
    scheme, host, path, query, fragment = urlsplit(url)
    return urlunsplit((scheme, host, path, "&".join(filter(None, [query, *parameters])), fragment))


def local_target(redirect: Redirect, hosts: Iterable[str], front_url: str = "") -> str | None:
    """The address on the site itself at which a redirect leads; None for one that leads elsewhere.

    What stands at the store's own frontend, at `front_url`, is on the site: a frontend asks here for it again.
    """
    if redirect.redirect_page is not None:
        try:
            return path_for(redirect.redirect_page.specific_class, redirect.redirect_page.slug)
        except KeyError:
            return None
    behind = redirect.redirect_link.removeprefix(front_url) if front_url else redirect.redirect_link
    if behind != redirect.redirect_link and behind[:1] in {"", "/", "?", "#"}:
        link = urlsplit(behind)
        return urlunsplit(("", "", link.path or "/", link.query, ""))
    link = urlsplit(redirect.redirect_link)
    if link.scheme and link.hostname not in set(hosts):
        return None
    return urlunsplit(("", "", link.path or "/", link.query, ""))


def check_redirect(redirect: Redirect) -> None:
    """ValidationError where the redirect leads to itself, or into a ring of redirects, on its site or on any."""
    if not _may_return(redirect):
        return
    sites = [redirect.site] if redirect.site_id else [None, *Site.objects.filter(redirects__isnull=False).distinct()]
    start = "".join(["?".join(filter(None, [path, "&".join(query)])) for path, query in [_parts(redirect.old_path)]])
    for site in sites:
        others = Redirect.get_for_site(site) if site is not None else Redirect.objects.filter(site=None)
        others = others.exclude(pk=redirect.pk).select_related("redirect_page")
        hosts = [site.hostname] if site is not None else []
        if _returns(redirect, start, others, hosts):
            target = redirect.redirect_link or str(redirect.redirect_page)
            raise ValidationError(
                {"redirect_link" if redirect.redirect_link else "redirect_page": f"{target} leads back to {start}."}
            )


def _may_return(redirect: Redirect) -> bool:
    """Whether it leads to itself, or to where another one begins, on whatever site: most lead to neither."""
    hosts = [redirect.site.hostname] if redirect.site_id else Site.objects.values_list("hostname", flat=True)
    target = local_target(redirect, hosts)
    if target is None:
        return False
    is_self = _parts(target)[0] == _parts(redirect.old_path)[0]
    return is_self or match_in(Redirect.objects.exclude(pk=redirect.pk), target) is not None


def _returns(redirect: Redirect, start: str, others: QuerySet[Redirect], hosts: list[str]) -> bool:
    """Whether following the redirect comes back to its own path."""
    path, wanted = _parts(start)
    current: Redirect | None = redirect
    for _hop in range(MOST_HOPS):
        target = local_target(current, hosts) if current is not None else None
        if target is None:
            return False
        target_path, asked = _parts(target)
        if target_path == path and _rest(asked, wanted, is_exact=True) is not None:
            return True
        match = match_in(others, target)
        current = match.redirect if match is not None else None
    return True


@receiver(pre_save, sender=Redirect)
def hold_redirect(*, instance: Redirect, raw: bool, **kwargs: Any) -> None:
    """At whatever door a redirect is written: a form, an import, a script."""
    if not raw:
        check_redirect(instance)


class NetworkRedirectForm(RedirectForm):
    """Wagtail's form, also of its import, which refuses a ring in words."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors:
            try:
                check_redirect(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


views.RedirectForm = NetworkRedirectForm
views.CreateView.form_class = NetworkRedirectForm
views.EditView.form_class = NetworkRedirectForm
