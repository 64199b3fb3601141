"""What a worker knows of the generations, and since when it has known it.

One thread asks the database every `PERIOD` while anybody asks the mirror, and sleeps when nobody does. An answer is
served only on the word of a query that *began* less than `LEASE` ago; whoever writes answers `LEASE` after the
commit. So no clocks are compared, and nobody needs to be told.
"""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Protocol

import psycopg
from django.db import connections

from api.caching.scopes import HOSTS, KEYS
from api.caching.triggers import PAUSED
from api.keys.access import Access, read_access
from cms.watching.hearing import heard_at
from cms.watching.metrics import LEASE_WAITS

logger = logging.getLogger(__name__)

LEASE = 0.05
"""Seconds that the database's word is good for, from when it was asked."""
PERIOD = 0.02
"""Seconds between two questions of a busy worker."""
IDLE = 1.0
"""Seconds without a reader after which the thread sleeps."""
PATIENCE = 0.08
"""Seconds that a reader waits for the database's word before it gets the last good answer. While the database answers
others, the word is only late, and may be that an article was withdrawn: then for `FIRST` at most.
"""
STEP = 0.01
"""Seconds after which whoever waits for a late word looks whether others are still answered."""
LOST = 0.2
"""Seconds after which a question is lost, and not only slow, where nobody else is answered either."""
FIRST = 1.0
"""The same of a worker's first question, for which it connects: a busy machine takes its time."""
PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds between tries while the database is away."""

Values = Mapping[str, int]


class Source(Protocol):
    """Where generations are read."""

    def newer_than(self, value: int) -> dict[str, int]:
        """The scopes bumped at or after a generation; raises when the database does not answer."""
        ...

    def access(self) -> Access:
        """Who may ask, as it is now."""
        ...


class PostgresSource:
    """A connection of its own, so that the mirror waits behind no request."""

    QUERY = "SELECT scope, value FROM api_generation WHERE value >= %s"

    def __init__(self) -> None:
        params = dict(connections["default"].get_connection_params())
        for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
            params.pop(name, None)
        timeouts = {"connect_timeout": 2, "tcp_user_timeout": 2000, "keepalives_idle": 2, "keepalives_interval": 1}
        self.connection = psycopg.connect(
            **{**params, **timeouts}, autocommit=True, prepare_threshold=0, application_name="mortar mirror"
        )

    def newer_than(self, value: int) -> dict[str, int]:
        return dict(self.connection.execute(self.QUERY, [value]).fetchall())

    def access(self) -> Access:
        return read_access(lambda sql: self.connection.execute(sql).fetchall())


class SqliteSource:
    """One host: SQLite counts the writes of all other connections, and every write makes everything old."""

    def __init__(self) -> None:
        import sqlite3  # noqa: PLC0415  (the demo's database only)

        name = connections["default"].settings_dict["NAME"]
        self.connection = sqlite3.connect(f"file:{name}?mode=ro", uri=True, check_same_thread=False)

    def newer_than(self, value: int) -> dict[str, int]:
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        return {"": version, HOSTS: version} if version != value else {"": version}

    def access(self) -> Access:
        return read_access(lambda sql: self.connection.execute(sql).fetchall())


def database_source() -> Source:
    """The source of this install's database."""
    return PostgresSource() if connections["default"].vendor == "postgresql" else SqliteSource()


class Mirror:
    """The generations as this worker knows them. Thread-safe; starts its thread when it is first asked."""

    def __init__(self, connect: Callable[[], Source] = database_source) -> None:
        self._connect = connect
        self._known = threading.Condition()
        self._wanted = threading.Event()
        self._process = 0
        self._asked_at = 0.0
        self._began_at = float("-inf")
        self._is_refused = False
        self.values: Values = {}
        self.access: Access | None = None
        """Who may ask, at least as new as `values`; None before the database's first word."""
        self.confirmed_at = float("-inf")
        """When the last query began that was answered, on the monotonic clock."""

    def current(self, patience: float = PATIENCE) -> Values | None:
        """The generations, confirmed less than `LEASE` ago; None when the database says nothing for `patience`."""
        now = monotonic()
        self._asked_at = now
        if self.confirmed_at > now - LEASE:
            return self.values
        self._wake()
        is_patient = patience > 0
        if self._began_at > self.confirmed_at:
            # A question is out for long: whoever comes while the database is away does not wait for it all over again.
            patience = min(patience, self._began_at + LOST - now)
        with self._known:
            is_confirmed = self._known.wait_for(self._is_confirmed, max(patience, 0))
            while not is_confirmed and is_patient and self._is_late(now):
                is_confirmed = self._known.wait_for(self._is_confirmed, STEP)
        LEASE_WAITS.observe(monotonic() - now)
        return self.values if is_confirmed else None

    def _is_confirmed(self) -> bool:
        return self.confirmed_at > monotonic() - LEASE

    def _is_late(self, since: float) -> bool:
        """Whether the database is there for others, so that its word may still come to whoever has waited since."""
        now = monotonic()
        return not self._is_refused and now - heard_at() < PATIENCE and now - since < FIRST

    @property
    def age(self) -> float:
        """Seconds since the database's last word."""
        return monotonic() - self.confirmed_at

    @property
    def is_away(self) -> bool:
        """Whether the database was asked and has said nothing for longer than a reader waits."""
        self._asked_at = now = monotonic()
        self._wake()
        return self._began_at > self.confirmed_at and now - self._began_at > PATIENCE

    def is_lost(self, after: float = LOST) -> bool:
        """Whether the database is away, and not only slow for a moment: a question has been out for so long, or was
        refused, and nobody in this process has had an answer since. Who waits for others gives up then.

        On a busy machine a question of this thread alone may be late while the database answers everybody.
        """
        if not self.is_away:
            return False
        if self._is_refused and heard_at() < self._began_at:
            return True
        return self.silent_for > (after if self.values else max(after, FIRST))

    @property
    def silent_for(self) -> float:
        """Seconds since the database last answered anybody, or since the question that it has not answered."""
        return monotonic() - max(self._began_at, heard_at())

    @property
    def is_paused(self) -> bool:
        """Whether the triggers are away: a migration runs."""
        return self.values.get(PAUSED, 0) > self.values.get(HOSTS, 0)

    def _wake(self) -> None:
        if self._process != os.getpid():
            with self._known:
                if self._process != os.getpid():
                    self._process = os.getpid()
                    threading.Thread(target=self._run, name="generations", daemon=True).start()
        self._wanted.set()

    def _run(self) -> None:
        source: Source | None = None
        failures = 0
        while True:
            if monotonic() - self._asked_at > IDLE:
                self._wanted.clear()
                # What was out is forgotten: the first who comes then waits for a new word.
                self._began_at = min(self._began_at, self.confirmed_at)
                self._wanted.wait()
            began_at = monotonic()
            if self._began_at <= self.confirmed_at:
                self._began_at = began_at
            try:
                source = source or self._connect()
                newer = source.newer_than(self.values.get("", 0))
                # Read after the generations: what is written in between is read once more, and never missed.
                access = source.access() if self._is_about_access(newer) else self.access
                self._learn(newer, access, began_at)
                if failures:
                    logger.warning("Generations are known again.")
                failures = 0
                pause = PERIOD - (monotonic() - began_at)
            except Exception as error:
                # Whatever it is, readers get the last good answers, and the next try is soon.
                if not failures:
                    logger.warning("Generations are not known: %s", str(error).strip())
                self._is_refused = True
                pause, source = PAUSES[min(failures, len(PAUSES) - 1)], None
                failures += 1
            if pause > 0:
                threading.Event().wait(pause)

    def _is_about_access(self, newer: Mapping[str, int]) -> bool:
        """Whether keys were written, or the addresses of frontends; or the database is another than before."""
        is_written = any(newer.get(scope, 0) > self.values.get(scope, 0) for scope in (KEYS, HOSTS))
        return is_written or self.access is None or "" not in newer

    def _learn(self, newer: Mapping[str, int], access: Access | None, began_at: float) -> None:
        with self._known:
            self.access = access
            if newer != {"": self.values.get("")}:
                # A database that was restored knows less than we do: start over.
                is_restored = "" not in newer and self.values
                self.values = {} if is_restored else {**self.values, **newer}
            self.confirmed_at = began_at
            self._is_refused = False
            self._known.notify_all()
