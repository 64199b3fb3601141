"""Serves each store's site: what the resolver of the API answers, in templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.caching.edges import content_edge, hours_edge, next_midnight
from api.caching.freshness import is_kept, keep
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.protocol.errors import BadRequest
from api.protocol.hosts import HostedRequest
from api.protocol.parameters import moment
from api.serializers.shown import Shown
from api.site.pages import PageData
from api.site.resolver import NEVER_CACHED, PAGE_QUERY, Gone, Missing, Moved, answer_for, resolve, shown_with_profile
from frontend_templates.clock import clock_of
from frontend_templates.theming import theme_css
from stores.models import StorePage
from stores.store.querysets import StoreQuerySet
from stores.tokens.values import phone_display

KEPT_STATUS = frozenset({200, 301, 308, 410})


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
        """What pages understand; campaign parameters such as `fbclid` are ignored, and so is a bad `at`."""
        known = {name: self.request.GET[name] for name in PAGE_QUERY if name in self.request.GET}
        return known if self.hours_at else {name: value for name, value in known.items() if name != "at"}

    def answer(self, page: PageData) -> dict[str, Any]:
        return answer_for(self.shown, page, self.hours_at)


def _moment(request: HttpRequest) -> datetime | None:
    try:
        return moment(request.GET, "at")
    except BadRequest:
        return None


@csrf_exempt
@require_safe
def page(request: HostedRequest, path: str) -> HttpResponse:
    """The page at `path` of the store whose host was asked; `?at=` moves the clock of its hours."""
    visit = Visit(request, shown_with_profile(_store(request), timezone.now()), _moment(request))
    response = _response(visit, f"/{path}")
    for name, value in NEVER_CACHED.items() if visit.hours_at else ():
        response[name] = value
    if is_kept(request) and not visit.hours_at and not request.is_closed and response.status_code in KEPT_STATUS:
        keep(request, {HOSTS, LIBRARY, store_scope(visit.shown.store.pk)}, _good_until(visit.shown))
    return response


def _good_until(shown: Shown) -> datetime:
    at = shown.at
    edges = content_edge(at), next_midnight(shown.store.time_zone, at)
    return min(*edges, hours_edge(shown.schedules.values(), at))


def _response(visit: Visit, path: str) -> HttpResponse:
    if visit.request.is_closed:
        return _render(visit, _closed_answer(visit), "410", status=410)
    found = resolve(visit.shown, path, visit.query)
    if isinstance(found, Moved):
        return Redirect(found)
    if isinstance(found, Gone):
        return _render(visit, _withdrawn_answer(visit, found), "410", status=410)
    if isinstance(found, Missing):
        return _render(visit, _missing_answer(visit, found), "404", status=404)
    return _render(visit, visit.answer(found), found.data["type"])


def _missing_answer(visit: Visit, missing: Missing) -> dict[str, Any]:
    """The site around a page that is not there."""
    detail = "The page may have moved, or the address has a typing error."
    return _pageless_answer(visit, "not_found", "Page not found", detail, missing.path)


def _withdrawn_answer(visit: Visit, gone: Gone) -> dict[str, Any]:
    """The site around an article that was withdrawn."""
    detail = "We no longer offer this article. Please ask our pharmacists."
    return _pageless_answer(visit, "gone", f"'{gone.title}' was withdrawn", detail)


def _pageless_answer(visit: Visit, kind: str, title: str, detail: str, path: str = "/") -> dict[str, Any]:
    answer = visit.answer(PageData({"type": kind, "title": title, "detail": detail}, path))
    answer["metadata"]["robots"] = "noindex"
    return answer


def _closed_answer(visit: Visit) -> dict[str, Any]:
    """The page of a store that has closed for good; it names the nearest one."""
    store = visit.shown.store
    answer = _pageless_answer(visit, "gone", f"{store.title} has closed", _nearest_store_text(store))
    return {**answer, "banners": [], "navigation": []}


def _other_stores(store: StorePage) -> StoreQuerySet:
    online: StoreQuerySet = StorePage.objects.online()
    return online.with_distance(float(store.latitude or 0), float(store.longitude or 0)).order_by("distance_km", "pk")


def _nearest_store_text(store: StorePage) -> str:
    if store.latitude is None or store.longitude is None:
        return "Please choose another of our stores."
    nearest = _other_stores(store).first()
    if nearest is None:
        return "Please choose another pharmacy."
    return f"The nearest of our stores is {nearest.title}, {nearest.address_line}, {phone_display(nearest.phone)}."


def _render(visit: Visit, answer: dict[str, Any], template: str, status: int = 200) -> HttpResponse:
    path = visit.request.path
    rest = {name: value for name, value in visit.query.items() if name != "at"}
    context = {
        **answer,
        **clock_of(visit.shown.store, visit.shown.at, visit.hours_at),
        "path": path,
        "now_url": path + (f"?{urlencode(rest)}" if rest else ""),
    }
    html = render_to_string(f"frontend_templates/{template}.html", context, visit.request)
    return HttpResponse(html, status=status)


@require_safe
def theme(request: HostedRequest) -> HttpResponse:
    """The store's own colors as a file, because the content security policy lets no style stand in a page."""
    response = HttpResponse(theme_css(_store(request)), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for an error of ours; it asks nothing of the database."""
    return HttpResponse(render_to_string("500.html"), status=500)
