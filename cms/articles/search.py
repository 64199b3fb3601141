"""Wagtail's database search, mended where its SQLite part does not escape what people type."""

from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

from stores.importing.search_weights import is_put_off


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  (the name that Wagtail imports)
    """The database's own backend; a double quote is a space to it, where SQLite would take it for syntax.

    Inside `stores.importing.search_weights.weights_at_the_end` it does not weigh each new entry against all titles.
    """
    backend = database.SearchBackend(params)
    unmended = backend._search

    def search(query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        plain = query.replace('"', " ").strip() if isinstance(query, str) else query
        return unmended(query_compiler_class, plain, model_or_queryset, **kwargs)

    backend._search = search
    unmended_index = backend.get_index_for_model

    def index_for_model(model: Any) -> Any:
        index = unmended_index(model)
        if is_put_off.get():
            index._refresh_title_norms = lambda full=False: None
        return index

    backend.get_index_for_model = index_for_model
    return backend
