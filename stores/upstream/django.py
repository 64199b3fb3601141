"""Django: what is replaced though its documentation does not offer it (in `stores.isolation.form_patches` and
`stores.shapes`).
"""

from typing import Any

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
