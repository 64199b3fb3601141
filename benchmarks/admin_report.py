"""The admin's screens at several sizes of the network, in rounds that take turns."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import IO, Any, cast

from benchmarks.comparing import EMPTY, MORTAR, database_at, new_database, run_program, say
from benchmarks.servers import ROOT
from benchmarks.sizes import NetworkSize
from benchmarks.table import TableLine

GROWTH_MOST, PUBLISH_MOST = 1.2, 1.3
OPEN_MOST_MS, NEW_MOST_MS, CHANGED_MOST_MS = 60, 30_000, 10_000
Found = dict[str, list[float]]
"""Name -> CPU of Python, of PostgreSQL, in milliseconds, and queries."""


class AskedNetwork:
    """A process that answers what its network costs."""

    def __init__(self, size: NetworkSize, process: "subprocess.Popen[str]") -> None:
        self.size = size
        self.process = process
        self.answer()

    def answer(self) -> Found:
        line = cast(IO[str], self.process.stdout).readline()
        if not line:
            raise RuntimeError(f"The network of {self.size} was left; what it printed stands above.")
        return cast(Found, json.loads(line))

    def ask(self, word: str) -> Found:
        print(word, file=self.process.stdin, flush=True)
        return self.answer()


def measure_admin(
    sizes: list[NetworkSize], server_url: str, *, rounds: int, imports: bool, is_built: bool
) -> tuple[list[TableLine], dict[str, Any]]:
    """All lines of the table, and all that was measured; the first of the sizes is what others are held against."""
    urls = [database_at(server_url, _name_of(size)) for size in sizes]
    if not is_built:
        say("Migrating.")
        run_program("django", MORTAR, new_database(server_url, EMPTY), "migrate", "--verbosity", "0")
        urls = [_built(size, server_url) for size in sizes]
    with ExitStack() as stack:
        networks = [stack.enter_context(_asked(size, url)) for size, url in zip(sizes, urls, strict=True)]
        found = _rounds(networks, rounds)
        if imports:
            for network in networks:
                say(f"Importing into {network.size}.")
                found[str(network.size)] |= network.ask("imports")
            say(f"Importing 10,000 stores into {networks[-1].size}.")
            found[str(networks[-1].size)] |= networks[-1].ask("large_import")
    return list(_lines(found)), found


def _name_of(size: NetworkSize) -> str:
    return f"bench_admin_{size.stores}_{size.articles}"


def _built(size: NetworkSize, server_url: str) -> str:
    say(f"Building a network of {size}.")
    url = new_database(server_url, _name_of(size), like=EMPTY)
    run_program("benchmarks.building", MORTAR, url, str(size.stores), str(size.articles), "admin")
    return url


@contextmanager
def _asked(size: NetworkSize, url: str) -> Iterator[AskedNetwork]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": MORTAR, "DATABASE_URL": url}
    command = [sys.executable, "-m", "benchmarks.admin_rounds"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        yield AskedNetwork(size, process)


def _rounds(networks: list[AskedNetwork], rounds: int) -> dict[str, Found]:
    """The median of each part of each cost."""
    asked: dict[str, list[Found]] = {str(network.size): [] for network in networks}
    for turn in range(rounds):
        say(f"Round {turn + 1} of {rounds}.")
        for network in networks:
            asked[str(network.size)].append(network.ask("round"))
    return {
        size: {
            name: [median(each) for each in zip(*(one[name] for one in answers), strict=True)] for name in answers[0]
        }
        for size, answers in asked.items()
    }


def _lines(found: dict[str, Found]) -> Iterator[TableLine]:
    """A line for each cost at each size, and for how it grows."""
    first, *others = found
    for name, (python, database, queries) in found[first].items():
        yield TableLine(f"{first}: {name} ({queries:.0f} queries)", python + database, "ms", most=_most_ms(name))
    for size in others:
        for name, (python, database, queries) in found[size].items():
            text = f"{size}: {name} ({queries:.0f} queries)"
            yield TableLine(text, python + database, "ms", most=_most_ms(name))
            before = found[first].get(name)
            if before:
                yield TableLine(f"  / {first}", (python + database) / sum(before[:2]), "x", most=_most_x(name))


def _most_ms(name: str) -> float | None:
    return {
        "open_store": OPEN_MOST_MS,
        "import of 1,000 new stores": NEW_MOST_MS,
        "import of 10,000 new stores": 10 * NEW_MOST_MS,
        "import of 1,000 changed phones": CHANGED_MOST_MS,
    }.get(name)


def _most_x(name: str) -> float:
    return PUBLISH_MOST if name.startswith("publish") else GROWTH_MOST


def as_markdown(found: dict[str, Found]) -> str:
    """A table for the docs: a column for each size, in each the milliseconds of which PostgreSQL, and queries."""
    sizes = list(found)
    rows = [["CPU ms (of it PostgreSQL), queries", *sizes, *(f"÷ {sizes[0]}" for _other in sizes[1:])]]
    for name in _names(found):
        costs = [found[size].get(name) for size in sizes]
        row = [name, *(f"{sum(each[:2]):.0f} ({each[1]:.0f}), {each[2]:.0f}" if each else "" for each in costs)]
        base = costs[0]
        row += [f"{sum(each[:2]) / sum(base[:2]):.2f}" if each and base else "" for each in costs[1:]]
        rows.append(row)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def _names(found: dict[str, Found]) -> Iterable[str]:
    return dict.fromkeys(name for each in found.values() for name in each)


def query_growth(found: dict[str, Found]) -> list[str]:
    """What asks more queries in a larger network than in the first."""
    first, *others = found.values()
    return [
        f"{name}: {first[name][2]:.0f} -> {each[name][2]:.0f} queries"
        for each in others
        for name in first
        if each[name][2] > first[name][2]
    ]
