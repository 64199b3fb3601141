"""A network as production runs it, its readers and its owner, to whom things happen."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.harness.meanwhile import meanwhile
from tests.harness.outages import Database
from tests.harness.production import NETWORK, Browser, Reply, ask
from tests.harness.watched import Kind, Readers, Seen, of, slowest, statuses

STATIC = "/static/stores/admin.css"
LIST = "/api/v2/articles/"
DRAFT = "coming-soon"
"""The slug of an article whose time has come, and that waits for the scheduler."""
TOMORROWS, COMING = "tomorrows", "From tomorrow on"
"""The slug of an article that goes live in a day; a promo line that is shown from the next day on."""


@dataclass
class Owner:
    """Saves the store's welcome text again and again, each time with the next number."""

    browser: Browser
    store_id: int
    sent: int = 0
    told: int = 0
    _end: threading.Event = field(default_factory=threading.Event)

    @property
    def path(self) -> str:
        return f"/admin/stores/{self.store_id}/about/"

    def save(self) -> Reply:
        """One save: the form is fetched, and sent."""
        began = monotonic()
        page = self.browser.ask(self.path)
        if page.status != 200:
            return page
        form = self.browser.fields_of(page)
        self.sent += 1
        number = self.sent
        reply = self.browser.send(self.path, **{**form, "welcome": f"welcome {number}"})
        if reply.status == 302:
            self.told = number
        return Reply(reply.status, reply.headers, reply.body, monotonic() - began)

    @contextmanager
    def saving(self, readers: Readers, every: float = 0.5) -> Iterator[None]:
        """Until the block ends; each save is noted among what readers see."""

        def go_on() -> None:
            while not self._end.is_set():
                asked_at = monotonic()
                readers.note("owner's save", asked_at, self.save())
                self._end.wait(every)

        with meanwhile(go_on, end=self._end, seconds=60):
            yield


@dataclass
class Scene:
    """Where it happens, and how long things may take there."""

    database: Database
    variables: dict[str, str]
    media: Path
    directory: Path
    store_id: int
    host: str
    longest_kept: float
    longest_else: float
    recovery: float

    @property
    def kinds(self) -> list[Kind]:
        """What is kept, what is not, what needs no database."""
        return [
            Kind("kept list", lambda number: LIST, self.host),
            Kind("kept page", lambda number: "/", self.host),
            Kind("uncached list", lambda number: f"{LIST}?search=word-{number}", self.host, every=0.2),
            Kind("uncached page", lambda number: f"/health/?number={number}", self.host, every=0.2),
            Kind("static", lambda number: STATIC, NETWORK, every=0.2),
        ]

    def warm(self, port: int) -> None:
        """Ask everything once, so that what can be kept is."""
        for kind in self.kinds:
            for _ in range(8):
                reply = ask(port, kind.path(0), kind.host)
                assert reply.status == 200, (kind.name, reply.status, reply.body[:500])

    def owner(self, port: int) -> Owner:
        browser = Browser(port)
        browser.log_in("owner")
        return Owner(browser, self.store_id)

    def check(self, during: list[Seen], *, kept: bool = True) -> None:
        """What is promised while something is wrong."""
        for kind in ("kept list", "kept page"):
            found = of(kind, during)
            assert found
            if kept:
                assert set(statuses(found)) == {200}, statuses(found)
                assert slowest(found) <= self.longest_kept, (kind, slowest(found))
            assert all(each.has_age for each in found if "detail=" in each.cached)
        assert set(statuses(of("static", during))) == {200}
        assert slowest(of("static", during)) <= self.longest_kept
        for kind in ("uncached list", "uncached page"):
            found = of(kind, during)
            assert set(statuses(found)) <= {200, 503}, statuses(found)
            assert slowest(found) <= self.longest_else, (kind, slowest(found))
            assert all(each.has_retry for each in found if each.status == 503)

    def article(self, slug: str = DRAFT) -> tuple[Any, ...]:
        """What the database says of an article that is to go live: live, title, versions, history."""
        sql = """
            SELECT page.live, page.title, page.live_revision_id IS NOT DISTINCT FROM page.latest_revision_id,
                (SELECT count(*) FROM wagtailcore_pagelogentry line
                 WHERE line.page_id = page.id AND line.action LIKE 'wagtail.publish%%')
            FROM wagtailcore_page page WHERE page.slug = %s"""
        return self.database.sql(sql, slug)[0]

    def check_nothing_lost(self, owner: Owner) -> None:
        """What the owner was told is there, and nothing is half saved: page, version and history say the same."""
        live = self.database.value("SELECT welcome FROM stores_storepage WHERE page_ptr_id = %s", self.store_id)
        newest = "(SELECT latest_revision_id FROM wagtailcore_page WHERE id = %s)"
        sql = f"SELECT content->>'welcome' FROM wagtailcore_revision WHERE id = {newest}"
        assert self.database.value(sql, self.store_id) == live
        number = int(live.rpartition(" ")[2]) if live else 0
        assert owner.told <= number <= owner.sent
        published = "wagtail.publish"
        entries = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE page_id = %s AND action = %s"
        those = "object_id = %s::text AND content->>'welcome' LIKE %s"
        versions = f"SELECT count(*) FROM wagtailcore_revision WHERE {those}"
        saved = self.database.value(versions, self.store_id, "welcome %")
        assert saved <= owner.sent
        assert self.database.value(entries, self.store_id, published) >= saved


def wait_for(is_so: Callable[[], bool], seconds: float = 30.0) -> None:
    until = monotonic() + seconds
    while not is_so():
        assert monotonic() < until
        sleep(0.01)
