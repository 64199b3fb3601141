"""Wagtail's database search, where texts and queries have one spelling and a title with all words leads."""

from typing import Any

from modelsearch.backends.base import BaseSearchBackend

from stores.batches.search_weights import is_put_off
from stores.spelling import plain, stemmed, stemmed_query
from stores.upstream.modelsearch import Spelling, search_backend

SPELLING = Spelling(stemmed=stemmed, stemmed_query=stemmed_query, plain=plain)


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802  (the name that Wagtail imports)
    """The database's own backend; inside `weights_at_the_end` it does not weigh each new entry against all titles.

    Words are stemmed here, so PostgreSQL takes them as they are, whatever language its database was made for.
    """
    own = {"SEARCH_CONFIG": "simple", **params}
    return search_backend(own, spelling=SPELLING, is_weighing_put_off=is_put_off.get)
