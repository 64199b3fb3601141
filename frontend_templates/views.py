"""Serves each store's site: what the resolver of the API answers, in templates."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.hosts import HostedRequest
from api.resolved_pages import PageData
from api.resolver import Missing, Moved, answer_for, resolve, shown_with_profile
from api.shown import Shown
from stores.models import StorePage
from stores.querysets import StoreQuerySet
from stores.store_tokens import phone_display

# What pages of a site understand; campaign parameters such as `fbclid` are ignored.
QUERY = ("page", "topic")


class Redirect(HttpResponseRedirect):
    """To an absolute address, with the status that the resolver gives."""

    allowed_schemes = ["http", "https", "mailto", "tel"]

    def __init__(self, moved: Moved) -> None:
        super().__init__(moved.url)
        self.status_code = moved.status


def _store(request: HostedRequest) -> StorePage:
    """These URLs are a store's host only."""
    if request.store is None:
        raise Http404
    return request.store


@csrf_exempt
@require_safe
def page(request: HostedRequest, path: str) -> HttpResponse:
    """The page at `path` of the store whose host was asked."""
    shown = shown_with_profile(_store(request), timezone.now())
    if request.is_closed:
        return _render(request, _closed(shown), "410", status=410)
    query = {name: request.GET[name] for name in QUERY if name in request.GET}
    found = resolve(shown, f"/{path}", query)
    if isinstance(found, Moved):
        return Redirect(found)
    if isinstance(found, Missing):
        return _render(request, _missing(shown, found), "404", status=404)
    return _render(request, answer_for(shown, found), found.data["type"])


def _missing(shown: Shown, missing: Missing) -> dict[str, Any]:
    """The site around a page that is not there."""
    detail = "The page may have moved, or the address has a typing error."
    return _without_page(shown, "not_found", "Page not found", detail, missing.path)


def _without_page(shown: Shown, kind: str, title: str, detail: str, path: str = "/") -> dict[str, Any]:
    answer = answer_for(shown, PageData({"type": kind, "title": title, "detail": detail}, path))
    answer["metadata"]["robots"] = "noindex"
    return answer


def _closed(shown: Shown) -> dict[str, Any]:
    """A store that has closed for good names the nearest one."""
    answer = _without_page(shown, "gone", f"{shown.store.title} has closed", _nearest(shown.store))
    return {**answer, "banners": [], "navigation": []}


def _others(store: StorePage) -> StoreQuerySet:
    online: StoreQuerySet = StorePage.objects.online()
    return online.with_distance(float(store.latitude or 0), float(store.longitude or 0)).order_by("distance_km", "pk")


def _nearest(store: StorePage) -> str:
    if store.latitude is None or store.longitude is None:
        return "Please choose another of our stores."
    nearest = _others(store).first()
    if nearest is None:
        return "Please choose another pharmacy."
    return f"The nearest of our stores is {nearest.title}, {nearest.address_line}, {phone_display(nearest.phone)}."


def _render(request: HttpRequest, answer: dict[str, Any], template: str, status: int = 200) -> HttpResponse:
    context = {**answer, "path": request.path}
    html = render_to_string(f"frontend_templates/{template}.html", context, request)
    return HttpResponse(html, status=status)


@require_safe
def theme(request: HostedRequest) -> HttpResponse:
    """The store's own colours, as a file: the content security policy lets no style stand in a page."""
    css = f":root{{--accent:{_store(request).accent};--on-accent:#ffffff}}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: asks nothing of the database."""
    return HttpResponse(render_to_string("500.html"), status=500)
