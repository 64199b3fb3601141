"""What costs much: answers that walk many rows, or that nothing kept or known helps with.

Measured on 300 stores × 3,000 articles: 30 to 200 milliseconds of server and database each, where an ordinary answer
that is made anew takes 3 to 25, and one that is kept 0.05.
"""

from django.conf import settings
from django.http import HttpRequest

from api.caching.freshness import is_kept
from api.protocol.parameters import STORE_IN_PATH

API = "/api/"
PARAMETERS = frozenset({"at", "near", "open_at", "order", "search"})
OF_SITES = frozenset({"at", "q"})
"""What a page of a site may be asked that costs much: another moment, and a search."""
PREVIEW = "/api/v2/preview/"
"""Where codes are exchanged: nobody is to try many."""
RESOURCES = ("/api/v2/documents/", "/api/v2/images/", "/api/v2/redirects/", "/api/v2/sitemap/", "/api/schema/")
"""Wagtail's own lists of what a store's pages use, all paths of a store, and the document of the whole API."""


def is_costly(request: HttpRequest) -> bool:
    """Whether a request to the API or to a store's site is one of them. Nothing else is counted.

    What passes by the kept answers (with a cookie, a token, an address of no end) is made for whoever asks alone, from
    nothing that is known: 50 to 160 milliseconds, whatever it is.
    """
    if request.method not in {"GET", "HEAD"}:
        return request.method == "POST" and request.path == PREVIEW
    if request.path.startswith(API):
        query, path = request.GET, STORE_IN_PATH.sub("/api/v2/", request.path)
        asks_much = not (PARAMETERS | OF_SITES).isdisjoint(query) or "*" in query.get("fields", "")
        return asks_much or path.startswith(RESOURCES) or not is_kept(request)
    return _is_of_a_site(request) and (not OF_SITES.isdisjoint(request.GET) or not is_kept(request))


def _is_of_a_site(request: HttpRequest) -> bool:
    host: str = request.META.get("HTTP_HOST", "").partition(":")[0].lower()
    return host != settings.NETWORK_HOST.partition(":")[0] and not request.path.startswith(
        (settings.STATIC_URL, "/media/")
    )
