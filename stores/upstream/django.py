"""Django: what is replaced though its documentation does not offer it (in `stores.isolation.form_patches` and
`stores.shapes`), and how rows of one table are inserted, and receivers found (for `stores.batches`).
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models import Model
from django.dispatch import Signal

READ_IN = "5.2"
LEANED_ON = {
    "django.forms.forms.BaseForm.full_clean": "replaced: values are asked for what they refer to",
    "django.forms.models.ModelChoiceField._get_queryset": "replaced as getter of `queryset`: narrowed",
    "django.forms.models.ModelChoiceField._set_queryset": "stays the setter of `queryset`",
    "django.forms.models.ModelChoiceIterator.__init__": "reads `queryset` for the choices of a list",
    "django.db.models.query.QuerySet.__init__": "keeps the class that reads rows",
    "django.db.models.query.ModelIterable.__iter__": "is given what it asks of a queryset",
    "django.db.models.query.ValuesIterable.__iter__": "the same",
    "django.db.models.query.ValuesListIterable.__iter__": "the same",
    "django.db.models.query.FlatValuesListIterable.__iter__": "the same",
    "django.db.models.sql.compiler.SQLCompiler.results_iter": "reads what a replaced `execute_sql` gives",
    "django.db.models.query.prefetch_one_level": "puts a relation's rows where its manager looks for them",
    "django.db.backends.base.base.BaseDatabaseWrapper.make_cursor": "counts and wraps a cursor of psycopg's",
    "django.db.backends.base.base.BaseDatabaseWrapper.make_debug_cursor": "the same, and keeps the text for tests",
    "django.db.backends.base.base.BaseDatabaseWrapper.close_if_health_check_failed": "before a statement, as Django",
    "django.db.models.query.QuerySet._insert": "inserts rows of one table, also where another stands above it",
    "django.db.models.base.Model._save_parents": "how a row gets the id of its parent",
    "django.dispatch.dispatcher.Signal._live_receivers": "who listens to a signal",
}


def prefetched_of(row: Any) -> dict[str, Any]:
    """Where the managers of the row's relations look for what is loaded already, by the relation's name."""
    found: dict[str, Any] = row.__dict__.setdefault("_prefetched_objects_cache", {})
    return found


def iterable_of(queryset: Any) -> Any:
    """The class that makes what a queryset gives of its rows."""
    return queryset._iterable_class


def cursor_around(connection: Any, cursor: Any) -> Any:
    """The cursor as the connection hands out its own: errors are Django's, statements are counted."""
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def receivers_of(signal: Signal, sender: Any) -> list[Callable[..., Any]]:
    """Who listens to a signal of this sender."""
    waiting, _asynchronous = signal._live_receivers(sender)
    return list(waiting)


def insert_rows(table: type[Model], rows: Sequence[Any]) -> None:
    """Insert what stands in one table of each row, its model's own or one above it. Rows get what is returned."""
    meta: Any = table._meta
    for parent, link in meta.parents.items():
        for row in rows:
            setattr(row, link.attname, row._get_pk_val(parent._meta))
    for row in rows:
        # An id that is given to the row is given to what stands of it in tables above.
        if row._get_pk_val(meta) is None and row.pk is not None:
            setattr(row, meta.pk.attname, row.pk)
    # Rows whose id is given, and those whose id the database gives.
    for is_given in (True, False):
        chosen = [row for row in rows if (row._get_pk_val(meta) is not None) is is_given]
        if chosen:
            _insert(table, chosen, is_given)
    for row in rows:
        row._state.adding, row._state.db = False, router.db_for_write(table)


def _insert(table: type[Model], rows: Sequence[Any], is_given: bool) -> None:
    meta, using = table._meta, router.db_for_write(table)
    manager: Any = table._base_manager
    own = [field for field in meta.local_concrete_fields if not field.generated]
    fields = own if is_given else [field for field in own if field is not meta.auto_field]
    returned = meta.db_returning_fields
    size = max(connections[using].ops.bulk_batch_size(fields, rows), 1)
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        inserted = manager._insert(part, fields=fields, returning_fields=returned, using=using, raw=False)
        for row, values in zip(part, inserted if returned else (), strict=bool(returned)):
            for field, value in zip(returned, values, strict=True):
                setattr(row, field.attname, value)
