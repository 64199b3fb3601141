"""Stores and articles that many tests begin with: who makes one that was made before gets its rows.

Making one goes through the actions of the product, with their checks, the log and the search index: a hundred
statements for a store, fifty for an article, thousands of times in the suite. The stores that most tests open are
opened when the tests' database is furnished, and what that wrote is kept beside the tables, in a schema of its own; no
other row gets its ids. Of all others a process keeps what their second making wrote. It goes in again as one
statement. Where the network is not as it was then, they are made really, and so is the first in each process.
"""

import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import time_machine
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.signals import pre_save
from django.utils import timezone
from wagtail.models import Site

from tests.harness.replay import WRITE, going_past, sequences

TABLE = "remembered.stores"
COUNTED = ("wagtailcore_page", "wagtailcore_collection", "wagtailcore_site", "auth_group")
FEW = 100
"""Pages of a network whose stores and articles are kept: all rows are read before and after."""
MICROSECOND = 123_457
PLAIN = (str, int, float, Decimal, date, time)
GIVING_IDS = {"rows_of", "numbered_rows"}
"""Receivers that give ids to rows (`tests.factories.numbering`, `tests.isolation.numbering`)."""
CHILDREN = "numchild"
"""What a row of a tree that is there already says anew when it gets a child."""

Rows = dict[Any, dict[str, Any]]
"""The rows of a table by their keys."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """`counted` counts new children, `counts` of them if all is as it was; `rows` come in; `page` is what was made.

    `numbering` goes past the ids of the rows where these are not kept free; `moment` is when they were written.
    """

    place: str
    counted: str
    counts: int
    rows: str
    page: bytes
    numbering: str = ""
    moment: datetime | None = None


Key = tuple[Any, ...]
"""What something is made of, and what there is already."""


class _Otherwise(Exception):
    """The network is not as it was then."""


_known: dict[str, Remembered] = {}
_opened: set[str] = set()
"""Stores that were opened really in this process."""
_seen: set[Key] = set()
_own: dict[Key, Remembered] = {}
"""What this process keeps."""
_tables: dict[str, None] = {}
"""Where what is kept is written to, as far as is known."""


def remember(stores: Mapping[str, Callable[[], Any]]) -> None:
    """Open these stores one after the other, keep what that writes, and take it back."""
    with transaction.atomic():
        kept = [(name, *_fields_of(open_store)) for name, open_store in stores.items()]
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
    return _put(found)


def again(called: Any, make: Callable[[], Any]) -> Any:
    """What `make` makes; the third time that it is called so, with the rows of the second.

    `called` says all that it is made of. What the rows say of the moment is the present one.
    """
    words = _words_of(called)
    if connection.vendor != "postgresql" or words is None or _ids_are_given():
        return make()
    there_is = _there_is()
    key = (words, _place(), *there_is)
    found = _own.get(key)
    if found is not None:
        return _put(found) or make()
    is_kept = key in _seen and there_is[0] <= FEW
    _seen.add(key)
    if not is_kept:
        with _noting() as written:
            made = make()
        _tables.update(written)
        return made
    kept = _kept_at_a_moment(make, list(_tables))
    if kept is None:
        return make()
    _own[key] = kept
    return _put(kept) or make()


def _ids_are_given() -> bool:
    """Whether rows that are saved now get ids of the test's own."""
    return any(uid in GIVING_IDS for (uid, _sender), *_rest in pre_save.receivers)


def _words_of(value: Any) -> str | None:
    """All that a value says; a row is what its id and name say. None for what can't be said in words."""
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk} {value}" if value.pk else None
    if isinstance(value, Mapping):
        value = [part for pair in value.items() for part in pair]
    if isinstance(value, list | tuple):
        words = [_words_of(each) for each in value]
        return None if None in words else repr(words)
    return repr(value) if value is None or isinstance(value, PLAIN) else None


def _kept_at_a_moment(make: Callable[[], Any], tables: list[str]) -> Remembered | None:
    """What is written in a moment that is no other's to the microsecond, so that it is found in what is kept.

    It is taken back. None where it went elsewhere than to these tables.
    """
    moment = timezone.now().replace(microsecond=MICROSECOND)
    with time_machine.travel(moment, tick=False), transaction.atomic(), _noting() as written:
        kept = _written_by(make, tables)
        found = kept and replace(kept, moment=moment, numbering=_numbering(tables))
        transaction.set_rollback(True)
    _tables.update(written)
    return found if written.keys() <= set(tables) else None


def _numbering(tables: list[str]) -> str:
    """What goes on behind the ids that were drawn by now; those that a test gave itself are no numbers."""
    found = sequences(tables)
    if not found:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT last_value FROM {name})' for _table, name in found)}")
        return going_past(list(zip((name for _table, name in found), cursor.fetchone(), strict=True)))


def _fields_of(open_store: Callable[[], Any]) -> tuple[Any, ...]:
    kept = _written_by(open_store, _tables_of(open_store))
    if kept is None:
        raise RuntimeError("opening a store changes rows that were there, in a way that can't be repeated")
    return kept.place, kept.counted, kept.counts, kept.rows, kept.page


def _put(kept: Remembered) -> Any:
    """What was made, with its rows; None where something is not as it was."""
    now = kept.moment and timezone.now()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(kept.counted)
            if cursor.fetchone() != (kept.counts,):
                raise _Otherwise
            cursor.execute(kept.rows if now is None else kept.rows.replace(kept.moment.isoformat(), now.isoformat()))
            if kept.numbering:
                cursor.execute(kept.numbering)
    except (_Otherwise, IntegrityError):
        return None
    Site.clear_site_root_paths_cache()
    page = pickle.loads(kept.page)  # noqa: S301
    if now is not None:
        vars(page).update({name: now for name, value in vars(page).items() if value == kept.moment})
    return page


def _there_is() -> tuple[int, ...]:
    """How many pages, collections, Sites and groups there are: nothing more of the network is looked at."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in COUNTED)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        row: tuple[int, ...] = cursor.fetchone()
    return row


def _place() -> str:
    return f"{settings.NETWORK_HOST} {settings.SITE_PORT}"


def _kept() -> dict[str, Remembered]:
    if not _known:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {TABLE}")
            _known.update({name: Remembered(*rest) for name, *rest in cursor.fetchall()})
    return _known


def _written_by(make: Callable[[], Any], tables: list[str]) -> Remembered | None:
    """What is written to these tables; None where rows that were there changed in a way that can't be repeated."""
    before = {table: _rows(table) for table in tables}
    page = make()
    counted: list[str] = []
    inserted: list[str] = []
    for table in tables:
        rows = _rows(table)
        new = [row for key, row in rows.items() if key not in before[table]]
        if new:
            inserted.append(_insertion(table, new))
        for change in (_change(table, row, rows[key]) for key, row in before[table].items() if rows[key] != row):
            if change is None:
                return None
            # That the search index weighs titles anew is no condition.
            (counted if CHILDREN in change else inserted).append(change)
    steps = ", ".join(f"step_{number} AS ({step})" for number, step in enumerate(counted))
    total = " + ".join(f"(SELECT count(*) FROM step_{number})" for number in range(len(counted)))
    count = f"WITH {steps} SELECT {total}"
    return Remembered(_place(), count, len(counted), "; ".join(inserted), pickle.dumps(page))


def _tables_of(open_store: Callable[[], Any]) -> list[str]:
    """The tables that are written to, in that order."""
    with transaction.atomic():
        with _noting() as written:
            open_store()
        transaction.set_rollback(True)
    return list(written)


@contextmanager
def _noting() -> Iterator[dict[str, None]]:
    """The tables that are written to meanwhile, in that order."""
    written: dict[str, None] = {}

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        written.update(dict.fromkeys(WRITE.findall(sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


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


def _change(table: str, before: dict[str, Any], after: dict[str, Any]) -> str | None:
    """Of a row that was there: its one number that is another now, where it still says what it said."""
    changed = [name for name in before if before[name] != after[name]]
    if len(changed) != 1 or not isinstance(after[changed[0]], int | float):
        return None
    (column,) = changed
    change = f"{column} = {after[column]} WHERE id = {before['id']} AND {column} = {before[column]}"
    return f'UPDATE "{table}" SET {change} RETURNING 1'
