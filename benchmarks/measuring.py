"""What one thing costs: CPU of this process, CPU of its PostgreSQL backend, queries."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one call: milliseconds of CPU, and queries, savepoints included."""

    python_ms: float
    database_ms: float
    queries: float

    @property
    def cpu_ms(self) -> float:
        return self.python_ms + self.database_ms


class _Counter:
    """Counts what goes to the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def _database_ms() -> float:
    """CPU that the backend of our connection has used; 0 where it can't be read (SQLite, another host or system)."""
    pid = getattr(getattr(connection.connection, "info", None), "backend_pid", None)
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    return 0.0


def measure(call: Callable[[], object], *, times: int = 3) -> Cost:
    """The median of several calls."""
    return middle([once(call) for _turn in range(times)])


def once(call: Callable[[], object]) -> Cost:
    """What one call costs."""
    counter = _Counter()
    connection.ensure_connection()
    with connection.execute_wrapper(counter):
        database, begun = _database_ms(), time.process_time()
        call()
        python = (time.process_time() - begun) * 1000
    return Cost(python, _database_ms() - database, counter.queries)


def middle(costs: list[Cost]) -> Cost:
    """The median of each part."""
    return Cost(
        median(each.python_ms for each in costs),
        median(each.database_ms for each in costs),
        median(each.queries for each in costs),
    )
