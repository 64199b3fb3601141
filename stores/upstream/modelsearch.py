"""modelsearch, Wagtail's search: what its database backend indexes, does with a query, and when it weighs titles."""

from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, FloatField, Q, Value, When
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend, EmptySearchResults
from modelsearch.index import AutocompleteField, SearchField
from modelsearch.query import PlainText

READ_IN = "1.3.2"
LEANED_ON = {
    "modelsearch.backends.database.SearchBackend": "chooses the backend by the database",
    "modelsearch.backends.base.BaseSearchBackend._search": "a query is spelled as the index is",
    "modelsearch.backends.base.BaseSearchBackend.get_index_for_model": "the one way to each index",
    "modelsearch.backends.database.postgres.postgres.PostgresSearchQueryCompiler.search": "the best first, then by id",
    "modelsearch.backends.database.postgres.postgres.PostgresSearchResults.get_queryset": "what was found, as rows",
    "modelsearch.backends.database.postgres.postgres.ObjectIndexer.prepare_field": "texts are spelled; SQLite's, too",
    "modelsearch.backends.database.postgres.postgres.PostgresIndex._refresh_title_norms": "reads all titles a save",
    "modelsearch.backends.database.postgres.postgres.PostgresSearchQueryCompiler._build_rank_expression": "titles",
}
FIRST = 1000.0
"""More than any rank of PostgreSQL, and than any of FTS5, where less is better."""


class Spelling(NamedTuple):
    """How texts and queries are spelled: in stems for searching, plainly for completing what is typed."""

    stemmed: Callable[[str], str]
    stemmed_query: Callable[[str], str]
    plain: Callable[[str], str]


def search_backend(
    params: dict[str, Any], *, spelling: Spelling, is_weighing_put_off: Callable[[], bool]
) -> BaseSearchBackend:
    """The database's own backend with one spelling for texts and queries; a title with all words of a query leads.

    While `is_weighing_put_off()`, new entries are not weighed against all titles; `weigh_titles` does that later.
    """
    backend = database.SearchBackend(params)
    _spell_index(spelling)
    _spell_queries(backend, spelling)
    backend.query_compiler_class = _title_first(backend.query_compiler_class)
    # What is typed is plain, and titles are kept in stems.
    completing = _title_first(backend.autocomplete_query_compiler_class, spelling.stemmed_query)
    backend.autocomplete_query_compiler_class = completing
    stock_index = backend.get_index_for_model

    def index_for_model(model: Any) -> Any:
        index = stock_index(model)
        if is_weighing_put_off():
            index._refresh_title_norms = lambda full=False: None
        return index

    backend.get_index_for_model = index_for_model
    return backend


def _spell_queries(backend: Any, spelling: Spelling) -> None:
    stock_search = backend._search

    def search(query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        # The columns of `fields` are searched as they are stored.
        is_plain = query_compiler_class is backend.autocomplete_query_compiler_class or kwargs.get("fields")
        spell = spelling.plain if is_plain else spelling.stemmed_query
        if isinstance(query, str):
            query = spell(query)
        elif isinstance(query, PlainText):
            text = spell(query.query_string)
            query = PlainText(text, operator=query.operator, boost=query.boost) if text else ""
        return stock_search(query_compiler_class, query, model_or_queryset, **kwargs)

    backend._search = search


def _spell_index(spelling: Spelling) -> None:
    """Put an indexer that spells in the place of the backend's own; safe to repeat."""
    module = import_module(type(database.SearchBackend({})).__module__)
    if getattr(module.ObjectIndexer, "is_spelling", False):
        return

    class SpellingIndexer(module.ObjectIndexer):  # type: ignore[name-defined]
        """Each text that goes into the index is spelled; what tells its field and its weight stays."""

        is_spelling = True

        @wraps(module.ObjectIndexer.prepare_field)
        def prepare_field(self, obj: Any, field: Any) -> Iterator[Any]:
            # Of related fields, the recursion has spelled already.
            spell = {SearchField: spelling.stemmed, AutocompleteField: spelling.plain}.get(type(field))
            for *about, text in super().prepare_field(obj, field):
                yield (*about, spell(text) if spell else text)

    module.ObjectIndexer = SpellingIndexer  # type: ignore[attr-defined]


def _title_first(compiler: type[Any], spell: Callable[[str], str] = str) -> type[Any]:
    class TitleFirstCompiler(compiler):
        """A title that holds all words of the query goes before everything else."""

        def _build_rank_expression(self, vectors: Any, config: Any) -> Any:
            rank = super()._build_rank_expression(vectors, config)
            if not isinstance(self.query, PlainText) or self.fields is not None:
                return rank
            words = spell(self.query.query_string)
            if connection.vendor == "postgresql":
                terms = PlainText(words, operator="and")
                holds = Q(index_entries__title=self.build_tsquery(terms, config=config))
                return rank + _when(holds, FIRST)
            holds = Q()
            for word in words.split():
                holds &= _has_word("index_entry__title", word)
            return rank + _when(holds, -FIRST)

    return TitleFirstCompiler


def _has_word(name: str, word: str) -> Q:
    """The words of the column stand apart by one space."""
    return (
        Q(**{name: word})
        | Q(**{f"{name}__startswith": f"{word} "})
        | Q(**{f"{name}__endswith": f" {word}"})
        | Q(**{f"{name}__contains": f" {word} "})
    )


def _when(condition: Q, rank: float) -> Case:
    return Case(When(condition, then=Value(rank)), default=Value(0.0), output_field=FloatField())


def ranked(results: Any) -> list[tuple[int, float]]:
    """Ids of what was found, and how well each fits: the higher the better, and the higher id before the lower."""
    if isinstance(results, EmptySearchResults):
        return []
    rows = results.annotate_score("score").get_queryset().order_by()
    sign = 1 if connection.vendor == "postgresql" else -1
    return [(pk, sign * score) for pk, score in rows.values_list("pk", "score")]


def weigh_titles(backend: BaseSearchBackend, model: Any) -> None:
    """Weigh the entries of a model against the mean length of all titles."""
    backend.get_index_for_model(model)._refresh_title_norms()
