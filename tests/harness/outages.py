"""A PostgreSQL of a trial's own, to which everything may happen that happens to a database."""

import os
import shlex
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from cms.running.serving import dying_with
from tests.harness.postgres import NOBODY, Server, start, tool

HOST = "127.0.0.1"
DURABLE = ("--synchronous_commit=on", "--full_page_writes=on", f"--listen_addresses={HOST}")
"""What was committed is kept when the server is killed. Reached over TCP, as on a machine of its own."""
ROLE, OTHERS, NAME = "network", "others", "network"
"""No role is a superuser, so that no connection is reserved for any."""
SECONDS = 30.0


@dataclass
class Database:
    """A server that runs `postgres` itself. `url`: for the network, as a role without privileges."""

    keeper: Server
    port: int
    running: "subprocess.Popen[bytes] | None" = None
    command: list[str] = field(default_factory=list)
    hogs: "list[psycopg.Connection[Any]]" = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@{HOST}:{self.port}/{NAME}"

    @property
    def directory(self) -> Path:
        return Path(unquote(urlsplit(self.keeper.url).netloc.rpartition("@")[2]))

    def begin(self, *settings: str) -> None:
        """Start with other settings, and return once it takes connections."""
        if not self.command:
            self.command = shlex.split((self.directory / "data" / "postmaster.opts").read_text())
        identity: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with (self.directory / "log").open("ab") as log:
            self.running = subprocess.Popen(
                [*self.command, *DURABLE, f"--port={self.port}", *settings],
                cwd=self.directory,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=dying_with(os.getpid()),  # noqa: PLW1509
                **identity,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        until = monotonic() + SECONDS
        while True:
            try:
                self.sql("SELECT 1")
            except psycopg.OperationalError:
                assert monotonic() < until
                sleep(0.01)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: sessions are ended, and what is committed is written. SIGQUIT: as if it had crashed."""
        assert self.running
        self.running.send_signal(how)
        self.running.wait(SECONDS)

    def hang(self) -> None:
        """Nothing of it runs any more; the kernel still takes what is sent to it."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        assert self.running
        children = Path(f"/proc/{self.running.pid}/task/{self.running.pid}/children").read_text().split()
        # The one that makes others, first.
        for pid in (self.running.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def cut(self) -> int:
        """End every connection of the network's; how many they were."""
        sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = %s"
        return int(self.sql(sql, ROLE)[0][0])

    def exhaust(self) -> None:
        """Others hold every connection that is there: the network's own are ended, and it gets no new one."""
        self.sql(f"ALTER ROLE {ROLE} CONNECTION LIMIT 0")
        self.cut()
        with suppress(psycopg.OperationalError):
            while True:
                self.hogs.append(psycopg.connect(self.url.replace(ROLE, OTHERS, 1)))
        self.sql(f"ALTER ROLE {ROLE} CONNECTION LIMIT -1")

    def let_in(self) -> None:
        """Give back the connections that were taken."""
        while self.hogs:
            self.hogs.pop().close()

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a statement that the trial itself asks, as a superuser who is always let in."""
        with psycopg.connect(self.keeper.url, port=self.port, dbname=NAME, autocommit=True) as one:
            cursor = one.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []

    def value(self, statement: str, *values: Any) -> Any:
        return self.sql(statement, *values)[0][0]

    @contextmanager
    def locked(self, statement: str) -> Iterator[None]:
        """Hold what a statement locks, in a transaction that is rolled back."""
        with psycopg.connect(self.keeper.url, port=self.port, dbname=NAME) as one:
            one.execute(statement)
            yield
            one.rollback()

    def has_waiting(self) -> bool:
        """Whether a session of the network waits for a lock."""
        sql = "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND wait_event_type = 'Lock'"
        return bool(self.value(sql, ROLE))


@contextmanager
def own_database(copied_from: str, *settings: str) -> Iterator[Database]:
    """A server of the trial's own with everything that stands in another database."""
    keeper = start()
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    database = Database(keeper, port)
    try:
        with psycopg.connect(keeper.url, autocommit=True) as one:
            one.execute(f"CREATE ROLE {ROLE} LOGIN")
            one.execute(f"CREATE ROLE {OTHERS} LOGIN")
            one.execute(f"CREATE DATABASE {NAME} OWNER {ROLE}")
        _end(database.directory / "data" / "postmaster.pid")
        database.begin(*settings)
        dump = database.directory / "dump"
        tool("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", copied_from)
        tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={database.url}", str(dump))
        yield database
    finally:
        if database.running and database.running.poll() is None:
            database.go_on()
            database.let_in()
            database.stop(signal.SIGQUIT)
        keeper.stop()


def _end(pid_file: Path) -> None:
    """End the server that the keeper began: from here on it is ours, with settings of ours."""
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGINT)
    until = monotonic() + SECONDS
    while pid_file.exists():
        assert monotonic() < until
        sleep(0.02)
