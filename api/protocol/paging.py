"""Pages of a list: which one is asked for, and its rows with the size of the whole."""

from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.http import QueryDict

from api.protocol.parameters import Parameter, Parameters, whole_number

DEFAULT_LIMIT = 20

PAGING_PARAMETERS: Parameters = {
    "limit": Parameter(f"Number of items, at most {settings.WAGTAILAPI_LIMIT_MAX}.", int),
    "offset": Parameter("Number of items to leave out at the start.", int),
}


def page_bounds(query: QueryDict) -> tuple[int, int]:
    """Offset and limit of a list; 400 when they make no sense."""
    limit = whole_number(query, "limit", default=DEFAULT_LIMIT, highest=settings.WAGTAILAPI_LIMIT_MAX)
    return whole_number(query, "offset", default=0), limit


def slice_and_count(queryset: QuerySet[Any], offset: int, limit: int) -> tuple[list[Any], int]:
    """Rows `offset` to `offset + limit`, and how many there are in all, in one query.

    The count rides on the rows; a slice that is empty costs a query of its own to say how many there are.
    """
    rows = list(queryset.annotate(row_total=Window(Count(F("pk"))))[offset : offset + limit]) if limit else []
    if rows:
        return rows, rows[0].row_total
    return [], 0 if limit and not offset else queryset.count()
