"""Pages of a list: which one is asked for, and its rows with the size of the whole."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.http import QueryDict
from rest_framework.request import Request

from api.protocol.errors import BadRequest
from api.protocol.parameters import STORE_IN_PATH, Parameter, Parameters, one_of, whole, whole_number

DEFAULT_LIMIT = 20
MOST = settings.WAGTAILAPI_LIMIT_MAX

PAGING_PARAMETERS: Parameters = {
    "limit": whole(f"Number of items, at most {MOST}.", MOST),
    "offset": whole("Number of items to leave out at the start."),
}
COUNT_PARAMETERS: Parameters = {
    "count": Parameter("`false`: without `meta.total_count`, which is not counted then.", choices=("true", "false")),
}
CURSOR_PARAMETERS: Parameters = {
    "cursor": Parameter(
        "Walks the list from the newest to the oldest, none twice and none left out whatever is published meanwhile: "
        "begin with `cursor=*` and follow `meta.next`. What is pinned stands in its place by date.",
        shape={"pattern": r"^(\*|[0-9]{1,11}-[0-9]{1,11})$"},
    ),
}
START = "*"
LATEST_ORDINAL = date.max.toordinal()

Place = tuple[date, int]
"""Where a cursor stands: after the article with this day and this id."""


def is_counted(query: QueryDict) -> bool:
    """Whether the size of the whole is asked for."""
    return one_of(query, "count", ["true", "false"], default="true") == "true"


def cursor_place(query: QueryDict) -> Place | None:
    """Where the cursor that was given stands; None for the start."""
    given = query.get("cursor", START)
    if given == START:
        return None
    parts = given.split("-")
    is_one = len(parts) == 2 and all(part.isascii() and part.isdecimal() and len(part) < 12 for part in parts)
    if not is_one or not 0 < int(parts[0]) <= LATEST_ORDINAL:
        words = f"'cursor' must be '{START}' or what 'meta.next' has, not '{given}'."
        raise BadRequest(words, field="cursor")
    return date.fromordinal(int(parts[0])), int(parts[1])


def cursor_at(place: Place) -> str:
    """A cursor that stands there."""
    return f"{place[0].toordinal()}-{place[1]}"


def neighbors(request: Request, offset: int, limit: int, total: int) -> dict[str, str | None]:
    """Addresses of the pages after and before a page of a list, as `meta` has them."""
    has_more, has_less = limit > 0 and offset + limit < total, offset > 0 and limit > 0
    return {
        "next": _page_at(request, offset=offset + limit) if has_more else None,
        "previous": _page_at(request, offset=max(0, offset - limit)) if has_less else None,
    }


def after_cursor(request: Request, place: Place | None) -> dict[str, str | None]:
    """The same of a walk by cursor, which goes on after this place, and not back."""
    return {"next": _page_at(request, cursor=cursor_at(place)) if place else None, "previous": None}


def _page_at(request: Request, **change: int | str) -> str:
    query = request.GET.copy()
    for name, value in change.items():
        query[name] = str(value)
    if STORE_IN_PATH.match(request.path):
        del query["store"]
    if query.get("offset") == "0":
        del query["offset"]
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',*')}")


def link_header(pages: dict[str, str | None]) -> dict[str, str]:
    """The same addresses as a header."""
    links = [f'<{url}>; rel="{"prev" if name == "previous" else name}"' for name, url in pages.items() if url]
    return {"Link": ", ".join(links)} if links else {}


def page_bounds(query: QueryDict, *, usual: int = DEFAULT_LIMIT) -> tuple[int, int]:
    """Offset and limit of a list; 400 when they make no sense."""
    limit = whole_number(query, "limit", default=usual, highest=settings.WAGTAILAPI_LIMIT_MAX)
    return whole_number(query, "offset", default=0), limit


def slice_and_count(
    queryset: QuerySet[Any], offset: int, limit: int, *, is_counted: bool = True
) -> tuple[list[Any], int]:
    """Rows `offset` to `offset + limit`, and how many there are in all, in one query.

    The count rides on the rows; a slice that is empty costs a query of its own to say how many there are.
    Not counted, it is one more than what was read where there is more.
    """
    if not is_counted:
        some = list(queryset[offset : offset + limit + 1]) if limit else []
        return some[:limit], offset + len(some)
    rows = list(queryset.annotate(row_total=Window(Count(F("pk"))))[offset : offset + limit]) if limit else []
    if rows:
        return rows, rows[0].row_total
    return [], 0 if limit and not offset else queryset.count()
