"""`storefront/`: one call for one page of a store's site."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.db.models import Model
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.edges import hours_edge, next_midnight
from api.caching.freshness import generations_of
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import openapi
from api.protocol.errors import BadRequest, NotThere, Withdrawn
from api.protocol.fields import Selection, kept_of
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
from api.serializers.shown import Shown
from api.serializers.site_pages import StorefrontPageSerializer, StorefrontSerializer
from api.serializers.stores import pictures_of
from api.site.languages import language_in
from api.site.pages import PageData
from api.site.previews import answer_with_draft, draft_page
from api.site.resolver import (
    NEVER_CACHED,
    PAGE_QUERY,
    Gone,
    Missing,
    Moved,
    Resolved,
    answer_for,
    resolve,
    shown_with_profile,
)
from stores.models import NetworkBanner, StorePage

PATH: Parameters = {
    **TAGS_PARAMETERS,
    **LINKS_PARAMETERS,
    **RICH_TEXT_PARAMETERS,
    "fields": Parameter(
        "Parts of the answer, and fields inside of them: `store(name,phone),page(title,hero(src))` are only these "
        "inside, `_,page` only these parts, `-banners` all but these. A field is one that any kind of page has."
    ),
    "path": Parameter(
        "Path on the store's site, such as `/health/`, with or without its slashes at both ends and its query; an "
        "address of the store's site is taken, too. Below the code of a language, such as `/es/health/`, in that one.",
        is_required=True,
    ),
    "page": whole("Page of the health-news list, or of what a search has found."),
    "topic": Parameter("Slug of a topic: the health-news list of that topic."),
    "tag": Parameter("Name or slug of a tag: the health-news list of that tag."),
    "q": Parameter("On `/search/`: the words to look for."),
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
        if not path:
            raise BadRequest("Name the page: add '?path=/health/'.", field="path")
        hours_at = moment(request.GET, "at")
        root = link_root(request.GET)
        selection = self.selection_for(StorefrontPageSerializer, default=None)
        # A path as a browser asks it, with its query: what the page understands of that counts as if it stood beside.
        address, _mark, asked = _on_site(path, self.store).partition("?")
        language, place = language_in(address)
        shown = self.whole = self._whole(root, language)
        shown.text_format = rich_text_format(request.GET)
        given = {**dict(parse_qsl(asked)), **request.GET.dict()}
        found = self._found(place, {name: given[name] for name in PAGE_QUERY if name in given}, asked)
        if isinstance(found, Missing):
            raise NotThere(f"The store's site has no page at '{path}'{_beside(request)}.", field="path")
        if isinstance(found, Gone):
            raise Withdrawn(f"'{found.title}' was withdrawn.")
        if isinstance(found, Moved):
            told, inside = {"status": found.status, "url": found.url, "path": found.path}, selection.nested
            # Whatever parts were asked for: there is no page to take them from.
            answer = {"redirect": kept_of(told, inside["redirect"]) if "redirect" in inside else told}
        else:
            answer = self._answer(found, hours_at, selection)
        return Response(answer, headers={} if hours_at is None else NEVER_CACHED)

    def _whole(self, root: str | None, language: str) -> Shown:
        """The store with all that its pages say of it; as in its draft, where that is previewed."""
        if self.seen is None:
            return shown_with_profile(self.store, self.at, generations_of(self.request), root, language)
        shown = Shown(self.store, self.at, root=root, language=language)
        shown.load(image_ids=pictures_of(self.store))
        return shown

    def _found(self, place: str, query: dict[str, str], asked: str) -> Resolved:
        """The page; the draft of a preview at its own path."""
        if self.seen is not None and place == self.seen.path:
            return draft_page(self.seen.draft, self.whole, query) or Missing(place)
        return resolve(self.whole, place, query, asked)

    def _answer(self, page: PageData, hours_at: datetime | None, selection: Selection | None) -> dict[str, Any]:
        if self.seen is None:
            return answer_for(self.whole, page, hours_at, selection)
        seen = self.seen
        line = seen.draft if seen.model is NetworkBanner else None
        answer = answer_with_draft(line, self.whole, page, hours_at, selection)
        parts: dict[type[Model], str] = {StorePage: "store", NetworkBanner: "banners"}
        part = parts.get(seen.model, "page")
        if part in answer and (part != "page" or page.path.partition("?")[0] == seen.path):
            answer[part] = seen.with_edit(answer[part])
        return answer


def _beside(request: Request) -> str:
    """What of a page was asked for in parameters of their own: that may be what is not there."""
    asked = [f"{name}={request.GET[name]}" for name in PAGE_QUERY if name in request.GET and name != "at"]
    return f" with {' and '.join(asked)}" if asked else ""


def _on_site(address: str, store: StorePage) -> str:
    """What a frontend was asked, as the site writes it: a path that ends with a slash, its query, no host and base."""
    for root in (store.front_url, store.root_url):
        if address.startswith((f"{root}/", f"{root}?")) or address == root:
            rest = address.removeprefix(root)
            address = rest if rest.startswith("/") else f"/{rest}"
    path, mark, query = address.partition("#")[0].partition("?")
    if "//" not in path and not path.startswith("/"):
        path = f"/{path}"
    is_open = path.startswith("/") and not path.endswith("/")
    return path + "/" * is_open + mark + query
