"""The demo as `make demo` runs it: a server on a port of its own, with a database that nobody else has."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep

from tests.harness.production import HOST, ROOT, free_port, running


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str
    headers: dict[str, str]


def ask(port: int, path: str, store: str = "pitman", method: str = "GET", body: str | None = None) -> Page:
    with closing(HTTPConnection(HOST, port, timeout=30)) as connection:
        connection.request(method, path, body=body, headers={"Host": f"{store}.localhost:{port}"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Page(answer.status, answer.read().decode(), headers)


def wait_until_it_answers(port: int, path: str, seconds: float, store: str = "pitman") -> None:
    until = monotonic() + seconds
    while True:
        try:
            if ask(port, path, store).status < 500:
                return
        except (OSError, HTTPException):
            pass
        assert monotonic() < until, path
        sleep(0.2)


def variables_of(folder: Path, port: int) -> dict[str, str]:
    """A demo of its own, that knows nothing of this shell's database."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "NETWORK_HOST"}}
    database = f"sqlite:///{folder / 'demo.sqlite3'}"
    return {**kept, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": database, "PORT": str(port)}


def shell(variables: dict[str, str], code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def demo(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    port = free_port()
    variables = variables_of(folder, port)
    with running(variables, "demo", log=folder / "demo.log"):
        wait_until_it_answers(port, "/", 300)
        yield port, variables


def wait_until_pictures_are_made(folder: Path, seconds: float = 600) -> None:
    """Until the demo's worker has nothing left to do: pages show pictures in the sizes that they have by then."""
    until = monotonic() + seconds
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    while True:
        with closing(sqlite3.connect(f"file:{folder / 'demo.sqlite3'}?mode=ro", uri=True)) as connection:
            if not connection.execute(waiting).fetchone()[0]:
                return
        assert monotonic() < until
        sleep(1)
