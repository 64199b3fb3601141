"""A worker that is killed in the midst of a mail or of a picture: the next does what it had, and nothing is lost."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.media.models import Making
from cms.media.tasks import make_sizes
from cms.tasks.rows import BACKEND, SILENT
from cms.watching.models import Heartbeat
from tests.factories.media import make_image
from tests.harness.servers import ROOT, database_url
from tests.harness.watched import note

FILES = "django.core.files.storage.FileSystemStorage"
pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every message, after `before_answer` was called."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken: list[str] = []
        self.before_answer: Callable[[], None] = lambda: None


class _Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 mail\r\n")
        for line in self.rfile:
            match line[:4].upper():
                case b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                    self.server.before_answer()
                    self.wfile.write(b"250 taken\r\n")
                case b"QUIT":
                    return
                case _:
                    self.wfile.write(b"250 mail\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def start(mail_server: MailServer, settings: LazySettings) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts a real worker."""
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.EMAIL_BACKEND = "cms.running.mail.QueuedMail"
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> "subprocess.Popen[bytes]":
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.trial.worker_settings",
            "DATABASE_URL": database_url(),
            "MAIL_PORT": str(mail_server.server_address[1]),
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }
        command = [sys.executable, "manage.py", "run_worker", "--every", "0.1", *arguments]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    until = monotonic() + seconds
    while not is_so():
        assert monotonic() < until
        sleep(0.02)


def pretend_that_it_was_silent_long_enough() -> None:
    ago = timezone.now() - SILENT - timedelta(seconds=1)
    Heartbeat.objects.update(beat_at=ago)
    DBTaskResult.objects.filter(status="RUNNING").update(started_at=ago)
    Making.objects.filter(busy_until__isnull=False).update(busy_until=ago)


def test_mail_that_a_killed_worker_had_in_hand_is_sent_under_the_same_name(
    mail_server: MailServer, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    send_mail("Come to Pitman", "Dear Ada", "news@example.com", ["ada@example.com"])
    worker = start()
    mail_server.before_answer = lambda: os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=60)
    assert DBTaskResult.objects.get().status == "RUNNING"
    mail_server.before_answer = lambda: None
    pretend_that_it_was_silent_long_enough()
    began = monotonic()
    assert start("--once").wait(timeout=60) == 0
    note("the worker of tasks is killed in a mail; the next is told that it is dead", recovery=monotonic() - began)
    names = [re.findall(r"^Message-ID: (.+)$", text, re.MULTILINE) for text in mail_server.taken]
    assert len(names) == 2
    assert names[0] == names[1]
    assert not DBTaskResult.objects.exists()


def test_picture_that_a_killed_worker_had_in_hand_is_made_by_the_next(
    start: Callable[..., "subprocess.Popen[bytes]"], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": FILES}}
    image = make_image("clinic.png", is_ready=False, size=(4000, 4000))
    make_sizes.enqueue(image.pk)
    worker = start()
    wait_until(lambda: Making.objects.filter(busy_until__isnull=False).exists())
    worker.kill()
    worker.wait()
    assert DBTaskResult.objects.get(status="RUNNING")
    pretend_that_it_was_silent_long_enough()
    began = monotonic()
    assert start("--once").wait(timeout=120) == 0
    note("the worker of tasks is killed in a picture; the next is told that it is dead", recovery=monotonic() - began)
    assert image.renditions.exists()
    assert Making.objects.get().busy_until is None
    assert not DBTaskResult.objects.exists()


def test_signal_gives_back_what_is_in_hand_at_once(
    mail_server: MailServer, start: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    send_mail("Come to Pitman", "Dear Ada", "news@example.com", ["ada@example.com"])
    worker = start()
    mail_server.before_answer = lambda: sleep(1)
    wait_until(lambda: bool(mail_server.taken))
    asked_at = monotonic()
    worker.terminate()
    worker.wait(timeout=60)
    assert monotonic() - asked_at < 5
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("READY", [])
