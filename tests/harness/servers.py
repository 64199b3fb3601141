"""Real servers on the database of a test that commits: granian, a worker or several, as in production."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at a port of this machine, whatever host it is asked for."""

    port: int
    process: "subprocess.Popen[bytes]"

    def connection(self, timeout: float = 10) -> HTTPConnection:
        return HTTPConnection(HOST, self.port, timeout=timeout)


def database_url() -> str:
    """The URL of the database that this process's tests use, which is not the one that DATABASE_URL names."""
    server, _slash, name = os.environ["DATABASE_URL"].rpartition("/")
    query = name.partition("?")[2]
    return f"{server}/{connection.settings_dict['NAME']}" + (f"?{query}" if query else "")


def free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(*, workers: int = 1, threads: int = 3, **environment: str) -> Iterator[Server]:
    """A server with so many processes and threads, for as long as the test needs it."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning"]
    process = subprocess.Popen(
        [*command, "cms.wsgi:application"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "DATABASE_URL": database_url(),
            **environment,
        },
        process_group=0,
    )
    try:
        server = Server(port, process)
        _wait_for(server)
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(server: Server, seconds: float = 60) -> None:
    until = monotonic() + seconds
    while monotonic() < until:
        with suppress(OSError, HTTPException):
            one = server.connection()
            one.request("GET", "/api/v2/stores/?limit=1", headers={"Host": settings.NETWORK_HOST})
            if one.getresponse().status == 200:
                return
        if server.process.poll() is not None:
            break
        sleep(0.1)
    raise AssertionError("The server did not start.")
