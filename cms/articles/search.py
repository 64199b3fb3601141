"""Wagtail's database search, mended where its SQLite part does not escape what people type."""

from typing import Any

from modelsearch.backends.base import BaseSearchBackend

from stores.importing.search_weights import is_put_off
from stores.upstream.modelsearch import search_backend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  (the name that Wagtail imports)
    """The database's own backend; inside `weights_at_the_end` it does not weigh each new entry against all titles."""
    return search_backend(params, is_weighing_put_off=is_put_off.get)
