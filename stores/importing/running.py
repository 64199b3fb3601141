"""One import at a time. Whoever comes second is told who runs, and since when.

PostgreSQL: a lock of the session, which ends with the connection, however that ends; the session's name says who holds
it. Elsewhere, which is SQLite on one host: a lock of a file beside the database, which ends with the process.
"""

import fcntl
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.db import connection
from django.utils import timezone

from stores.access.who import Actor

_is_running_here: ContextVar[bool] = ContextVar("_is_running_here", default=False)
LOCK = zlib.crc32(b"stores.importing")
"""The number of the lock."""
_TEXT_LENGTH = 63
"""Bytes of a session's name that PostgreSQL keeps."""
_HOLDER = """
    SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = %s AND objsubid = 1
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class ImportRunning(Exception):
    """Another import runs: by whom, and since when."""

    def __init__(self, holder: str) -> None:
        holder = holder.removesuffix(",")
        super().__init__(f"An {f'{holder},' if holder else 'import'} is running. Try again when it is done.")
        self.holder = holder


@contextmanager
def alone(by: Actor | None) -> Iterator[None]:
    """Inside, no other import runs. ImportRunning if one does already."""
    if _is_running_here.get():
        yield
        return
    who = f" of {by}" if by else ""
    text = f"import{who}, begun {timezone.now():%Y-%m-%d %H:%M} UTC,".encode()[:_TEXT_LENGTH].decode(errors="ignore")
    lock = _session_lock if connection.vendor == "postgresql" else _file_lock
    with lock(text):
        token = _is_running_here.set(True)
        try:
            yield
        finally:
            _is_running_here.reset(token)


@contextmanager
def _session_lock(text: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s), current_setting('application_name')", [LOCK])
        is_ours, name = cursor.fetchone()
        if not is_ours:
            raise ImportRunning(who_imports())
        cursor.execute("SELECT set_config('application_name', %s, false)", [text])
    try:
        yield
    finally:
        # In a transaction that has failed nothing can be asked; the lock then ends with the session.
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('application_name', %s, false)", [name])
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def who_imports() -> str:
    """Whose import or rehearsal runs, and since when; empty if none does, or on SQLite."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, [LOCK])
        holder = cursor.fetchone()
    return str(holder[0]).removesuffix(",") if holder else ""


@contextmanager
def _file_lock(text: str) -> Iterator[None]:
    with _lock_file().open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ImportRunning(file.read()) from None
        file.truncate(0)
        file.write(text)
        file.flush()
        yield


def _lock_file() -> Path:
    name = str(connection.settings_dict["NAME"])
    if Path(name).is_file():
        return Path(f"{name}.import")
    return Path(tempfile.gettempdir()) / f"mortar-import-{zlib.crc32(name.encode())}"
