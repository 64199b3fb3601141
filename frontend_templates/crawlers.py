"""`robots.txt`, `sitemap.xml` and `security.txt` of a store's site."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse

from api.hosts import HostedRequest
from api.serializers.shown import Shown
from api.site.paths import indexed_paths
from frontend_templates.machines import for_machines

URLS_PER_SITEMAP = 10_000
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
PLAIN_TEXT = "text/plain; charset=utf-8"
XML = "application/xml; charset=utf-8"


@for_machines
def robots(request: HostedRequest, shown: Shown) -> HttpResponse:
    """Everything may be read but the API.

    A site beside the store's own frontend too: who may not read a page does not learn that it is not to be listed.
    """
    lines = ["User-agent: *", "Disallow: /api/"]
    if shown.store.frontend is None:
        lines += ["", f"Sitemap: {shown.store.root_url}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN_TEXT)


@for_machines
def sitemap(request: HostedRequest, shown: Shown) -> HttpResponse | None:
    """Every page that search engines shall list, or, of a very large site, a list of lists."""
    if shown.store.frontend is not None:
        return None
    paths = indexed_paths(shown)
    if len(paths) <= URLS_PER_SITEMAP:
        return _urls(paths)
    numbers = range(1, -(-len(paths) // URLS_PER_SITEMAP) + 1)
    root = shown.store.root_url
    places = [f"<sitemap><loc>{escape(f'{root}/sitemap-{number}.xml')}</loc></sitemap>" for number in numbers]
    return _xml("sitemapindex", places)


@for_machines
def part_of_sitemap(request: HostedRequest, shown: Shown, number: int) -> HttpResponse | None:
    """One of the lists of a site that has several."""
    if shown.store.frontend is not None:
        return None
    paths = indexed_paths(shown)
    part = paths[(number - 1) * URLS_PER_SITEMAP : number * URLS_PER_SITEMAP] if number else []
    return _urls(part) if part and len(paths) > URLS_PER_SITEMAP else None


def _urls(paths: list[dict[str, Any]]) -> HttpResponse:
    return _xml("urlset", [_url(entry["url"], entry["last_changed_at"]) for entry in paths])


def _url(url: str, changed: str | None) -> str:
    changed_at = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(url)}</loc>{changed_at}</url>"


def _xml(name: str, items: list[str]) -> HttpResponse:
    body = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<{name} xmlns="{SITEMAPS}">', *items, f"</{name}>"])
    return HttpResponse(body + "\n", content_type=XML)


GOOD_FOR = timedelta(days=180)


@for_machines
def security(request: HostedRequest, shown: Shown) -> HttpResponse | None:
    """RFC 9116: whom to tell of a fault; nobody unless the network has named somebody."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        return None
    # From the first of the month on: what changes each day could not be kept.
    month = shown.at.astimezone(UTC).replace(day=1)
    expires = datetime(month.year, month.month, 1, tzinfo=UTC) + GOOD_FOR
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {shown.store.root_url}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type=PLAIN_TEXT)
