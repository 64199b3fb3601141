"""Wagtail's database search, mended where its SQLite part does not escape what people type."""

from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  (the name that Wagtail imports)
    """The database's own backend; a double quote is a space to it, where SQLite would take it for syntax."""
    backend = database.SearchBackend(params)
    unmended = backend._search

    def search(query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        plain = query.replace('"', " ").strip() if isinstance(query, str) else query
        return unmended(query_compiler_class, plain, model_or_queryset, **kwargs)

    backend._search = search
    return backend
