"""`storefront/`: one call for one page of a store's site."""

from datetime import datetime
from urllib.parse import parse_qsl

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.edges import hours_edge, next_midnight
from api.caching.freshness import generations_of
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import openapi
from api.protocol.errors import BadRequest, NotThere, Withdrawn
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    MOMENT,
    RICH_TEXT_PARAMETERS,
    STORE_PARAMETERS,
    TAGS_PARAMETERS,
    Parameter,
    Parameters,
    link_root,
    moment,
    rich_text_format,
    whole,
)
from api.serializers.site_pages import StorefrontPageSerializer, StorefrontSerializer
from api.site.resolver import NEVER_CACHED, PAGE_QUERY, Gone, Missing, Moved, answer_for, resolve, shown_with_profile
from stores.models import StorePage

PATH: Parameters = {
    **TAGS_PARAMETERS,
    **LINKS_PARAMETERS,
    **RICH_TEXT_PARAMETERS,
    "fields": Parameter(
        "Parts of the answer, and fields inside of them: `store(name,phone),page(title,hero(src))` are only these "
        "inside, `_,page` only these parts, `-banners` all but these. A field is one that any kind of page has."
    ),
    "path": Parameter(
        "Path on the store's site, such as `/health/`, with or without its final slash and its query; an address of "
        "the store's site is taken, too.",
        is_required=True,
    ),
    "page": whole("Page of the health-news list."),
    "topic": Parameter("Slug of a topic: the health-news list of that topic."),
    "at": Parameter(
        "Moves the clock of the store's `hours`, and of nothing else on the page: a moment in ISO 8601 with offset, "
        "such as 2026-12-24T18:05:00-05:00. The answer is not to be cached.",
        shape=MOMENT,
    ),
}


class StorefrontEndpoint(Endpoint):
    """What a page of the store's site shows."""

    name = "storefront"

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return {**STORE_PARAMETERS, **PATH}

    def is_known_in_parts(self) -> bool:
        return True

    def good_until(self, at: datetime) -> datetime:
        edges = super().good_until(at), next_midnight(self.store.time_zone, at)
        return min(*edges, hours_edge(self.whole.schedules.values(), at))

    @extend_schema(
        operation_id="storefront_retrieve",
        parameters=openapi({**STORE_PARAMETERS, **PATH}),
        responses=StorefrontSerializer,
    )
    def listing_view(self, request: Request) -> Response:
        path = request.GET.get("path")
        if path is None:
            raise BadRequest("Name the page: add '?path=/health/'.", field="path")
        hours_at = moment(request.GET, "at")
        root = link_root(request.GET)
        selection = self.selection_for(StorefrontPageSerializer, default=None)
        shown = self.whole = shown_with_profile(self.store, self.at, generations_of(request), root)
        shown.text_format = rich_text_format(request.GET)
        # A path as a browser asks it, with its query: what the page understands of that counts as if it stood beside.
        place, _mark, asked = _on_site(path, self.store).partition("?")
        given = {**dict(parse_qsl(asked)), **request.GET.dict()}
        found = resolve(shown, place, {name: given[name] for name in PAGE_QUERY if name in given}, asked)
        if isinstance(found, Missing):
            raise NotThere(f"The store's site has no page at '{path}'.", field="path")
        if isinstance(found, Gone):
            raise Withdrawn(f"'{found.title}' was withdrawn.")
        if isinstance(found, Moved):
            answer = {"redirect": {"status": found.status, "url": found.url, "path": found.path}}
        else:
            answer = answer_for(shown, found, hours_at, selection)
        return Response(answer, headers={} if hours_at is None else NEVER_CACHED)


def _on_site(address: str, store: StorePage) -> str:
    """What a frontend was asked, as the site writes it: a path that ends with a slash, its query, no host and base."""
    for root in (store.front_url, store.root_url):
        if address.startswith((f"{root}/", f"{root}?")) or address == root:
            rest = address.removeprefix(root)
            address = rest if rest.startswith("/") else f"/{rest}"
    path, mark, query = address.partition("#")[0].partition("?")
    is_open = path.startswith("/") and not path.endswith("/")
    return path + "/" * is_open + mark + query
