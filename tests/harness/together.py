"""Readers of a release: how much of it each answer shows, and when the database had it.

What is promised of a release, and of one that is taken back: whatever an answer shows of it, it shows whole, whenever
it was asked for; and an answer that was asked for a lease (50 ms) after the commit, or after whoever pressed the
button was answered, shows what is so since.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from time import monotonic, sleep, time

import psycopg

from api.caching.mirror import LEASE
from cms.models import Release, ReleasePage
from tests.factories.newsroom import make_article, publish
from tests.harness.meanwhile import meanwhile
from tests.harness.production import ask

BEFORE, SINCE = "Before", "Release"
"""The first words of titles: as they were before a release, and as the release has them."""
TITLES = re.compile(rf"\b(?:{BEFORE}|{SINCE}) \d\d\b".encode())
POLL = 0.002


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer showed: how many titles of before, how many of the release.

    Moments of `monotonic`, but `clock`: of `time`, when it had come.
    """

    kind: str
    asked_at: float
    ended_at: float
    clock: float
    status: int
    before: int
    since: int
    is_hit: bool

    @property
    def is_a_part(self) -> bool:
        """Neither all as it was nor all as it is."""
        return bool(self.before and self.since)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader asks for. With `is_kept` false it is made anew each time: cookies go past what is kept."""

    kind: str
    path: str
    is_kept: bool = True

    @property
    def pause(self) -> float:
        """Seconds between two: what is made anew costs the machine a hundred times what is kept."""
        return 0.02 if self.is_kept else 0.25


READINGS = [
    Reading("kept list", "/api/v2/articles/?limit=100"),
    Reading("list made anew", "/api/v2/articles/?limit=100", is_kept=False),
    Reading("list by title, made anew", "/api/v2/articles/?limit=100&order=title", is_kept=False),
    Reading("search made anew", f"/api/v2/articles/?limit=100&search={SINCE}", is_kept=False),
    Reading("site", "/health/"),
    Reading("site made anew", "/health/", is_kept=False),
    Reading("feed", "/health/feed.json"),
]
WHOLE = {"kept list", "list made anew", "list by title, made anew"}
"""Readings that show every page of a release."""


def kinds(of: Iterable[Answer | Reading]) -> set[str]:
    return {each.kind for each in of}


def make_release(pages: int) -> Release:
    """Half of its pages are new, half are changes of what is live. Nothing else was published as late."""
    release = Release.objects.create(name="Spring")
    for number in range(pages):
        is_new = number % 2 == 0
        title = f"{SINCE if is_new else BEFORE} {number:02}"
        article = make_article(f"page-{number}", title=title, live=False, published_on=date(2026, 3, 1))
        if not is_new:
            publish(article)
            article.refresh_from_db()
            article.title = f"{SINCE} {number:02}"
        article.save_revision()
        ReleasePage.objects.create(release=release, page_id=article.pk, sort_order=number)
    return release


def check_all_or_nothing(answers: Sequence[Answer], pages: int, *, seen_at: float, is_live: bool) -> None:
    """What is promised. `seen_at`: when the database said first that it is so since."""
    assert Counter(each.status for each in answers) == {200: len(answers)}
    assert [each for each in answers if each.is_a_part][:3] == []
    assert {each.since for each in answers if each.kind in WHOLE} == {0, pages}
    late = [each for each in answers if each.asked_at >= seen_at + LEASE]
    assert kinds(late) == kinds(READINGS)
    assert [each for each in late if bool(each.since) != is_live][:3] == []


@dataclass
class Crowd:
    """Reads until its block ends, each reading in a thread of its own."""

    port: int
    host: str
    readings: Sequence[Reading]
    answers: list[Answer] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reading(self) -> Iterator["Crowd"]:
        with meanwhile(*(partial(self._read, each) for each in self.readings), end=self._end, seconds=30):
            yield self

    def wait_for_all(self, since: float, seconds: float = 60) -> None:
        """Until every reader has been answered what it asked for after a moment."""
        until = monotonic() + seconds
        while kinds(each for each in list(self.answers) if each.asked_at > since) != kinds(self.readings):
            assert monotonic() < until
            sleep(0.01)

    def _read(self, reading: Reading) -> None:
        headers = {} if reading.is_kept else {"Cookie": "seen=yes"}
        while not self._end.is_set():
            asked_at = monotonic()
            reply = ask(self.port, reading.path, self.host, headers=headers)
            titles = {found.decode() for found in TITLES.findall(reply.body)}
            since = sum(title.startswith(SINCE) for title in titles)
            self.answers.append(
                Answer(
                    reading.kind,
                    asked_at,
                    monotonic(),
                    time(),
                    reply.status,
                    before=len(titles) - since,
                    since=since,
                    is_hit=reply.cached.endswith("; hit"),
                )
            )
            self._end.wait(reading.pause)


@contextmanager
def watching(url: str, sql: str) -> Iterator[Callable[[], float]]:
    """Asks the database all the time; gives when (`monotonic`) a question began whose answer was true first."""
    found, end = list[float](), threading.Event()

    def look() -> None:
        with psycopg.connect(url, autocommit=True) as one:
            while not end.is_set():
                began = monotonic()
                row = one.execute(sql).fetchone()
                if row is not None and row[0]:
                    found.append(began)
                    end.set()
                end.wait(POLL)

    def seen_at() -> float:
        end.wait(60)
        assert found, sql
        return found[0]

    with meanwhile(look, end=end, seconds=10):
        yield seen_at
