"""Tree questions as subqueries: they cost no query of their own and no clause per row."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet


def stands_under(rows: QuerySet, row_path: str, *, outer_path: str = "path") -> Exists:
    """Whether the outer row stands at or below one of `rows`; both paths are treebeard's, named from their models."""
    path = ExpressionWrapper(OuterRef(outer_path), output_field=CharField())
    return Exists(rows.annotate(path_of_outer=path).filter(path_of_outer__startswith=F(row_path)))
