"""What programs read of a store's site, and patients never see: kept, and refused, as its pages are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from api.caching.freshness import generations_of, is_kept, keep
from api.caching.known import edge_for
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.caching.tags import EVERY_KIND, begin_noting
from api.hosts import HostedRequest
from api.site.languages import speaking
from frontend_templates.views import page, shown_at_host, with_own_uploads

RASTER = ("image/x-icon", "image/png", "image/jpeg")
"""In these no address stands."""

Maker = Callable[..., HttpResponse | None]
"""Makes the answer of a store's site, of the parameters in its path; None where there is no such thing."""


def for_machines(make: Maker) -> Callable[..., HttpResponse]:
    """A view. Where nothing is made, the store has closed, or its site leads to a frontend, it is as any page."""

    @csrf_exempt
    @require_safe
    @wraps(make)
    def view(request: HostedRequest, **parameters: Any) -> HttpResponse:
        store = request.store
        leads_away = store is None or (store.frontend is not None and store.frontend.takes_over)
        if leads_away or request.is_closed:
            return page(request, request.path.removeprefix("/"))
        begin_noting()
        shown = shown_at_host(request)
        with speaking(shown.language):
            response = make(request, shown, **parameters)
        if response is None:
            return page(request, request.path.removeprefix("/"))
        if not response["Content-Type"].startswith(RASTER):
            response.content = with_own_uploads(response.content.decode(), shown.store).encode()
        if shown.store.frontend is not None:
            response["X-Robots-Tag"] = "noindex"
        if is_kept(request):
            scopes = {HOSTS, LIBRARY, store_scope(shown.store.pk)}
            keep(request, scopes, edge_for(generations_of(request), shown.at), EVERY_KIND)
        return response

    return view
