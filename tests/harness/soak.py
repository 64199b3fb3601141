"""Mixed traffic for as long as one likes: readers of the API and of pages, and everybody who writes."""

import random
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from http.client import HTTPException
from time import monotonic, sleep

from django.urls import reverse

from tests.factories.photos import jpeg
from tests.harness.production import NETWORK, Browser, Instance, Reply, ask, words_of

WEEK = ("9-5", "9-6", "8:30-5:30", "9-1, 2-6")


@dataclass
class Done:
    """What was asked, by kind; and what went wrong, the first of it in words."""

    requests: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, status: int, is_right: bool, words: str) -> None:
        with self.lock:
            self.requests[kind] += 1
            self.statuses[status] += 1
            if not is_right:
                self.wrong.append(f"{kind}: {status} {words[:300]}")


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to read and write."""

    slugs: Sequence[str]
    hosts: Sequence[str]
    articles: Sequence[int]
    owner: str
    owners_store: int
    chain: Callable[[int], bytes]
    """A file of stores, changed by a number."""


class Soak:
    """Threads that ask and write with pauses, until `end`."""

    def __init__(self, server: Instance, content: Content, *, minutes: float, seed: int = 1) -> None:
        self.server, self.content, self.seed = server, content, seed
        self.end = monotonic() + minutes * 60
        self.done = Done()

    def run(self, *, readers: int = 4) -> Done:
        editor, owner, admin = (self._browser_of(name) for name in ("editor", self.content.owner, "admin"))
        loops = [
            *((self._reader(number), 0.5) for number in range(readers)),
            (self._owner(owner), 6.0),
            (self._editor(editor), 8.0),
            (self._uploader(editor), 25.0),
            (self._importer(admin), 60.0),
        ]
        threads = [threading.Thread(target=self._loop, args=loop) for loop in loops]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.done

    def _browser_of(self, username: str) -> Browser:
        browser = Browser(self.server.port)
        browser.log_in(username)
        return browser

    def _loop(self, act: Callable[[], None], pause: float) -> None:
        chance = random.Random(self.seed)  # noqa: S311
        while monotonic() < self.end:
            try:
                act()
            except (OSError, HTTPException, AssertionError, KeyError, ValueError) as error:
                self.done.note(act.__qualname__, 0, False, f"{type(error).__name__} {str(error)[:300]}")
            left = self.end - monotonic()
            sleep(max(0.0, min(chance.uniform(0.5, 1.5) * pause, left)))

    def _reader(self, number: int) -> Callable[[], None]:
        chance = random.Random(self.seed + number)  # noqa: S311
        content = self.content

        def read() -> None:
            slug, article = chance.choice(content.slugs), chance.choice(content.articles)
            path, host = chance.choice(
                [
                    (f"/api/v2/articles/?store={slug}", NETWORK),
                    (f"/api/v2/articles/?store={slug}&offset={chance.randrange(40)}", NETWORK),
                    (f"/api/v2/articles/?store={slug}&search=about+{chance.randrange(40)}", NETWORK),
                    (f"/api/v2/articles/{article}/?store={slug}", NETWORK),
                    (f"/api/v2/articles/?store={slug}&fields=*", NETWORK),
                    (f"/api/v2/stores/{slug}/", NETWORK),
                    ("/api/v2/stores/?limit=100", NETWORK),
                    ("/api/v2/stores/?open_at=now", NETWORK),
                    (f"/api/v2/storefront/?store={slug}&path=/health/", NETWORK),
                    (f"/api/v2/banners/?store={slug}", NETWORK),
                    ("/", chance.choice(content.hosts)),
                    ("/health/", chance.choice(content.hosts)),
                    ("/nowhere/", chance.choice(content.hosts)),
                ]
            )
            answer = ask(self.server.port, path, host, headers={"X-Forwarded-For": f"203.0.113.{number}"})
            expected = {404} if path == "/nowhere/" else {200}
            if "/articles/" in path and path.endswith(f"/?store={slug}"):
                # The editor takes one down now and then.
                expected = {200, 404}
            is_right = answer.status in expected and bool(answer.body)
            words = "" if is_right else f"{path} after {answer.seconds:.1f} s: {words_of(answer)}"
            self.done.note("read", answer.status, is_right, words)

        return read

    def _owner(self, owner: Browser) -> Callable[[], None]:
        path, number = f"{reverse('stores_week', args=[self.content.owners_store])}?counter=store", 0

        def save() -> None:
            nonlocal number
            number += 1
            fields = form_on(owner.ask(path), path)
            answer = owner.send(path, **{**fields, "week-1": WEEK[number % len(WEEK)]})
            self.done.note("owner saves", answer.status, answer.status == 302, words_of(answer))

        return save

    def _editor(self, editor: Browser) -> Callable[[], None]:
        number = 0

        def publish() -> None:
            nonlocal number
            number += 1
            article = self.content.articles[number // 2 % len(self.content.articles)]
            kind = "unpublish" if number % 2 else "publish"
            path = f"/admin/bulk/wagtailcore/page/{kind}/?id={article}&next=/admin/"
            answer = editor.send(path, **form_on(editor.ask(path), path))
            if answer.status == 200:
                # It is asked first what stops being shown.
                answer = editor.send(path, **form_on(answer, path))
            self.done.note(kind, answer.status, answer.status == 302, words_of(answer))

        return publish

    def _uploader(self, editor: Browser) -> Callable[[], None]:
        number = 0

        def upload() -> None:
            nonlocal number
            number += 1
            path = "/admin/images/multiple/add/"
            found = re.search(rb'<option value="(\d+)"', editor.ask(path).body)
            fields = {"title": f"Soaked {number}", "collection": found[1].decode() if found else ""}
            picture = jpeg(size=(1300, 900))
            answer = editor.upload(path, "files[]", f"soak-{number}.jpg", picture, fields, is_script=True)
            is_right = answer.status == 200 and b'"success": true' in answer.body
            self.done.note("upload", answer.status, is_right, words_of(answer))

        return upload

    def _importer(self, admin: Browser) -> Callable[[], None]:
        number = 0

        def bring_in() -> None:
            nonlocal number
            number += 1
            path, chain = reverse("stores_network:import"), self.content.chain(number)
            answer = admin.upload(path, "file", "chain.json", chain, {})
            self.done.note("import: file", answer.status, answer.status == 302, words_of(answer))
            place = answer.headers["Location"]
            page = settled(admin, place)
            answer = admin.send(place, **form_on(page, place))
            self.done.note("import: asked for", answer.status, answer.status == 302, said_on(page))
            page = settled(admin, answer.headers["Location"])
            self.done.note("import: done", page.status, b"Imported on" in page.body, said_on(page))

        return bring_in


def form_on(page: Reply, path: str) -> dict[str, str]:
    """The fields of the form on a page that should have one; else what the page says instead."""
    try:
        return Browser.fields_of(page)
    except ValueError as error:
        words = f"{path} without a form: {page.status} after {page.seconds:.1f} s: {words_of(page)}"
        raise AssertionError(words) from error


def said_on(page: Reply) -> str:
    """What an upload's page says of it, without what stands on every page."""
    _before, _head, body = page.body.partition(b'class="help-block')
    return words_of(replace(page, body=body or page.body))


def settled(person: Browser, path: str, *, seconds: float = 300) -> Reply:
    """The page of an upload once nothing is under way there."""
    until = monotonic() + seconds
    while True:
        page = person.ask(path)
        if b"data-progress" not in page.body or monotonic() > until:
            return page
        sleep(0.5)
