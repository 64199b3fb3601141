"""What one thing costs: CPU of this process, CPU of its PostgreSQL backend, queries."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 10.0


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
    stat = Path(f"/proc/{pid}/stat")
    if pid is None or not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def measure(call: Callable[[], object], *, times: int = 10, warm: int = 1) -> Cost:
    """The least that several calls took of Python, the mean of what they took of PostgreSQL, whose clock is coarse."""
    for _ in range(warm):
        call()
    counter = _Counter()
    connection.ensure_connection()
    database, python = _database_ms(), []
    with connection.execute_wrapper(counter):
        for _ in range(times):
            begun = time.process_time()
            call()
            python.append(time.process_time() - begun)
    # The least, because other processes make ours look slower, never faster.
    return Cost(min(python) * 1000, (_database_ms() - database) / times, counter.queries / times)
