"""The scheduler as a process, and beside a server: in real time."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from cms.models import ArticlePage
from tests.factories.newsroom import make_article

ROOT = Path(__file__).parents[3]
SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]

Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Started]:
    """Starts `manage.py run_scheduler` on the test's database; what is left of it is ended after the test."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", "run_scheduler", *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def environment() -> dict[str, str]:
    """This process's, with the database that the test uses."""
    facts = connection.settings_dict
    name = os.environ["DATABASE_URL"].rpartition("/")
    options = name[2].partition("?")
    url = f"{name[0]}/{facts['NAME']}{options[1]}{options[2]}"
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": url}


def wait_for(what: Callable[[], bool], seconds: float = 30) -> float:
    """Seconds until it is so; fails after some."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > seconds:
            pytest.fail("It did not happen.")
        time.sleep(0.05)
    return time.monotonic() - began


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_scheduled_page_goes_live_in_real_time_and_the_process_ends_within_a_second(start: Started) -> None:
    process = start("--every", "0.2")
    article = make_article("flu", live=False)
    article.go_live_at = timezone.now() + timedelta(seconds=1)
    article.save_revision().publish()
    rows = ArticlePage.objects.filter(pk=article.pk, live=True)
    assert not rows.exists()
    wait_for(rows.exists)
    assert timezone.now() >= article.go_live_at
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert process.wait(5) == 0
    # A second, and what a busy machine adds.
    assert time.monotonic() - began < 1.5
    assert process.stdout is not None
    assert f"Published 'Flu' (articlepage {article.pk})" in process.stdout.read()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_once_does_what_is_due_and_ends(start: Started) -> None:
    make_article("flu", expire_at=timezone.now() - timedelta(minutes=1))
    output, _ = start("--once").communicate(timeout=60)
    assert "1 changed." in output
    assert not ArticlePage.objects.get().live


def beside(start: Started, server: list[str]) -> tuple["subprocess.Popen[str]", int]:
    """The scheduler and the process id of the server beside it, once that runs."""
    process = start("--every", "0.2", "--", *server)
    assert process.stdout is not None
    assert process.stdout.readline().startswith("Settings: ")
    assert process.stdout.readline().strip() == "up"
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return process, int(children.read_text().split()[0])


linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@linux
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [pytest.param(signal.SIGINT, marks=pytest.mark.trial), signal.SIGTERM])
def test_signal_ends_scheduler_and_server(start: Started, number: signal.Signals) -> None:
    process, server = beside(start, SLEEPER)
    process.send_signal(number)
    assert process.wait(5) == 0
    assert not is_alive(server)


@linux
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_server_that_ends_takes_the_scheduler_with_it(start: Started) -> None:
    process, server = beside(start, SLEEPER)
    os.kill(server, signal.SIGKILL)
    assert process.wait(5) == 256 - signal.SIGKILL


@linux
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_server_does_not_outlive_a_scheduler_that_was_killed(start: Started) -> None:
    process, server = beside(start, SLEEPER)
    process.kill()
    process.wait(5)
    wait_for(lambda: not is_alive(server), 5)
