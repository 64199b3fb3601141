"""Measures Mortar beside the bare HTTP server and stock Wagtail, and prints a table of budgets: `make bench`.

    python -m benchmarks                                 50x500, then 1000x2000
    python -m benchmarks --large 5000x100000             as large as the design goes
    python -m benchmarks --quick                         two minutes, small networks
    python -m benchmarks --crowd                         32 readers at once, beside nginx
    python -m benchmarks --admin                         screens of the admin instead, at three sizes
    python -m benchmarks --admin --imports               and imports of 1,000 stores and 10,000
    python -m benchmarks --admin --built                 again, in the databases that stand at DATABASE_URL

It starts a PostgreSQL of its own; with DATABASE_URL it makes its databases there. With `--check` it fails when a
ratio is far past its budget.
"""

import argparse
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.harness.postgres import start

SIZES = "10x200,1300x20000,5000x20000"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--small", default="50x500", help="stores x articles of the network beside stock Wagtail")
    parser.add_argument("--large", default="1000x2000", help="stores x articles of the network that has grown")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that take turns")
    parser.add_argument("--times", type=int, default=30, help="requests of each kind in a round")
    parser.add_argument("--quick", action="store_true", help="small networks, one round")
    parser.add_argument("--check", action="store_true", help="fail when a ratio is far past its budget")
    parser.add_argument("--to", type=Path, default=Path("var/bench"), help="where bench.json and bench.svg go")
    parser.add_argument(
        "--crowd", action="store_true", help="32 readers at once, of the large network; wants wrk, nginx"
    )
    parser.add_argument("--admin", action="store_true", help="screens of the admin instead of reads")
    parser.add_argument("--sizes", default=SIZES, help="with --admin: networks; others are held against the first")
    parser.add_argument("--imports", action="store_true", help="with --admin: files of 1,000 and 10,000 stores, too")
    parser.add_argument("--built", action="store_true", help="the networks are built already")
    options = parser.parse_args()
    if options.quick:
        options.small, options.large, options.rounds, options.times = "20x100", "100x1000", 1, 8
    return options


def main() -> None:
    """Starts what is needed, then measures."""
    options = _options()
    server = None if "DATABASE_URL" in os.environ else start()
    try:
        url = server.url if server else os.environ["DATABASE_URL"]
        if options.admin:
            _measure_admin(url, options)
        elif options.crowd:
            _measure_crowd(url, options)
        elif _measure_reads(url, options) and options.check and _measure_reads(url, options):
            # Twice: a machine that does something else for a moment fails nothing.
            sys.exit("A ratio is far past its budget.")
    finally:
        if server:
            server.stop()


def _measure_reads(url: str, options: argparse.Namespace) -> list[Any]:
    """The lines that are far past their budgets."""
    comparing: Any = importlib.import_module("benchmarks.comparing")
    size = importlib.import_module("benchmarks.sizes").NetworkSize
    small, large = size.read(options.small), size.read(options.large)
    lines, found = comparing.compare(
        small,
        large,
        url,
        rounds=options.rounds,
        times=options.times,
        is_quick=options.quick,
        is_built=options.built,
    )
    comparing.report(lines, found, options.to, f"CPU in milliseconds: {small}, and {large}")
    return [each for each in lines if each.is_far_past]


def _measure_crowd(url: str, options: argparse.Namespace) -> None:
    comparing: Any = importlib.import_module("benchmarks.comparing")
    crowd: Any = importlib.import_module("benchmarks.crowd")
    size = importlib.import_module("benchmarks.sizes").NetworkSize.read(options.large)
    found = crowd.crowd(comparing.network_at(size, url, is_built=options.built), comparing.say)
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / "crowd.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _measure_admin(url: str, options: argparse.Namespace) -> None:
    report: Any = importlib.import_module("benchmarks.admin_report")
    comparing: Any = importlib.import_module("benchmarks.comparing")
    size = importlib.import_module("benchmarks.sizes").NetworkSize
    sizes = [size.read(each) for each in options.sizes.split(",")]
    lines, found = report.measure_admin(
        sizes, url, rounds=options.rounds, imports=options.imports, is_built=options.built
    )
    comparing.report(lines, found, options.to, "The admin: CPU in milliseconds", "admin")
    (options.to / "admin.md").write_text(report.as_markdown(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
