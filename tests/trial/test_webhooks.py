"""Webhooks on PostgreSQL while receiver, worker and database are killed: nothing is lost, or twice by two names."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from time import sleep

import pytest
from standardwebhooks import Webhook as Verifier

from cms.tasks.rows import SILENT
from tests.harness.production import ROOT, free_port, running
from tests.harness.watched import note
from tests.trial.scene import Scene, wait_for

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

RECEIVER = """
import sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
port, kept, seconds = int(sys.argv[1]), open(sys.argv[2], "a"), float(sys.argv[3])
class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        lines = [self.headers[name] for name in ("webhook-id", "webhook-timestamp", "webhook-signature")]
        kept.write("\\t".join([*lines, body]) + "\\n")
        kept.flush()
        time.sleep(seconds)
        self.send_response(204)
        self.end_headers()
    def log_message(self, *args):
        pass
ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
"""
ADD = """
from django.utils import timezone
from api.changes.events import TYPES
from api.webhooks.keeping import add_webhook
from stores.models import StorePage
given = {"name": "Our website", "url": "http://127.0.0.1:%d/hook", "types": list(TYPES)}
store = StorePage.objects.get(slug="pitman")
print("secret", add_webhook(by=None, store=store, given=given, at=timezone.now())[1])
"""
ARTICLES = "/health/article-"
NOT_SENT = "SELECT count(*) FROM api_delivery WHERE state <> 'sent'"


class Calls:
    """A store's webhook, what sends its calls, and who takes them: each a process that can be killed."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.port = scene, free_port()
        self.file = scene.directory / "calls"
        self.file.touch()
        scene.variables["WEBHOOKS_MAY_REACH"] = "127.0.0.0/8"
        self.secret = re.findall(r"secret (\S+)", self._manage("shell", "--no-imports", "-c", ADD % self.port))[0]
        self.titles: list[str] = []

    def _manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.scene.variables, check=True, capture_output=True, text=True)
        return done.stdout

    @contextmanager
    def receiver(self, seconds: float = 0) -> Iterator["subprocess.Popen[bytes]"]:
        command = [sys.executable, "-c", RECEIVER, str(self.port), str(self.file), str(seconds)]
        process = subprocess.Popen(command)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def running(self, *arguments: str) -> AbstractContextManager["subprocess.Popen[bytes]"]:
        return running(self.scene.variables, *arguments, log=self.scene.directory / arguments[0])

    def write(self, number: int) -> None:
        """An article gets another title: triggers write it down in the same transaction."""
        sql = "UPDATE wagtailcore_page SET title = %s WHERE slug = %s"
        self.titles.append(f"article-{number}")
        self.scene.database.sql(sql, f"Title {len(self.titles)}", f"article-{number}")

    def got(self) -> list[list[str]]:
        return [line.split("\t", 3) for line in self.file.read_text().splitlines()]

    def paths(self) -> list[str]:
        """What was told of these articles, once for each name, in order: others go live by themselves."""
        first = {name: body for name, _at, _signature, body in reversed(self.got())}
        names = dict.fromkeys(name for name, *_rest in self.got())
        told = [path for name in names for path in json.loads(first[name])["data"]["paths"]]
        return [path for path in told if path.startswith(ARTICLES)]

    def check(self) -> int:
        """Everything that was written has arrived, and the same bytes by one name; how many calls came twice."""
        got = self.got()
        for name, at, signature, body in got:
            headers = {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": signature}
            Verifier(self.secret).verify(body, headers)
        bodies: dict[str, set[str]] = {}
        for name, _at, _signature, body in got:
            bodies.setdefault(name, set()).add(body)
        assert {len(each) for each in bodies.values()} == {1}
        assert self.paths() == [f"/health/{slug}/" for slug in self.titles]
        ids = [item["id"] for (body,) in bodies.values() for item in json.loads(body)["data"]["items"]]
        assert len(ids) == len(set(ids)), "one change in two calls"
        return len(got) - len(bodies)

    def all_arrived(self) -> bool:
        return len(self.paths()) >= len(self.titles) and not self.scene.database.value(NOT_SENT)

    def hurry(self) -> None:
        """What would be tried again in some seconds is tried now; whom a dead worker had in hand is taken up."""
        ago = f"{SILENT + timedelta(seconds=1)}"
        sql = self.scene.database.sql
        sql("UPDATE api_delivery SET next_at = now() WHERE state = 'waiting'")
        sql("UPDATE cms_heartbeat SET beat_at = beat_at - %s::interval", ago)
        sql("UPDATE django_tasks_database_dbtaskresult SET started_at = started_at - %s::interval", ago)


def since(is_so: Callable[[], bool]) -> float:
    """Seconds until it is."""
    waited = 0.0
    while not is_so():
        assert waited < 90
        sleep(0.1)
        waited += 0.1
    return waited


def test_nothing_is_lost_whatever_is_killed(scene: Scene) -> None:
    calls = Calls(scene)
    with ExitStack() as stack:
        scheduler = stack.enter_context(calls.running("run_scheduler", "--every=1"))
        worker = stack.enter_context(calls.running("run_worker", "--every=0.1"))
        with calls.receiver():
            calls.write(0)
            note("webhooks: a call", recovery=since(calls.all_arrived))
        # The receiver is killed while it has a call in hand, and nobody is there for the next one.
        with calls.receiver(seconds=3) as receiver:
            calls.write(1)
            wait_for(lambda: len(calls.paths()) == 2, 30)
            receiver.kill()
            calls.write(2)
            wait_for(lambda: scene.database.value("SELECT count(*) FROM api_delivery WHERE failures > 0") > 0, 30)
        with calls.receiver():
            calls.hurry()
            note("webhooks: the receiver is killed", recovery=since(calls.all_arrived))
        # The worker is killed while a call is on its way.
        with calls.receiver(seconds=3):
            calls.write(3)
            wait_for(lambda: len(calls.paths()) == 4, 30)
            os.killpg(worker.pid, signal.SIGKILL)
            calls.write(4)
            sleep(2)
            calls.hurry()
        with calls.receiver():
            stack.enter_context(calls.running("run_worker", "--every=0.1"))
            note("webhooks: the worker is killed", recovery=since(calls.all_arrived))
            # The database is killed after a write is committed, and before anybody has looked.
            os.killpg(scheduler.pid, signal.SIGKILL)
            calls.write(5)
            scene.database.stop(signal.SIGQUIT)
            scene.database.begin()
            stack.enter_context(calls.running("run_scheduler", "--every=1"))
            note("webhooks: PostgreSQL is killed between commit and send", recovery=since(calls.all_arrived))
            # And while scheduler and worker are at it.
            for number in (6, 7, 8):
                calls.write(number)
                scene.database.stop(signal.SIGQUIT)
                scene.database.begin()
            calls.hurry()
            note("webhooks: PostgreSQL is killed three times", recovery=since(calls.all_arrived))
    assert calls.check() >= 1, "The worker's call came twice, by one name."
