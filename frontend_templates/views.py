"""Serves each store's site: what the resolver of the API answers, in templates."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.caching.edges import hours_edge, next_midnight
from api.caching.freshness import generations_of, is_kept, keep
from api.caching.known import edge_for
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.caching.tags import EVERY_KIND, begin_noting, noted_needs, tags_of_needs
from api.hosts import HostedRequest
from api.protocol.errors import BadRequest
from api.protocol.fields import Selection
from api.protocol.parameters import check_given_once, moment
from api.serializers.shown import Shown
from api.serializers.stores import phone_data, store_data
from api.site.languages import language_in, speaking
from api.site.pages import PageData
from api.site.resolver import NEVER_CACHED, PAGE_QUERY, Gone, Missing, Moved, answer_for, resolve, shown_with_profile
from frontend_templates.clock import clock_of
from frontend_templates.closed import closed_page
from frontend_templates.theming import theme_css
from stores.models import StorePage
from stores.wording import _, phrase

SIGN_OF_A_CLOSED_STORE = Selection(frozenset({"name", "site", "look"}))
"""All that is still told of it: no hours, no phone, no links."""
KEPT_STATUS = frozenset({200, 301, 308, 410})
PACKER = GZipMiddleware(lambda request: HttpResponse())
"""Of answers that are not kept; whoever keeps the others packs them."""


class Redirect(HttpResponseRedirect):
    """A redirect to an absolute address, with the status that the resolver gives."""

    allowed_schemes = ["http", "https", "mailto", "tel"]

    def __init__(self, moved: Moved) -> None:
        super().__init__(moved.url)
        self.status_code = moved.status


def _store(request: HostedRequest) -> StorePage:
    """The store of the host; 404 on any other host."""
    if request.store is None:
        raise Http404
    return request.store


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page of the store's site; `hours_at` is the moment that it asks the hours for."""

    request: HostedRequest
    shown: Shown
    hours_at: datetime | None

    @property
    def query(self) -> dict[str, str]:
        """What pages understand; campaign parameters such as `fbclid` are ignored."""
        return {name: self.request.GET[name] for name in PAGE_QUERY if name in self.request.GET}

    def answer(self, page: PageData) -> dict[str, Any]:
        """Search engines list the pages of the store's own frontend, where it has one, and not these."""
        answer = answer_for(self.shown, page, self.hours_at)
        if self.shown.store.frontend is not None:
            answer["metadata"]["robots"] = "noindex"
        return answer


@csrf_exempt
@require_safe
def page(request: HostedRequest, path: str) -> HttpResponse:
    """The page at `path` of the store whose host was asked; `?at=` moves the clock of its hours."""
    begin_noting()
    shown = shown_at_host(request)
    try:
        visit = Visit(request, shown, asked_moment(request.GET))
    except BadRequest as error:
        visit = Visit(request, shown, None)
        # A store that has closed for good has closed, whatever the moment.
        if not request.is_closed:
            return _render(visit, _unreadable_answer(visit, str(error.detail)), "404", status=400)
    with speaking(shown.language):
        response = _response(visit, language_in(f"/{path}")[1])
    for name, value in NEVER_CACHED.items() if visit.hours_at else ():
        response[name] = value
    if is_kept(request) and not visit.hours_at and not request.is_closed and response.status_code in KEPT_STATUS:
        keep(request, {HOSTS, LIBRARY, store_scope(visit.shown.store.pk)}, _good_until(visit.shown), _tags(shown))
    else:
        PACKER.process_response(request, response)
    return response


def _tags(shown: Shown) -> set[str]:
    """What the page was made of, for caches that are not ours."""
    return set(EVERY_KIND) if shown.generations is None else tags_of_needs(noted_needs())


def shown_at_host(request: HostedRequest) -> Shown:
    """The store of the host. Links on its site stay there, unless the site leads to the store's own frontend."""
    store = _store(request)
    root = store.front_url if _takes_over(store) else store.root_url
    language = language_in(request.path)[0]
    return shown_with_profile(store, timezone.now(), generations_of(request), root, language)


def _takes_over(store: StorePage) -> bool:
    """Whether the store has a frontend of its own to which this site leads."""
    return store.frontend is not None and store.frontend.takes_over


def _good_until(shown: Shown) -> datetime:
    at = shown.at
    edges = edge_for(shown.generations, at), next_midnight(shown.store.time_zone, at)
    return min(*edges, hours_edge(shown.schedules.values(), at))


def asked_moment(query: QueryDict) -> datetime | None:
    """The moment of `?at=`; BadRequest for one that can't be read, as in the API."""
    check_given_once(query, "at")
    return moment(query, "at")


def _response(visit: Visit, path: str) -> HttpResponse:
    if visit.request.is_closed:
        return _render(visit, _closed_answer(visit), "closed", status=410)
    found = resolve(visit.shown, path, visit.query, visit.request.META.get("QUERY_STRING", ""))
    if isinstance(found, Moved):
        return Redirect(found)
    if isinstance(found, Gone):
        return _render(visit, _withdrawn_answer(visit, found), "410", status=410)
    if _takes_over(visit.shown.store):
        return _at_frontend(visit)
    if isinstance(found, Missing):
        return _render(visit, _missing_answer(visit, found), "404", status=404)
    return _render(visit, visit.answer(found), found.data["type"])


def _at_frontend(visit: Visit) -> HttpResponse:
    """308 to the same address at the store's own frontend, which may have pages that we don't know.

    Never kept by browsers: the store may do without a frontend again, and then one that keeps it goes nowhere.
    """
    response = Redirect(Moved(visit.shown.store.front_url + visit.request.get_full_path(), 308))
    response["Cache-Control"] = "no-cache"
    return response


def _unreadable_answer(visit: Visit, detail: str) -> dict[str, Any]:
    """The site around a moment that can't be read."""
    return _pageless_answer(visit, "unreadable", phrase(_("We can't read this moment")), detail)


def _missing_answer(visit: Visit, missing: Missing) -> dict[str, Any]:
    """The site around a page that is not there, with its address as words to look for."""
    detail = phrase(_("The page may have moved, or the address has a typing error."))
    words = re.sub(r"[^\w]+", " ", missing.path.rstrip("/").rpartition("/")[2].partition(".")[0]).strip()
    return _pageless_answer(visit, "not_found", phrase(_("Page not found")), detail, missing.path, words=words[:60])


RECALLED = _("Our newsroom took it back: it may be wrong, or out of date. Please don't act on what it said.")
ENDED = _("We no longer offer this article: our license for it has ended.")


def _withdrawn_answer(visit: Visit, gone: Gone) -> dict[str, Any]:
    """The site around an article that was withdrawn: why, what else there is, and whom to ask."""
    why = phrase(RECALLED if gone.is_recalled else ENDED)
    detail = f"{why} {phrase(_('Please ask our pharmacists.'))}"
    title = phrase(_("“{title}” was withdrawn"), title=gone.title)
    return _pageless_answer(visit, "gone", title, detail, instead=list(gone.instead))


def _pageless_answer(visit: Visit, kind: str, title: str, detail: str, path: str = "/", **more: Any) -> dict[str, Any]:
    answer = visit.answer(PageData({"type": kind, "title": title, "detail": detail, **more}, path))
    answer["metadata"]["robots"] = "noindex"
    return answer


def _closed_answer(visit: Visit) -> dict[str, Any]:
    """The page of a store that has closed for good: nothing of it leads there, and no search engine reads of it."""
    page = closed_page(visit.shown.store, visit.hours_at or visit.shown.at)
    about = {"title": page["title"], "robots": "noindex", "language": visit.shown.language}
    metadata = {**about, "json_ld": [], "open_graph": {}}
    store = store_data(visit.shown, SIGN_OF_A_CLOSED_STORE)
    return {"store": store, "banners": [], "navigation": [], "page": page, "metadata": metadata, "redirect": None}


def _render(visit: Visit, answer: dict[str, Any], template: str, status: int = 200) -> HttpResponse:
    path = visit.request.path
    rest = {name: value for name, value in visit.query.items() if name != "at"}
    context = {
        **answer,
        **({} if visit.request.is_closed else clock_of(visit.shown, visit.hours_at)),
        "path": path,
        "now_url": path + (f"?{urlencode(rest)}" if rest else ""),
    }
    html = render_to_string(f"frontend_templates/{template}.html", context, visit.request)
    return HttpResponse(with_own_uploads(html, visit.shown.store), status=status)


def with_own_uploads(html: str, store: StorePage) -> str:
    """The page with uploads from the store's host where they have none of their own: not from where staff log in."""
    return html if settings.MEDIA_HOST else html.replace(settings.MEDIA_URL, f"{store.root_url}/media/")


@require_safe
def theme(request: HostedRequest) -> HttpResponse:
    """The store's own colors as a file, because the content security policy lets no style stand in a page."""
    response = HttpResponse(theme_css(_store(request)), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours; it asks nothing of the database, and says what is known of the store."""
    store = getattr(request, "store", None)
    sign = {"name": store.title, "phone": phone_data(store.phone)} if store else {}
    return HttpResponse(render_to_string("500.html", sign), status=500)
