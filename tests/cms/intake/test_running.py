"""A feed fetched from a real server: once where nothing changed, within its limits, from named hosts alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from ipaddress import ip_network
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.intake import fetching
from cms.intake.fetching import picture_source
from cms.intake.models import FeedItem, ProviderFeed
from cms.intake.running import take_feed
from cms.intake.schedule import enqueue_feeds
from cms.outgoing.getting import NotGot
from cms.tasks.rows import BACKEND
from tests.factories.feeds import as_ninjs, make_feed, told
from tests.factories.photos import png

pytestmark = pytest.mark.django_db


@dataclass
class Offered:
    """What a provider's server has: path -> (status, headers, body)."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    goes_on: threading.Event = field(default_factory=threading.Event)
    """Until then `/drips` sends no more than its first bytes."""


@contextmanager
def offering() -> Iterator[Offered]:
    offered = Offered()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            began = monotonic()
            offered.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, headers, body = offered.answers.get(self.path, (404, {}, b""))
            if self.headers.get("If-None-Match") == headers.get("ETag", "?"):
                status, body = 304, b""
            self.send_response(status)
            length = {} if self.path in {"/drips", "/trickles"} else {"Content-Length": str(len(body))}
            for name, value in {**length, **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:20])
            self.wfile.flush()
            offered.goes_on.wait(5 if self.path == "/drips" else 0)
            self.wfile.write(body[20:])
            while self.path == "/trickles" and not offered.goes_on.wait(0.05) and monotonic() < began + 20:
                with suppress(OSError):
                    self.wfile.write(b" ")
                    self.wfile.flush()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    offered.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield offered
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def offered(settings: Any) -> Iterator[Offered]:
    settings.FEEDS_MAY_REACH = [ip_network("127.0.0.0/8")]
    with offering() as found:
        yield found


def fetched(offered: Offered, path: str = "/feed") -> ProviderFeed:
    return make_feed(address=f"{offered.address}{path}", hosts="127.0.0.1", is_on=True)


def test_a_feed_is_fetched_with_its_pictures_and_not_sent_again(offered: Offered) -> None:
    body = as_ninjs([told(1, picture=f"{offered.address}/a.png"), told(2, picture="http://localhost:1/b.png")])
    offered.answers = {"/feed": (200, {"ETag": '"one"'}, body), "/a.png": (200, {}, png())}
    feed = fetched(offered)
    taken = take_feed(feed)
    assert taken.tally is not None
    assert taken.tally.counts == {"new": 2}
    assert "'localhost' is none of the hosts" in FeedItem.objects.get(item_id=told(2).id).notes[0]
    assert take_feed(feed).tally is None
    assert offered.asked[-1][1]["if-none-match"] == '"one"'
    assert feed.runs.count() == 2


def test_what_leads_elsewhere_is_too_large_or_fails_is_not_taken(
    offered: Offered, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered.answers = {
        "/away": (302, {"Location": "http://localhost/feed"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/large": (200, {}, b"x" * 2_000_001),
        "/none": (500, {}, b""),
        "/html": (200, {}, b"<html>"),
    }
    monkeypatch.setattr(fetching, "MOST_FEED", 2_000_000)
    words = {
        "/away": "'localhost' is none of the hosts",
        "/round": "redirects more than 4 times",
        "/large": "larger than 2 MB",
        "/none": "answered 500",
        "/html": "no JSON",
    }
    for path, said in words.items():
        ProviderFeed.objects.all().delete()
        feed = fetched(offered, path)
        assert said in take_feed(feed).problem, path
        assert feed.failures == 1
    settings.FEEDS_MAY_REACH = []
    assert "private network" in take_feed(feed).problem
    assert feed.next_at is not None
    assert feed.next_at - timezone.now() > timedelta(minutes=119)
    feed.failures = 100_000
    assert feed.pause() == timedelta(days=1)


def test_addresses_of_pictures_are_asked_for_as_browsers_do(offered: Offered) -> None:
    offered.answers = {"/a%20b/%C3%A9.png?q=1%202": (200, {}, png())}
    fetch = picture_source(fetched(offered))
    assert fetch(f"{offered.address}/a b/é.png?q=1 2") == png()
    assert fetch(f"{offered.address}/a%20b/%C3%A9.png?q=1%202") == png()
    for href in ("http://[::1", "http://127.0.0.1:99999/", "//[x", "http://127.0.0.1:x/"):
        with pytest.raises(NotGot, match="address can't be read"):
            fetch(href)
    with pytest.raises(NotGot, match="is none of the hosts"):
        fetch("//p.example/a.png")


def test_a_fault_of_ours_is_said_by_the_run_and_the_feed_is_tried_again(
    offered: Offered, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered.answers = {"/feed": (200, {"ETag": '"one"'}, as_ninjs([told(1)]))}
    feed = fetched(offered)

    def fail(*args: Any, **how: Any) -> None:
        raise KeyError

    monkeypatch.setattr("cms.intake.running.take_document", fail)
    assert take_feed(feed).problem == "Mortar itself has failed (KeyError); its log says where."
    assert (feed.failures, feed.etag, feed.queued_at, feed.runs.count()) == (1, "", None, 1)


def test_what_takes_too_long_is_not_taken_for_whole(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "FEED_SECONDS", 0.3)
    offered.answers = {"/drips": (200, {"Connection": "close"}, as_ninjs([told(1)]))}
    assert take_feed(fetched(offered, "/drips")).problem == "It took longer than 0 seconds."
    offered.goes_on.set()
    assert take_feed(ProviderFeed.objects.get()).problem == ""


def test_what_trickles_without_an_end_is_cut_at_its_time(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "FEED_SECONDS", 0.5)
    offered.answers = {"/trickles": (200, {}, b"")}
    began = monotonic()
    assert take_feed(fetched(offered, "/trickles")).problem == "It took longer than 0 seconds."
    offered.goes_on.set()
    assert monotonic() - began < 3


def test_feeds_that_are_due_wait_for_the_worker_once(offered: Offered, settings: Any) -> None:
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    feed = fetched(offered)
    at = timezone.now()
    assert (enqueue_feeds(at), enqueue_feeds(at), enqueue_feeds(at + timedelta(hours=3))) == (1, 0, 1)
    assert DBTaskResult.objects.filter(task_path__endswith="import_feed").count() == 2
    ProviderFeed.objects.filter(pk=feed.pk).update(is_on=False)
    assert enqueue_feeds(at + timedelta(days=1)) == 0


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("import_feed", *arguments, stdout=out)
    return out.getvalue()


def test_command_takes_a_file_and_its_pictures(tmp_path: Path) -> None:
    make_feed()
    (tmp_path / "a.png").write_bytes(png())
    file = tmp_path / "feed.json"
    file.write_bytes(as_ninjs([told(1, picture="a.png"), told(2, picture="../b.png"), told(3, html="")]))
    assert "Dry run, nothing was written: 2 new, 1 broken." in run("agency", f"--file={file}", "--dry-run")
    said = run("agency", f"--file={file}")
    assert f"Skipped {told(3).id}: It has no text" in said
    assert "2 new, 1 broken. " in said
    assert "it is not in the folder" in FeedItem.objects.get(item_id=told(2).id).notes[0]
    assert "3 unchanged" in run("agency", f"--file={file}")
    for arguments in (("nobody",), ("agency",), ("agency", f"--file={tmp_path / 'none'}")):
        with pytest.raises(CommandError):
            run(*arguments)
