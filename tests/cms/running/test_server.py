"""The server of production, as processes: workers that die, and signals. What is in hand then: the trial of faults."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.running.server import CRASH_SECONDS, CRASHES, Respawned
from tests.cms.running.test_serving import is_alive, linux, wait_for

ROOT = Path(__file__).parents[3]
DRAIN = 3
"""Seconds in which a proxy sees that the server is about to stop."""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server says."""
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture
def server(port: int, tmp_path: Path, log: Path) -> Iterator["subprocess.Popen[str]"]:
    """Two workers, without a database behind them: what is asked here needs none."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "MORTAR_RUN_DIRECTORY": str(tmp_path),
    }
    environment.pop("PROMETHEUS_MULTIPROC_DIR", None)
    command = [sys.executable, "manage.py", "serve", "--workers=2", f"--drain={DRAIN}", "--grace=5", f"--port={port}"]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output, text=True)
    wait_for(lambda: status(port, "/healthz") == 200, 90)
    yield process
    process.kill()
    process.wait()


def status(port: int, path: str) -> int:
    """The status of an answer; 0 if there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def workers_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@linux
def test_killed_worker_comes_back_and_a_signal_drains_before_it_ends(
    server: "subprocess.Popen[str]", port: int, tmp_path: Path, log: Path
) -> None:
    wait_for(lambda: log.read_text().count("Started worker") == 2, 30)
    before = workers_of(server.pid)
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: len(set(workers_of(server.pid)) - {before[0]}) == 2)
    assert {status(port, "/healthz") for _ in range(20)} == {200}
    assert is_alive(before[1])
    wait_for(lambda: log.read_text().count("Started worker") == 3, 30)
    server.send_signal(signal.SIGTERM)
    wait_for(lambda: status(port, "/healthz") == 503, DRAIN)
    # A static file is answered to the end, without a database.
    assert status(port, "/static/stores/admin.css") == 200
    assert server.wait(30) == 0
    assert status(port, "/healthz") == 0
    assert not tmp_path.exists() or list(tmp_path.iterdir()) == []


def test_only_workers_that_die_again_and_again_end_the_server() -> None:
    respawned = Respawned()
    respawned[0] = time.monotonic()
    # What granian asks: the default means "long ago".
    assert [respawned.get(0, 0) for _ in range(CRASHES)] == [*[0] * (CRASHES - 1), respawned[0]]
    respawned[0] = time.monotonic() - CRASH_SECONDS - 1
    assert respawned.get(0, 0) == 0
    respawned.clear()
    respawned[0] = time.monotonic()
    assert respawned.get(0, 0) == 0


@linux
@pytest.mark.trial
def test_second_signal_does_not_wait(server: "subprocess.Popen[str]") -> None:
    server.send_signal(signal.SIGTERM)
    time.sleep(0.1)
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    assert server.wait(10) == 0
    assert time.monotonic() - began < DRAIN


@linux
@pytest.mark.trial
def test_workers_do_not_outlive_a_server_that_was_killed(server: "subprocess.Popen[str]") -> None:
    workers = workers_of(server.pid)
    server.kill()
    server.wait(5)
    wait_for(lambda: not any(is_alive(worker) for worker in workers), 5)
