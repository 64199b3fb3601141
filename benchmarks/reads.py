"""What readers ask, and what it costs: answers that are made anew after a publish, kept ones, and 304s."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from time import monotonic, sleep
from typing import Any

import psycopg

from benchmarks.servers import Served

NETWORK = "localhost:8000"
ON_FIRST_PAGE = 20
"""Articles among which one is published before each request."""
ONCE = 4
"""Requests after a publish that are not measured yet."""
LEASE = 0.06
"""Seconds after a write from which every worker knows of it."""
ELSEWHERE = "/api/v2/no-such-endpoint/"
"""What a server answers meanwhile. It reaches Django and nothing that an answer is made of. One that sleeps loses the
processor's caches to whatever else runs, and every Python program then costs twice as much: stock Wagtail is asked
again and again, too.
"""


@dataclass(frozen=True, slots=True)
class Request:
    """One kind of request. `path` and `host` are given the number of the request; `budget`: CPU in milliseconds.

    `changed`: the id of what is changed before it, an article or a store, besides what always is. `is_paused`: the
    server has slept before it.
    """

    name: str
    path: Callable[[int], str]
    host: Callable[[int], str]
    budget: float | None = None
    changed: Callable[[int], int] | None = None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """Medians of CPU in milliseconds: of the server, of PostgreSQL; the size of the body."""

    name: str
    python_ms: float
    database_ms: float
    bytes: int
    budget: float | None = None

    @property
    def cpu_ms(self) -> float:
        return self.python_ms + self.database_ms

    def plain(self) -> dict[str, Any]:
        return {**asdict(self), "cpu_ms": self.cpu_ms}


class Content:
    """What there is to ask for: a few stores, and articles that all of them carry."""

    def __init__(self, url: str, stores: int = 20, articles: int = 60) -> None:
        self.database = psycopg.connect(url, autocommit=True)
        sites = (
            "SELECT p.slug, s.hostname, p.id FROM wagtailcore_site s JOIN wagtailcore_page p ON p.id = s.root_page_id"
        )
        self.stores = self._rows(f"{sites} ORDER BY p.id LIMIT %s", stores)
        newest = (
            "SELECT a.page_ptr_id, p.slug FROM cms_articlepage a JOIN wagtailcore_page p ON p.id = a.page_ptr_id"
            " WHERE a.audience = 'every' ORDER BY a.published_on DESC, a.page_ptr_id DESC LIMIT %s"
        )
        self.articles = self._rows(newest, articles)
        self.count = 0

    def _rows(self, sql: str, limit: int) -> list[Any]:
        return self.database.execute(sql, [limit]).fetchall()

    def publish(self, *others: int) -> None:
        """Publish an article that stands on the first page of lists, and change a store, so that no answer that is
        kept is current; and what else is named by its id.
        """
        self.count += 1
        text = f"Changed for the {self.count}th time at {monotonic()}"
        changed = [self.articles[self.count % ON_FIRST_PAGE][0], self.stores[-1][2], *others]
        with self.database.transaction():
            self.database.execute(
                "UPDATE wagtailcore_page SET last_published_at = now() WHERE id = ANY(%s)", [changed]
            )
            for table, column in (("cms_articlepage", "teaser"), ("stores_storepage", "street")):
                sql = f"UPDATE {table} SET {column} = %s WHERE page_ptr_id = ANY(%s)"
                self.database.execute(sql.encode(), [text, changed])

    def store(self, number: int) -> Any:
        """Slug, host and id of the store that a request asks about."""
        return self.stores[number * 7 % len(self.stores)]

    def article(self, number: int) -> Any:
        """Id and slug."""
        return self.articles[number % len(self.articles)]

    def one_article(self, number: int) -> str:
        return f"/api/v2/articles/{self.article(number)[0]}/?store={self.store(number)[0]}"

    def one_store(self, number: int) -> str:
        return f"/api/v2/stores/{self.store(number)[0]}/"

    def page(self, number: int) -> str:
        """An article's path on the site of a store."""
        return f"/health/{self.article(number)[1]}/"

    def in_one_call(self, number: int) -> str:
        return f"/api/v2/storefront/?store={self.store(number)[0]}&path={self.page(number)}"

    def requests(self) -> list[Request]:
        """What the design has budgets for, and what grows with the library."""

        def own_host(number: int) -> str:
            return f"{self.store(number)[1]}:8000"

        def network(_number: int) -> str:
            return NETWORK

        def api(path: str) -> Callable[[int], str]:
            return lambda number: f"/api/v2/{path}{'&' if '?' in path else '?'}store={self.store(number)[0]}"

        return [
            Request("list of 20", api("articles/"), network, 4),
            Request("list, offset 300", api("articles/?offset=300"), network),
            Request("list by topic", api("articles/?topic=asthma-care"), network),
            Request("article", self.one_article, network, 4),
            Request("article, itself changed", self.one_article, network, changed=lambda n: int(self.article(n)[0])),
            Request("store", self.one_store, network, 2),
            Request("store, itself changed", self.one_store, network, changed=lambda n: int(self.store(n)[2])),
            Request("directory of 100", lambda _n: "/api/v2/stores/?limit=100", network, 25),
            Request("storefront/", self.in_one_call, network, 12),
            Request("article, HTML", self.page, own_host, 12),
            Request("health news, HTML", lambda _n: "/health/", own_host, 12),
            Request("search", api("articles/?search=asthma"), network, 15),
            Request("topics/", api("topics/"), network),
            Request("tags/", api("tags/"), network),
            Request("list of 20, after a pause", api("articles/"), network, is_paused=True),
            Request("article, after a pause", self.one_article, network, is_paused=True),
            Request("store, after a pause", self.one_store, network, is_paused=True),
        ]


def cost_of(server: Served, ask: Callable[[int], bytes], times: int, before: Callable[[int], None]) -> tuple[Any, ...]:
    """Milliseconds of server and of PostgreSQL, and the bytes, of each of so many requests."""
    found = []
    for number in range(times):
        before(number)
        was = server.cpu_ms()
        body = ask(number)
        now = server.cpu_ms()
        found.append((now[0] - was[0], now[1] - was[1], len(body)))
    return tuple(median(each) for each in zip(*found, strict=True))


def misses(
    server: Served, content: Content, times: int, warm: int = 22, *, is_quick: bool = False
) -> Iterator[Measured]:
    """Each kind of request, with a publish before every one; `is_quick`: those that have a budget."""
    for request in content.requests():
        if is_quick and request.budget is None:
            continue

        def ask(number: int, request: Request = request) -> bytes:
            return server.get(request.path(number), request.host(number))

        def publish(number: int, request: Request = request) -> None:
            content.publish(*([request.changed(number)] if request.changed else []))
            _wait_for_the_lease(server, is_paused=request.is_paused)

        for number in range(warm):
            ask(number)
        for number in range(ONCE):
            # What a worker does once only: a text is made and prepared when it is asked for the first time.
            publish(number)
            ask(number)
        python, database, size = cost_of(server, ask, times, publish)
        yield Measured(request.name, python, database, int(size), request.budget)


def _wait_for_the_lease(server: Served, *, is_paused: bool) -> None:
    """Until every worker knows of what was written."""
    until = monotonic() + LEASE
    while not is_paused and monotonic() < until:
        server.touch(ELSEWHERE, NETWORK)
    sleep(max(0, until - monotonic()))


def repeated(server: Served, path: str, host: str, times: int, headers: dict[str, str] | None = None) -> Measured:
    """The same request again and again: the mean, since one alone is too short to measure."""
    for _turn in range(20):
        server.get(path, host, headers)
    was = server.cpu_ms()
    size = 0
    for _turn in range(times):
        size = len(server.get(path, host, headers))
    now = server.cpu_ms()
    return Measured(path, (now[0] - was[0]) / times, (now[1] - was[1]) / times, size)


def medians(rounds: Sequence[Sequence[Measured]]) -> list[Measured]:
    """Of several rounds, the median of each request."""
    return [
        Measured(
            each[0].name,
            median(one.python_ms for one in each),
            median(one.database_ms for one in each),
            each[0].bytes,
            each[0].budget,
        )
        for each in zip(*rounds, strict=True)
    ]
