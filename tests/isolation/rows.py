"""Which rows a request changed, and whose they were."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tests.harness.replay import WRITE
from tests.isolation.markers import Sign, signs_in

IGNORED = {"django_session", "api_feed", "api_event"}
"""What a reader's own session keeps; and how far the feed of a store has been told, which is brought up when asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text, column by column."""

    table: str
    columns: tuple[str, ...]
    values: tuple[str, ...]

    def signs(self) -> set[Sign]:
        """Whose ids and markers stand in it."""
        return signs_in("\x1f".join(self.values))

    def get(self, column: str) -> str:
        """The value of a column; empty where the table has none of that name."""
        return dict(zip(self.columns, self.values, strict=True)).get(column, "")


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows that were there before and are not now, and the other way round; a changed row is in both."""

    removed: tuple[Row, ...] = ()
    added: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


def read(table: str) -> Counter[Row]:
    """All rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        columns = tuple(column[0] for column in cursor.description)
        return Counter(Row(table, columns, tuple(map(str, values))) for values in cursor.fetchall())


@dataclass(slots=True)
class Watch:
    """Sees writes as they happen, and compares the tables that they went to with what was planted."""

    baseline: dict[str, Counter[Row]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Notes the tables that are written to inside."""
        self.written = set()
        with connection.execute_wrapper(self._note):
            yield

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        match = WRITE.match(sql)
        if match:
            self.written.add(match[1])
        return execute(sql, params, many, context)

    def now(self) -> dict[str, Counter[Row]]:
        """The written tables as they are now: before the rollback."""
        return {table: read(table) for table in self.written - IGNORED}

    def changes(self, after: dict[str, Counter[Row]]) -> Changes:
        """What differs from the planted rows: after the rollback."""
        removed: list[Row] = []
        added: list[Row] = []
        for table, rows in after.items():
            if table not in self.baseline:
                self.baseline[table] = read(table)
            removed += (self.baseline[table] - rows).elements()
            added += (rows - self.baseline[table]).elements()
        return Changes(tuple(removed), tuple(added))
