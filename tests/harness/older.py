"""The code of the last release on the database of this one, by the models that its migrations describe.

What they can't read, insert or update is a migration that servers of the release before can't live with.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

TWO_STEPS = "Leave it, stop using it in this release, and take it away in the next."
COLUMNS = """
SELECT column_name, is_nullable = 'YES', column_default IS NOT NULL OR is_identity = 'YES', character_maximum_length
FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s
"""


def models_of(leaves: Mapping[str, str]) -> list[type[Model]]:
    """The models of these apps as they were after the last migration of each app with at most this number."""
    loader = MigrationLoader(None)
    nodes = [
        max(key for key in loader.disk_migrations if key[0] == app and key[1][:4] <= number)
        for app, number in leaves.items()
    ]
    known = loader.project_state(nodes).apps
    return [model for model in known.get_models(include_auto_created=True) if model._meta.app_label in leaves]


def mistakes_of(older: Iterable[type[Model]]) -> list[str]:
    """What a server of the release before can't do any more, by name, with how to mend it; empty if nothing."""
    of_columns = [mistake for model in older for mistake in _mistakes_of_columns(model)]
    return of_columns or [mistake for model in older for mistake in _mistakes_of_rows(model)]


def _mistakes_of_columns(model: type[Model]) -> list[str]:
    table, found = model._meta.db_table, []
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table])
        now = {name: (is_nullable, has_default, length) for name, is_nullable, has_default, length in cursor}
    if not now:
        return [f"The table {table} is gone. {TWO_STEPS}"]
    then = {field.column: field for field in model._meta.local_concrete_fields}
    for column, field in then.items():
        if column not in now:
            found.append(f"{table}.{column} is gone, or has another name. {TWO_STEPS}")
            continue
        is_nullable, _has_default, length = now[column]
        if field.null and not is_nullable:
            found.append(f"{table}.{column} may not be null any more, as it was written before. {TWO_STEPS}")
        if length and field.max_length and length < field.max_length:
            found.append(f"{table}.{column} is shorter than it was. {TWO_STEPS}")
    for column, (is_nullable, has_default, _length) in now.items():
        if column not in then and not (is_nullable or has_default):
            mend = "Give its field `db_default`, or `null=True`."
            found.append(f"{table}.{column} is new, NOT NULL, and left out by the release before. {mend}")
    return found


def _mistakes_of_rows(model: type[Model]) -> list[str]:
    """One row of the table is read, written again, taken away and put back, by the older model."""
    table = model._meta.db_table
    try:
        with transaction.atomic():
            row: Any = model._base_manager.first()
            if row is not None:
                _write_again(row)
                transaction.set_rollback(True)
    except DatabaseError as error:
        return [f"{table}: {' '.join(str(error).split())}. The release before reads or writes it otherwise."]
    return []


def _write_again(row: Any) -> None:
    table, key = row._meta.db_table, row._meta.pk
    row.save_base(raw=True, force_update=True)
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name
        cursor.execute(f"DELETE FROM {quoted(table)} WHERE {quoted(key.column)} = %s", [_stored(key, row)])
    row.save_base(raw=True, force_insert=True)


def _stored(field: "Field[Any, Any]", row: Any) -> Any:
    value = getattr(row, field.attname)
    assert not isinstance(value, DatabaseDefault)
    return field.get_db_prep_value(value, connection)


def tables_without_rows(older: Iterable[type[Model]]) -> set[str]:
    return {model._meta.db_table for model in older if not model._base_manager.exists()}
