"""The servers that are measured, each in its own processes, and the CPU that they and PostgreSQL have used."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
START_SECONDS = 120


@dataclass
class Served:
    """A server of one process with two threads, and a connection that stays open."""

    port: int
    process: "subprocess.Popen[bytes]"
    database: "psycopg.Connection[Any] | None"
    http: HTTPConnection

    def get(self, path: str, host: str, headers: dict[str, str] | None = None) -> bytes:
        """The body of a 200 or a 304."""
        answer = self._answered(path, host, headers)
        body = answer.read()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        self.headers = answer.headers
        return body

    def touch(self, path: str, host: str) -> None:
        """Ask, whatever the answer is."""
        self._answered(path, host).read()

    def _answered(self, path: str, host: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        try:
            return self._asked(path, {"Host": host, **(headers or {})})
        except ConnectionError:
            # A connection that nobody used for a while is closed.
            self.http.close()
            return self._asked(path, {"Host": host, **(headers or {})})

    def _asked(self, path: str, headers: dict[str, str]) -> HTTPResponse:
        self.http.request("GET", path, headers=headers)
        return self.http.getresponse()

    def cpu_ms(self) -> tuple[float, float]:
        """Milliseconds that its processes, and its connections in PostgreSQL, have used so far."""
        python = sum(_used_ms(pid) for pid in _tree(self.process.pid))
        return python, sum(_used_ms(pid) for pid in self._backends())

    def _backends(self) -> list[int]:
        if self.database is None:
            return []
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return [pid for (pid,) in self.database.execute(asked)]


def _used_ms(pid: int) -> float:
    used = 0
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            used += int((task / "schedstat").read_text().split()[0])
    return used / 1e6


def _tree(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


@contextmanager
def serving(
    application: str,
    settings: str,
    url: str | None,
    ready: tuple[str, str],
    *,
    workers: int = 1,
    threads: int = 2,
    **env: str,
) -> Iterator[Served]:
    """Granian with the application; `ready`: a path and a host that answer once it is up."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"]
    command += [application]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, **({"DATABASE_URL": url} if url else {}), **env}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, process_group=0)
    try:
        yield _started(port, process, url, ready)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _started(port: int, process: "subprocess.Popen[bytes]", url: str | None, ready: tuple[str, str]) -> Served:
    database = psycopg.connect(url, autocommit=True) if url else None
    until = monotonic() + START_SECONDS
    while monotonic() < until and process.poll() is None:
        server = Served(port, process, database, HTTPConnection(HOST, port, timeout=60))
        with suppress(OSError, RuntimeError):
            server.get(*ready)
            return server
        sleep(0.2)
    raise RuntimeError("The server did not start.")
