"""What many tests begin with, built by the first that asks: the others get its rows and files as they were written.

Building goes through the actions of the product and takes seconds; its rows go back in with a COPY for each table.
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

T = TypeVar("T")

WRITE = re.compile(r'^\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
"""The table that a statement writes to."""


@dataclass(slots=True)
class Replayed(Generic[T]):
    """A builder that is called once in each process. Everybody gets objects of their own.

    Full-text tables of SQLite are left out: triggers write them.
    """

    build: Callable[[], T]
    built: T | None = None
    tables: dict[str, Any] = field(default_factory=dict)
    numbering: str = ""
    files: dict[str, bytes] = field(default_factory=dict)

    def make(self) -> T:
        """What `build` returns, with its rows in the database and its files in the storage, inside a transaction."""
        if self.built is None:
            self.built = self._record()
        else:
            self._replay()
        return copy.deepcopy(self.built)

    def _record(self) -> T:
        written: set[str] = set()

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            written.update(WRITE.findall(sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            built = self.build()
        self.tables = {table: _rows_of(table) for table in sorted(written) if not table.endswith("_fts")}
        self.numbering = _numbering(list(self.tables))
        self.files = dict(_files_below(""))
        return built

    def _replay(self) -> None:
        with connection.cursor() as cursor:
            # Keys between tables are checked when a transaction ends, so any order is right.
            for table in self.tables:
                cursor.execute(f'DELETE FROM "{table}"')
        for table, rows in self.tables.items():
            _put(table, rows)
        if self.numbering:
            with connection.cursor() as cursor:
                cursor.execute(self.numbering)
        for name, content in self.files.items():
            default_storage.save(name, ContentFile(content))


def _numbering(tables: list[str]) -> str:
    """What lets new rows get ids behind those that are there: in a database that was copied anew since, numbers begin
    where those of the template ended. SQLite looks for itself.
    """
    if connection.vendor != "postgresql":
        return ""
    last = []
    with connection.cursor() as cursor:
        for table, sequence in sequences(tables):
            cursor.execute(f'SELECT max(id) FROM "{table}"')
            (number,) = cursor.fetchone()
            if number is not None:
                last.append((sequence, number))
    return going_past(last)


def sequences(tables: list[str]) -> list[tuple[str, str]]:
    """The tables whose ids PostgreSQL numbers, each with its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), 'id') FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'id' AND is_identity = 'YES' AND table_name = ANY(%s)",
            [tables],
        )
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def going_past(last: list[tuple[str, int]]) -> str:
    """The statement that lets each sequence go on behind this number, or where it is; "" for none."""
    steps = (f"setval('{name}', greatest({number}, (SELECT last_value FROM {name})))" for name, number in last)
    return f"SELECT {', '.join(steps)}" if last else ""


def _rows_of(table: str) -> Any:
    """As the database itself writes them; on SQLite without the types that Django makes of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                return b"".join(rows)
        cursor.execute(f'PRAGMA table_info("{table}")')
        columns = ", ".join(f'+"{column[1]}"' for column in cursor.fetchall())
        return cursor.execute(f'SELECT {columns} FROM "{table}"').fetchall()


def _put(table: str, rows: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                into.write(rows)
        elif rows:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _files_below(folder: str) -> list[tuple[str, bytes]]:
    folders, names = default_storage.listdir(folder)
    paths = [str(PurePosixPath(folder, name)) for name in names]
    found = [(path, default_storage.open(path).read()) for path in paths]
    return found + [each for name in folders for each in _files_below(str(PurePosixPath(folder, name)))]
