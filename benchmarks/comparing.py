"""Mortar beside the bare HTTP server and stock Wagtail, in rounds that take turns; then a larger network."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from benchmarks.reads import NETWORK, Content, Measured, cost_of, medians, misses, repeated
from benchmarks.servers import ROOT, Served, serving
from benchmarks.sizes import NetworkSize
from benchmarks.table import TableLine, as_chart, as_text

MORTAR, STOCK = "benchmarks.settings", "benchmarks.stock.settings"
EMPTY, STOCK_NAME = "bench_empty", "bench_stock"
"""Databases: one that is migrated and holds nothing, and stock Wagtail's."""
Measure = Callable[[Served, Content], Iterable[Measured]]
HIT_MOST, STOCK_LEAST, GROWTH_MOST = 1.4, 300, 1.3
HIT_WIDE = 6
"""A hit costs so little that the small question every 20 ms counts where others make each request wait: 4 times the
bare server at load 20. One that reaches Django costs fifty times as much.
"""


def say(text: str) -> None:
    print(text, flush=True)


def new_database(server_url: str, name: str, like: str = "template1") -> str:
    """A new database on the server, a copy of another."""
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like}".encode())
    return database_at(server_url, name)


def database_at(server_url: str, name: str) -> str:
    """The address of a database of the server."""
    parts = urlsplit(server_url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def run_program(module: str, settings: str, url: str, *arguments: str) -> None:
    """A program of its own: two projects can't live in one process."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": url}
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=True)


def _name_of(size: NetworkSize) -> str:
    return f"bench_{size.stores}_{size.articles}"


def mortar_at(size: NetworkSize, server_url: str) -> str:
    say(f"Building a network of {size}.")
    url = new_database(server_url, _name_of(size), like=EMPTY)
    run_program("benchmarks.building", MORTAR, url, str(size.stores), str(size.articles))
    return url


def network_at(size: NetworkSize, server_url: str, *, is_built: bool = False) -> str:
    """The address of one network alone."""
    if is_built:
        return database_at(server_url, _name_of(size))
    say("Migrating.")
    run_program("django", MORTAR, new_database(server_url, EMPTY), "migrate", "--verbosity", "0")
    return mortar_at(size, server_url)


@contextmanager
def filled_stock(articles: int, server_url: str, *, is_built: bool) -> Iterator[str]:
    """The address of stock Wagtail's database. It is filled beside what is done inside, and full behind it."""
    if is_built:
        yield database_at(server_url, STOCK_NAME)
        return
    say(f"Filling stock Wagtail with {articles:,} articles.")
    url = new_database(server_url, STOCK_NAME)
    with ThreadPoolExecutor(1) as beside:
        filling = beside.submit(run_program, "benchmarks.stock.filling", STOCK, url, str(articles))
        yield url
        filling.result()


def compare(
    small: NetworkSize,
    large: NetworkSize,
    server_url: str,
    *,
    rounds: int,
    times: int,
    is_quick: bool = False,
    is_built: bool = False,
) -> tuple[list[TableLine], dict]:
    """All lines of the table, and all that was measured."""
    measure = partial(misses, times=times, is_quick=is_quick)
    with filled_stock(small.articles, server_url, is_built=is_built) as stock_url:
        url = network_at(small, server_url, is_built=is_built)
    lines, found = _beside_others(small, url, stock_url, rounds, times, measure)
    url = database_at(server_url, _name_of(large)) if is_built else mortar_at(large, server_url)
    grown = _misses_of(url, rounds, measure)
    found[f"misses, {large}"] = [each.plain() for each in grown]
    lines += [TableLine(f"miss, {large}: {each.name}", each.cpu_ms, "ms", most=each.budget) for each in grown]
    before = {each["name"]: each["cpu_ms"] for each in found[f"misses, {small}"]}
    lines += [
        TableLine(f"{large} / {small}: {each.name}", each.cpu_ms / before[each.name], "x", most=GROWTH_MOST)
        for each in grown
    ]
    return lines, found


def _ready(content: Content) -> tuple[str, str]:
    return f"/api/v2/articles/?store={content.stores[0][0]}", NETWORK


def _misses_of(url: str, rounds: int, measure: Measure) -> list[Measured]:
    content = Content(url)
    with serving("cms.wsgi:application", MORTAR, url, _ready(content)) as mortar:
        return medians([list(measure(mortar, content)) for _round in range(rounds)])


def _beside_others(
    size: NetworkSize, url: str, stock_url: str, rounds: int, times: int, measure: Measure
) -> tuple[list[TableLine], dict]:
    content = Content(url)
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        mortar = stack.enter_context(serving("cms.wsgi:application", MORTAR, url, _ready(content)))
        body = Path(folder) / "body"
        body.write_bytes(mortar.get(*_ready(content)))
        bare = stack.enter_context(
            serving("benchmarks.bare:application", MORTAR, None, ("/", "x"), BARE_BYTES=str(body))
        )
        stock_ready = ("/api/v2/pages/?type=bench.Piece&fields=*&limit=20", "localhost")
        stock = stack.enter_context(serving("benchmarks.stock.wsgi:application", STOCK, stock_url, stock_ready))
        say("Measuring.")
        return _rounds(size, content, mortar, bare, stock, rounds, times, measure)


def _rounds(
    size: NetworkSize,
    content: Content,
    mortar: Served,
    bare: Served,
    stock: Served,
    rounds: int,
    times: int,
    measure: Measure,
) -> tuple[list[TableLine], dict]:
    path, host = _ready(content)
    hits: dict[str, list[list[Measured]]] = {"bare": [], "hit": [], "304": [], "stock list": [], "stock article": []}
    made = []
    for turn in range(rounds):
        say(f"Round {turn + 1} of {rounds}.")
        hits["bare"].append([repeated(bare, path, host, times * 40)])
        hits["hit"].append([repeated(mortar, path, host, times * 40)])
        known = {"If-None-Match": mortar.headers["ETag"]}
        hits["304"].append([repeated(mortar, path, host, times * 40, known)])
        for name, asked in (
            ("stock list", "/api/v2/pages/?type=bench.Piece&fields=*&limit=20"),
            ("stock article", "/api/v2/pages/{}/"),
        ):
            hits[name].append([_stock(stock, asked, times)])
        made.append(list(measure(mortar, content)))
    middle = {name: medians(each)[0] for name, each in hits.items()}
    missed = medians(made)
    found = {**{name: each.plain() for name, each in middle.items()}}
    found[f"misses, {size}"] = [each.plain() for each in missed]  # type: ignore[assignment]
    return _lines(size, middle, missed), found


def _stock(stock: Served, path: str, times: int) -> Measured:
    """Any of its articles in turn; the first ones have the ids after its home page."""

    def ask(number: int) -> bytes:
        return stock.get(path.format(4 + number % 50), "localhost")

    ask(0)
    python, base, size = cost_of(stock, ask, times, lambda _number: None)
    return Measured(path, python, base, int(size))


def _lines(size: NetworkSize, middle: dict[str, Measured], missed: list[Measured]) -> list[TableLine]:
    by_name = {each.name: each.cpu_ms for each in missed}
    bare, hit = middle["bare"].cpu_ms, middle["hit"].cpu_ms
    lines = [
        TableLine("bare server, the same bytes", bare, "ms"),
        TableLine("hit: list of 20", hit, "ms"),
        TableLine("hit / bare server", hit / bare, "x", most=HIT_MOST, wide=HIT_WIDE),
        TableLine("304 / bare server", middle["304"].cpu_ms / bare, "x", most=HIT_MOST, wide=HIT_WIDE),
        TableLine("stock Wagtail: list of 20", middle["stock list"].cpu_ms, "ms"),
        TableLine("stock Wagtail: article", middle["stock article"].cpu_ms, "ms"),
        TableLine("stock list / hit", middle["stock list"].cpu_ms / hit, "x", least=STOCK_LEAST, wide=HIT_WIDE),
        TableLine("miss / stock: list of 20", by_name["list of 20"] / middle["stock list"].cpu_ms, "x", most=1),
        TableLine("miss / stock: article", by_name["article"] / middle["stock article"].cpu_ms, "x", most=1),
    ]
    return lines + [TableLine(f"miss, {size}: {each.name}", each.cpu_ms, "ms", most=each.budget) for each in missed]


def report(lines: list[TableLine], found: dict, folder: Path, title: str, name: str = "bench") -> None:
    """Print the table; write `bench.json` and `bench.svg`, or what else they are called."""
    say(as_text(lines))
    folder.mkdir(parents=True, exist_ok=True)
    plain = {"lines": [each.plain() for each in lines], "measured": found}
    data, chart = folder / f"{name}.json", folder / f"{name}.svg"
    data.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    chart.write_text(as_chart([each for each in lines if each.unit == "ms"], title), encoding="utf-8")
    say(f"\nWritten: {data} and {chart}.")
