"""A dump goes into an empty database: every row is there again, and every answer; what is written then is read."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter, sleep

import psycopg
import pytest

from api.caching.mirror import LEASE
from benchmarks.behind import fill_behind
from benchmarks.bulk import build_network
from benchmarks.sizes import NetworkSize
from cms.models import LibraryPage
from stores.models import StorePage
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import add_banner, make_store
from tests.harness.postgres import tool
from tests.harness.servers import Server, database_url, serving

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

LISTS = ("articles", "experts", "topics", "tags", "banners", "pages", "images", "stores")
ARTICLES = "/api/v2/articles/?fields=*&limit=100"
SITE = ("/api/v2/storefront/?path=/", "/api/v2/storefront/?path=/health/", "/", "/health/")
PATHS = (*(f"/api/v2/{name}/" for name in LISTS), ARTICLES, *SITE)
RESTORED = "mortar_restored"


def rows(url: str) -> dict[str, tuple[int, str]]:
    """Table -> how many rows it has, and the sums of two hashes of each: one pass, whatever the order."""
    found: dict[str, tuple[int, str]] = {}
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            sums = ", ".join(f"sum(hashtextextended(t::text, {seed}))" for seed in (1, 2))
            row = connection.execute(f'SELECT count(*), {sums} FROM "{table}" t').fetchone()
            assert row
            found[table] = (int(row[0]), f"{row[1]} {row[2]}")
    return found


def answers(server: Server, stores: list[StorePage]) -> dict[str, bytes]:
    found, took = {}, {}
    with closing(server.connection(timeout=60)) as one:
        for store in stores:
            for path in PATHS:
                began = perf_counter()
                one.request("GET", path, headers={"Host": f"{store.site.hostname}:8000"})
                answer = one.getresponse()
                found[f"{store.slug} {path}"] = answer.read()
                took[f"{store.slug} {path}"] = perf_counter() - began
                assert answer.status == 200, path
    slowest = max(took, key=lambda each: took[each])
    print(f"{len(took)} answers in {sum(took.values()):.1f} s, the slowest {slowest}: {took[slowest]:.1f} s")  # noqa: T201
    return found


@pytest.fixture
def stores(db: None, request: pytest.FixtureRequest) -> list[StorePage]:
    """Three stores that carry forty articles, with lines, experts, pages and drafts.

    With `--network 1000x20000` so many of the bench's; the answers of twenty stores are compared then.
    """
    size = request.config.getoption("--network")
    if size:
        build_network(NetworkSize.read(size))
        fill_behind()
        return list(StorePage.objects.order_by("pk")[::-1][:20])
    stores = [make_store(f"store-{number}") for number in range(3)]
    for number in range(40):
        article = make_article(f"article-{number}", experts=[make_expert(f"expert-{number}")])
        article.title = "A draft"
        article.save_revision()
    for store in stores:
        make_page("about-us", at_store=store)
        make_article("own", at_store=store)
        add_banner(store, "Flu shots are in")
    return stores


@pytest.fixture
def restored(tmp_path: Path, stores: list[StorePage]) -> Iterator[str]:
    """The URL of a database into which a dump of the test's own went."""
    url = database_url()
    target = f"{url.rpartition('/')[0]}/{RESTORED}"
    begun = perf_counter()
    tool("pg_dump", "--format=custom", "--no-owner", f"--file={tmp_path / 'mortar.dump'}", url)
    dumped = perf_counter()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        server.execute(f"CREATE DATABASE {RESTORED}")
    dump = str(tmp_path / "mortar.dump")
    tool("pg_restore", "--no-owner", "--exit-on-error", "--jobs=2", f"--dbname={target}", dump)
    filled = perf_counter()
    tool("vacuumdb", "--analyze-only", "--jobs=2", "--quiet", f"--dbname={target}")
    looked = perf_counter()
    print(f"dump {dumped - begun:.1f} s, restore {filled - dumped:.1f} s, analyze {looked - filled:.1f} s")  # noqa: T201
    yield target
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


def test_what_was_restored_has_the_same_rows_and_gives_the_same_answers(
    stores: list[StorePage], restored: str
) -> None:
    begun = perf_counter()
    before = rows(database_url())
    assert rows(restored) == before
    print(f"rows compared in {perf_counter() - begun:.1f} s")  # noqa: T201
    with serving() as server:
        expected = answers(server, stores)
    with serving(DATABASE_URL=restored) as server:
        assert answers(server, stores) == expected
        with psycopg.connect(restored, autocommit=True) as connection:
            # Of the library: the newest of all may be another store's own.
            newest = "SELECT page_ptr_id FROM cms_articlepage JOIN wagtailcore_page ON id = page_ptr_id"
            newest += " WHERE audience = 'every' AND path LIKE %s ORDER BY published_on DESC, id DESC LIMIT 1"
            in_library = f"{LibraryPage.objects.get().path}%"
            connection.execute(
                f"UPDATE wagtailcore_page SET title = 'Written since' WHERE id = ({newest})",
                [in_library],
            )
        # As long as the answer to every write waits.
        sleep(LEASE)
        assert b"Written since" in answers(server, stores)[f"{stores[0].slug} {ARTICLES}"]
    number = sum(count for count, _digest in before.values())
    print(f"{len(before)} tables, {number} rows, {len(expected)} answers compared")  # noqa: T201
