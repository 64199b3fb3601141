"""modelsearch, Wagtail's search: what its database backend does with a query, and when it weighs titles."""

from collections.abc import Callable
from typing import Any

from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend

READ_IN = "1.3.2"
LEANED_ON = {
    "modelsearch.backends.database.SearchBackend": "chooses the backend by the database",
    "modelsearch.backends.base.BaseSearchBackend._search": "SQLite's part takes a double quote for syntax",
    "modelsearch.backends.base.BaseSearchBackend.get_index_for_model": "the one way to each index",
    "modelsearch.backends.database.postgres.postgres.PostgresIndex._refresh_title_norms": "reads all titles a save",
}


def search_backend(params: dict[str, Any], *, is_weighing_put_off: Callable[[], bool]) -> BaseSearchBackend:
    """The database's own backend, where a double quote in a query is a space.

    While `is_weighing_put_off()`, new entries are not weighed against all titles; `weigh_titles` does that later.
    """
    backend = database.SearchBackend(params)
    stock_search, stock_index = backend._search, backend.get_index_for_model

    def search(query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        plain = query.replace('"', " ").strip() if isinstance(query, str) else query
        return stock_search(query_compiler_class, plain, model_or_queryset, **kwargs)

    def index_for_model(model: Any) -> Any:
        index = stock_index(model)
        if is_weighing_put_off():
            index._refresh_title_norms = lambda full=False: None
        return index

    backend._search = search
    backend.get_index_for_model = index_for_model
    return backend


def weigh_titles(backend: BaseSearchBackend, model: Any) -> None:
    """Weigh the entries of a model against the mean length of all titles."""
    backend.get_index_for_model(model)._refresh_title_norms()
