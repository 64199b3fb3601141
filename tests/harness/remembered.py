"""Stores that many tests begin with, opened when the tests' database is furnished: who opens one gets its rows.

Opening a store goes through the action of the product, with its checks, its log and the search index: a hundred
statements, three thousand times in the suite. What it wrote is kept beside the tables, in a schema of its own, and no
other row gets its ids; it goes in again as one statement. Where the network is not as it was when the store was kept,
the store is opened really, and so is the first in each process.
"""

import json
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from wagtail.models import Site

from tests.harness.replay import WRITE

TABLE = "remembered.stores"
CHILDREN = "numchild"
"""What a row of a tree that is there already says anew when it gets a child."""

Rows = dict[Any, dict[str, Any]]
"""The rows of a table by their keys."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """`counted` counts the new children, `counts` of them if all is as it was; `rows` come in; `page` is the store."""

    place: str
    counted: str
    counts: int
    rows: str
    page: bytes


class _Otherwise(Exception):
    """The network is not as it was when the store was kept."""


_known: dict[str, Remembered] = {}
_opened: set[str] = set()
"""Stores that were opened really in this process."""


def remember(stores: Mapping[str, Callable[[], Any]]) -> None:
    """Open these stores one after the other, keep what that writes, and take it back."""
    with transaction.atomic():
        kept = [(name, _place(), *_written_by(open_store)) for name, open_store in stores.items()]
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA remembered")
        cursor.execute(
            f"CREATE TABLE {TABLE} (name text, place text, counted text, counts int, rows text, page bytea)"
        )
        cursor.executemany(f"INSERT INTO {TABLE} VALUES (%s, %s, %s, %s, %s, %s)", kept)


def recalled(name: str) -> Any:
    """The store of that name as it was opened, with all its rows; None where it has to be opened really."""
    if connection.vendor != "postgresql":
        return None
    found = _kept().get(name)
    if found is None or found.place != _place():
        return None
    if name not in _opened:
        _opened.add(name)
        return None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(found.counted)
            if cursor.fetchone() != (found.counts,):
                raise _Otherwise
            cursor.execute(found.rows)
    except (_Otherwise, IntegrityError):
        return None
    Site.clear_site_root_paths_cache()
    return pickle.loads(found.page)  # noqa: S301


def _place() -> str:
    return f"{settings.NETWORK_HOST} {settings.SITE_PORT}"


def _kept() -> dict[str, Remembered]:
    if not _known:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {TABLE}")
            _known.update({name: Remembered(*rest) for name, *rest in cursor.fetchall()})
    return _known


def _written_by(open_store: Callable[[], Any]) -> tuple[str, int, str, bytes]:
    tables = _tables_of(open_store)
    before = {table: _rows(table) for table in tables}
    page = open_store()
    counted: list[str] = []
    inserted: list[str] = []
    for table in tables:
        rows = _rows(table)
        new = [row for key, row in rows.items() if key not in before[table]]
        if new:
            inserted.append(_insertion(table, new))
        for change in (_change(table, row, rows[key]) for key, row in before[table].items() if rows[key] != row):
            # That the search index weighs titles anew is no condition.
            (counted if CHILDREN in change else inserted).append(change)
    steps = ", ".join(f"step_{number} AS ({step})" for number, step in enumerate(counted))
    total = " + ".join(f"(SELECT count(*) FROM step_{number})" for number in range(len(counted)))
    return f"WITH {steps} SELECT {total}", len(counted), "; ".join(inserted), pickle.dumps(page)


def _tables_of(open_store: Callable[[], Any]) -> list[str]:
    """The tables that are written to, in that order."""
    written: dict[str, None] = {}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        written.update(dict.fromkeys(WRITE.findall(sql)))
        return execute(sql, params, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            open_store()
        transaction.set_rollback(True)
    return list(written)


def _rows(table: str) -> Rows:
    """The first column is the key."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb("{table}") FROM "{table}"')
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        key = cursor.description[0].name
    return {row[key]: row for row in rows}


def _insertion(table: str, rows: list[dict[str, Any]]) -> str:
    text = json.dumps(rows).replace("'", "''")
    return f'INSERT INTO "{table}" SELECT * FROM jsonb_populate_recordset(NULL::"{table}", \'{text}\')'


def _change(table: str, before: dict[str, Any], after: dict[str, Any]) -> str:
    """Of a row that was there: its one column that is another now, where it still says what it said."""
    (column,) = (name for name in before if before[name] != after[name])
    change = f"{column} = {after[column]} WHERE id = {before['id']} AND {column} = {before[column]}"
    return f'UPDATE "{table}" SET {change} RETURNING 1'
