"""Questions about where rows stand in a tree; paths are treebeard's."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import Page


def paths_above(path: str) -> list[str]:
    """The path itself, and those of all folders above it."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def at_or_below(paths: Iterable[str], field: str = "path") -> Q:
    """Rows at or below one of a few paths; none without a path."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def stands_under(rows: QuerySet, row_path: str, *, outer_path: str = "path") -> Exists:
    """Whether the outer row stands at or below one of `rows`, as a subquery. Both paths are named from their model."""
    path = ExpressionWrapper(OuterRef(outer_path), output_field=CharField())
    return Exists(rows.annotate(path_of_outer=path).filter(path_of_outer__startswith=F(row_path)))
