"""The tests that run on SQLite too, in one process beside the suite on PostgreSQL: `-p tests.harness.beside`.

They start with the suite, while one of its processes makes the database and the other has nothing to do. What they
said stands before the suite's own summary; where they fail, so does the run.
"""

import subprocess
import sys
import tempfile
from typing import IO

import pytest
from _pytest.terminal import TerminalReporter

from tests.harness import sqlite

OPTIONS = ["--database=sqlite", "-m", "sqlite", "-n", "0", "-q"]

run_key = pytest.StashKey[subprocess.Popen[str]]()
said_key = pytest.StashKey[IO[str]]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Starts them, once for all processes of the suite."""
    if not hasattr(session.config, "workerinput"):
        said = session.config.stash[said_key] = tempfile.TemporaryFile("w+")  # noqa: SIM115  # Read at the end.
        root = session.config.rootpath
        command = [sys.executable, "-m", "pytest", *sqlite.files(root / "tests"), *OPTIONS]
        session.config.stash[run_key] = subprocess.Popen(
            command, cwd=root, stdout=said, stderr=subprocess.STDOUT, text=True
        )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Waits for them, unless the suite was broken off; their failure is the session's."""
    run = session.config.stash.get(run_key, None)
    if run is None:
        return
    if session.exitstatus not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        run.terminate()
    if run.wait() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """What they said."""
    said = config.stash.get(said_key, None)
    if said is not None:
        said.seek(0)
        terminalreporter.section("on SQLite")
        terminalreporter.write(said.read())
        said.close()
