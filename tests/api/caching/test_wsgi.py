"""What is served from memory, what goes to Django, and what a reader gets while the database is away."""

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from time import monotonic, time
from typing import Any

import pytest
from prometheus_client.registry import REGISTRY

from api.caching.entries import Entries
from api.caching.freshness import FRESHNESS, Freshness
from api.caching.mirror import LEASE, LOST, PATIENCE, Mirror
from api.caching.triggers import PAUSED
from api.caching.wsgi import KeptAnswers, keeping, lease
from api.keys.access import EVERYBODY, Access
from cms.watching import checks
from cms.watching.checks import Door, State

STORE = "pitman.example"
NETWORK = "localhost"
LATER = datetime(2100, 1, 1, tzinfo=UTC)


class Database:
    """A source of generations that a test writes."""

    def __init__(self) -> None:
        self.values = {"": 1, "library": 1}
        self.who_may_ask = EVERYBODY
        self.is_away = threading.Event()
        self.is_hung = threading.Event()

    def newer_than(self, value: int) -> dict[str, int]:
        if self.is_away.is_set():
            raise OSError("gone")
        while self.is_hung.is_set():
            threading.Event().wait(0.01)
        return {scope: each for scope, each in self.values.items() if each >= value}

    def access(self) -> Access:
        return self.who_may_ask

    def bump(self, *scopes: str) -> None:
        highest = self.values[""] + 1
        self.values = {**self.values, "": highest, **dict.fromkeys(scopes, highest)}


class Site:
    """Stands for Django: counts how often it is asked, and says what a test wants."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = "200 OK"
        self.content_type = "text/html; charset=utf-8"
        self.until = LATER
        self.is_kept = True
        self.scopes = frozenset({"hosts", "library"})

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        if self.is_kept and FRESHNESS in environ:
            environ[FRESHNESS] = Freshness(self.scopes, self.until)
        start_response(self.status, [("Content-Type", self.content_type), ("Vary", "Cookie, origin")])
        return [f"answer {len(self.asked)} ".encode(), b"word " * 300]


class Answer:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status = int(status[:3])
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def number(self) -> int:
        return int(self.body.split()[1])


class Reader:
    """Asks the application as a server does."""

    def __init__(self, *, waiters: int = 3, seats: int = 0) -> None:
        self.database, self.site = Database(), Site()
        self.mirror = Mirror(lambda: self.database)
        self.application = KeptAnswers(self.site, mirror=self.mirror, entries=Entries(), waiters=waiters, seats=seats)

    def ask(
        self, path: str = "/", query: str = "", *, method: str = "GET", host: str = STORE, **headers: str
    ) -> Answer:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        caught: list[Any] = []
        chunks = self.application(environ, lambda *answer: caught.append(answer))
        body = b"".join(chunks)
        status, told, *_rest = caught[0]
        return Answer(status, told, body)

    def count(self) -> int:
        return len(self.site.asked)


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_the_second_reader_gets_what_is_kept(reader: Reader) -> None:
    first, second = reader.ask(), reader.ask()
    assert (first.status, second.status, reader.count()) == (200, 200, 1)
    assert first.body == second.body
    assert (first.headers["cache-status"], second.headers["cache-status"]) == ("mortar; fwd=miss", "mortar; hit")


def test_a_write_makes_it_old_at_once(reader: Reader) -> None:
    reader.ask()
    reader.database.bump("library")
    threading.Event().wait(LEASE)
    assert reader.ask().number == 2


def test_a_write_of_something_else_leaves_it(reader: Reader) -> None:
    reader.ask()
    reader.database.bump("store:9")
    threading.Event().wait(LEASE)
    assert reader.ask().number == 1


def test_what_was_written_while_an_answer_was_made_makes_it_old(reader: Reader) -> None:
    made = reader.site.__call__

    def make_slowly(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not reader.count():
            reader.database.bump("library")
            threading.Event().wait(2 * LEASE)
        return made(environ, start_response)

    reader.application.application = make_slowly
    assert [reader.ask().number, reader.ask().number, reader.ask().number] == [1, 2, 2]


def test_the_clock_makes_it_old(reader: Reader) -> None:
    reader.site.until = datetime.fromtimestamp(time() + 0.1, UTC)
    reader.ask()
    assert reader.ask().number == 1
    threading.Event().wait(0.11)
    assert reader.ask().number == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"cookie": "sessionid=1"},
        {"authorization": "Token 1"},
        {"query": "at=2026-12-24T18:05:00-05:00"},
        {"host": NETWORK, "path": "/admin/"},
        {"method": "OPTIONS"},
        {"path": "/api/v2/stores/", "accept": "text/html"},
        {"path": "/" + "a" * 2_000},
    ],
)
def test_what_is_somebodys_own_goes_to_django_each_time(reader: Reader, asked: dict[str, str]) -> None:
    assert [reader.ask(**asked).number, reader.ask(**asked).number] == [1, 2]


@pytest.mark.parametrize("asked", [{"cookie": ""}, {"authorization": ""}, {"query": "cat=1&format=a"}])
def test_what_says_of_nobody_who_they_are_is_kept(reader: Reader, asked: dict[str, str]) -> None:
    assert [reader.ask(**asked).number, reader.ask(**asked).number] == [1, 1]


def test_what_was_made_while_the_clock_was_ahead_is_not_served(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.caching.wsgi.time", lambda: time() + 3_600)
    assert [reader.ask().number, reader.ask().number] == [1, 1]
    monkeypatch.setattr("api.caching.wsgi.time", time)
    assert [reader.ask().number, reader.ask().number] == [2, 2]


def test_the_api_is_kept_on_the_networks_host(reader: Reader) -> None:
    ask = {"path": "/api/v2/articles/", "query": "store=pitman", "host": NETWORK}
    assert [reader.ask(**ask).number, reader.ask(**ask, accept="application/json").number] == [1, 1]


def test_hosts_schemes_and_queries_are_apart(reader: Reader) -> None:
    numbers = [
        reader.ask("/a/").number,
        reader.ask("/a/", host="other.example").number,
        reader.ask("/a/", "page=2").number,
        reader.ask("/b/").number,
        reader.ask("/a/", x_forwarded_proto="https").number,
    ]
    assert numbers == [1, 2, 3, 4, 5]


def test_campaign_parameters_share_the_page(reader: Reader) -> None:
    assert reader.ask("/a/", "utm_source=mail&page=2&fbclid=x").number == 1
    assert reader.ask("/a/", "page=2").number == 1
    assert reader.ask("/a/", "page=2&gclid=y").number == 1


def test_a_redirect_with_campaign_parameters_is_not_kept(reader: Reader) -> None:
    reader.site.status = "301 Moved Permanently"
    assert [reader.ask("/a/", "utm_source=1").number, reader.ask("/a/", "utm_source=2").number] == [1, 2]
    assert [reader.ask("/a/").number, reader.ask("/a/").number] == [3, 3]


@pytest.mark.parametrize("status", ["404 Not Found", "500 Internal Server Error", "400 Bad Request", "302 Found"])
def test_what_may_be_right_in_a_moment_is_not_kept(reader: Reader, status: str) -> None:
    reader.site.status = status
    assert [reader.ask().number, reader.ask().number] == [1, 2]


def test_what_no_view_vouched_for_is_not_kept(reader: Reader) -> None:
    reader.site.is_kept = False
    assert [reader.ask().number, reader.ask().number] == [1, 2]


def test_head_is_answered_from_what_get_made(reader: Reader) -> None:
    head = reader.ask(method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) == len(reader.ask().body)
    assert reader.count() == 1


def test_an_unchanged_answer_is_304(reader: Reader) -> None:
    etag = reader.ask().headers["etag"]
    again = reader.ask(if_none_match=f'"other", W/{etag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert "content-type" not in again.headers
    assert reader.ask(if_none_match='"other"').status == 200


def test_headers_say_how_long_and_of_what(reader: Reader, settings: Any) -> None:
    headers = reader.ask().headers
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert headers["vary"] == "Accept-Encoding"
    assert headers["surrogate-key"] == "hosts library"
    assert "last-modified" in headers
    settings.ANSWER_MAX_AGE, settings.ANSWER_SHARED_MAX_AGE = 60, 3_600
    control = reader.ask().headers["cache-control"]
    assert control == "public, max-age=60, s-maxage=3600, stale-if-error=600, must-revalidate"


def test_no_lifetime_goes_past_the_next_edge(reader: Reader, settings: Any) -> None:
    settings.ANSWER_MAX_AGE, settings.ANSWER_SHARED_MAX_AGE = 60, 3_600
    reader.site.until = datetime.fromtimestamp(time() + 30.5, UTC)
    assert reader.ask().headers["cache-control"].startswith("public, max-age=30, s-maxage=30,")


def test_the_api_lets_browsers_in_from_anywhere(reader: Reader) -> None:
    asked = {"path": "/api/v2/stores/", "host": NETWORK}
    reader.ask(**asked)
    assert reader.ask(**asked, origin="https://shop.example").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in reader.ask().headers


def test_many_who_ask_at_once_cost_one_answer(reader: Reader) -> None:
    made = reader.site.__call__

    def make_slowly(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        threading.Event().wait(0.05)
        return made(environ, start_response)

    reader.application.application = make_slowly
    threads = [threading.Thread(target=reader.ask) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reader.count() == 1


def test_a_write_is_answered_when_no_worker_can_serve_what_was_before(reader: Reader) -> None:
    began = monotonic()
    assert reader.ask("/admin/pages/1/edit/", method="POST", host=NETWORK).status == 200
    assert monotonic() - began >= LEASE


def test_while_a_migration_runs_nothing_kept_is_served(reader: Reader) -> None:
    reader.ask()
    reader.database.bump("paused")
    threading.Event().wait(2 * LEASE)
    assert [reader.ask().number, reader.ask().number] == [2, 3]
    reader.database.bump("hosts")
    threading.Event().wait(2 * LEASE)
    assert [reader.ask().number, reader.ask().number] == [4, 4]


@pytest.mark.parametrize("fault", ["is_away", "is_hung"])
def test_while_the_database_is_away_readers_get_the_last_good_answer(reader: Reader, fault: str) -> None:
    reader.ask()
    getattr(reader.database, fault).set()
    threading.Event().wait(3 * LEASE)
    began = monotonic()
    kept = reader.ask()
    assert (kept.number, kept.headers["cache-status"]) == (1, "mortar; hit; detail=database-away")
    assert "age" in kept.headers
    assert monotonic() - began < 1
    getattr(reader.database, fault).clear()
    threading.Event().wait(0.6)
    assert reader.ask().headers["cache-status"] == "mortar; hit"


def test_database_that_was_restored_makes_everything_old(reader: Reader) -> None:
    """It knows less than the worker does, and counts from there."""
    was = dict(reader.database.values)
    reader.database.bump("library")
    reader.database.bump("library")
    assert [reader.ask().number, reader.ask().number] == [1, 1]
    reader.database.values = was
    threading.Event().wait(3 * LEASE)
    assert [reader.ask().number, reader.ask().number] == [2, 2]
    reader.database.bump("library")
    threading.Event().wait(2 * LEASE)
    assert reader.ask().number == 3


def test_last_good_answer_is_served_for_a_while_and_not_for_ever(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.ask()
    reader.database.is_away.set()
    reader.site.status = "500 Internal Server Error"
    threading.Event().wait(3 * LEASE)
    assert reader.ask().status == 200
    monkeypatch.setattr("api.caching.wsgi.STALE_SECONDS", LEASE)
    assert reader.ask().status == 503


def test_what_was_withdrawn_before_the_database_went_is_not_served(reader: Reader) -> None:
    reader.ask("/a/")
    reader.database.bump("library")
    threading.Event().wait(2 * LEASE)
    reader.ask("/b/")
    reader.database.is_away.set()
    threading.Event().wait(3 * LEASE)
    reader.site.status = "500 Internal Server Error"
    assert reader.ask("/a/").status == 503


def test_an_error_while_the_database_is_away_is_503(reader: Reader) -> None:
    reader.ask()
    reader.database.is_away.set()
    threading.Event().wait(4 * LEASE)
    reader.site.status = "500 Internal Server Error"
    page, document = reader.ask("/other/"), reader.ask("/api/v2/stores/")
    assert (page.status, page.headers["retry-after"], page.headers["cache-control"]) == (503, "2", "no-store")
    assert document.status == 503
    assert json.loads(document.body)["status"] == 503
    assert document.headers["content-type"] == "application/problem+json"


def test_a_thread_is_left_to_serve_what_is_kept(reader: Reader) -> None:
    reader = Reader(waiters=1)
    reader.ask()
    reader.database.is_hung.set()
    threading.Event().wait(4 * LEASE)
    is_stuck, go_on = threading.Event(), threading.Event()

    def hang(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_stuck.set()
        go_on.wait(5)
        start_response("200 OK", [])
        return []

    reader.application.application = hang
    waiting = threading.Thread(target=reader.ask, args=("/other/",))
    waiting.start()
    assert is_stuck.wait(5)
    began = monotonic()
    assert reader.ask("/another/").status == 503
    assert reader.ask().number == 1
    assert monotonic() - began < 1
    go_on.set()
    waiting.join()
    reader.database.is_hung.clear()


class Stuck:
    """Django that waits for a database, until a test lets it go on."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.go_on = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.release()
        self.go_on.wait(5)
        start_response("200 OK", [])
        return []


def ask_beside(reader: Reader, path: str) -> "tuple[threading.Thread, list[Answer]]":
    answers: list[Answer] = []
    thread = threading.Thread(target=lambda: answers.append(reader.ask(path)))
    thread.start()
    return thread, answers


@pytest.mark.parametrize("path", ["/another/", "/other/"])
def test_who_comes_as_the_database_goes_does_not_take_the_last_thread(path: str) -> None:
    """Nobody knows yet that it is away; the same page is asked for, or another."""
    reader, stuck = Reader(waiters=1), Stuck()
    reader.ask()
    reader.application.application = stuck
    first, _answers = ask_beside(reader, "/other/")
    assert stuck.asked.acquire(timeout=5)
    reader.database.is_hung.set()
    began = monotonic()
    assert reader.ask(path).status == 503
    assert monotonic() - began < 1
    assert reader.ask().number == 1
    stuck.go_on.set()
    first.join()
    reader.database.is_hung.clear()


def test_last_thread_waits_for_another_while_the_database_answers() -> None:
    reader, stuck = Reader(waiters=1), Stuck()
    reader.application.application = stuck
    first, _answers = ask_beside(reader, "/other/")
    assert stuck.asked.acquire(timeout=5)
    second, answers = ask_beside(reader, "/another/")
    assert not stuck.asked.acquire(timeout=0.2)
    stuck.go_on.set()
    first.join()
    second.join()
    assert answers[0].status == 200


@pytest.mark.parametrize("path", ["/another/", "/other/"])
def test_database_that_is_slow_for_a_moment_refuses_nobody(path: str) -> None:
    """The same page is asked for, or another; what is kept is served meanwhile."""
    reader, stuck = Reader(waiters=1, seats=1), Stuck()
    reader.ask()
    reader.application.application = stuck
    first, _answers = ask_beside(reader, "/other/")
    assert stuck.asked.acquire(timeout=5)
    reader.database.is_hung.set()
    second, answers = ask_beside(reader, path)
    second.join(2 * LOST)
    assert (answers, reader.ask().number) == ([], 1)
    reader.database.is_hung.clear()
    stuck.go_on.set()
    first.join()
    second.join()
    assert answers[0].status == 200


def test_last_thread_goes_in_when_the_others_work_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.caching.room.LONGEST_TURN", 0.1)
    reader, stuck = Reader(waiters=1), Stuck()
    reader.application.application = stuck
    threads = [ask_beside(reader, path)[0] for path in ("/other/", "/another/")]
    assert stuck.asked.acquire(timeout=5)
    assert stuck.asked.acquire(timeout=5)
    stuck.go_on.set()
    for thread in threads:
        thread.join()


def test_readers_of_what_is_kept_do_not_wait_each_for_a_database_that_is_away(reader: Reader) -> None:
    reader.ask()
    reader.database.is_hung.set()
    reader.ask()
    threading.Event().wait(2 * LOST)
    began = monotonic()
    assert [reader.ask().headers["cache-status"] for _ in range(20)] == ["mortar; hit; detail=database-away"] * 20
    assert monotonic() - began < 5 * PATIENCE
    reader.database.is_hung.clear()


def test_who_comes_after_a_quiet_time_waits_for_a_new_word(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was away when the last reader went, and is back."""
    monkeypatch.setattr("api.caching.mirror.IDLE", 0.05)
    reader.ask()
    reader.database.is_away.set()
    threading.Event().wait(2 * PATIENCE)
    reader.ask()
    threading.Event().wait(1)
    reader.database.is_away.clear()
    reader.database.bump("library")
    assert reader.ask().headers["cache-status"] == "mortar; fwd=miss"


def test_what_was_kept_made_and_passed_by_is_counted(reader: Reader) -> None:
    outcomes = ("hit", "miss", "passed", "stale")
    before = [counted(outcome) for outcome in outcomes]
    for _ in range(3):
        reader.ask()
    reader.ask(method="POST")
    reader.database.is_away.set()
    threading.Event().wait(2 * LEASE)
    reader.ask()
    assert [counted(outcome) - start for outcome, start in zip(outcomes, before, strict=True)] == [2, 1, 1, 1]


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("mortar_cache_total", {"outcome": outcome}) or 0


def test_health_says_whether_the_database_confirms_what_is_kept(reader: Reader) -> None:
    now = datetime.now(UTC)
    assert lease(reader.mirror, now).state == State.GOOD
    reader.database.is_away.set()
    threading.Event().wait(2 * LEASE)
    assert lease(reader.mirror, now).state == State.WARNING
    reader.database.is_away.clear()
    reader.database.bump(PAUSED)
    threading.Event().wait(1)
    found = lease(reader.mirror, now)
    assert (found.state, found.words) == (State.WARNING, "nothing is kept while a migration runs")


def test_server_asks_for_the_health_of_what_it_keeps(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_checks", {})
    keeper = keeping(reader.site)
    (check,) = checks._checks.values()
    assert isinstance(keeper, KeptAnswers)
    assert (check.name, check.is_needed, Door.DOCTOR in check.doors) == ("answers", False, False)
