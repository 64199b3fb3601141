"""A slice of a queryset and the size of the whole, in one query."""

from typing import Any

from django.db.models import Count, F, QuerySet, Window


def slice_and_count(queryset: QuerySet[Any], offset: int, limit: int) -> tuple[list[Any], int]:
    """Rows `offset` to `offset + limit`, and how many there are in all.

    The count rides on the rows; a slice that is empty costs a query of its own to say how many there are.
    """
    rows = list(queryset.annotate(row_total=Window(Count(F("pk"))))[offset : offset + limit]) if limit else []
    if rows:
        return rows, rows[0].row_total
    return [], 0 if limit and not offset else queryset.count()
