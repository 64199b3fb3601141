"""Questions about where rows stand in a tree; paths are treebeard's."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from treebeard.numconv import NumConv
from wagtail.models import Page

NAMES_OF_NUMBERS = NumConv(Page.alphabet)
"""Treebeard's spelling of a child's number, the last step of its path: one for Wagtail's pages and collections."""


def child_path(parent: str, number: int) -> str:
    """The path of the child with this number."""
    return parent + NAMES_OF_NUMBERS.int2str(number).rjust(Page.steplen, Page.alphabet[0])


def last_step(path: str) -> int:
    """A child's number among its siblings."""
    return int(NAMES_OF_NUMBERS.str2int(path[-Page.steplen :]))


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
