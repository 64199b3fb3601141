"""Builds a network in the database of DATABASE_URL: `python -m benchmarks.building 50 500`.

With `admin` behind it, it has what only the admin shows, too.
"""

import importlib
import sys

import django
from django.core.management import call_command

from benchmarks.sizes import NetworkSize


def _bar(percent: int) -> None:
    """Shows how far it is, on one line of a terminal."""
    filled = percent * 40 // 100
    print(f"\r[{'#' * filled}{'.' * (40 - filled)}] {percent:3} %", end="\n" if percent == 100 else "", flush=True)


def main() -> None:
    """Migrate, then build."""
    django.setup()
    _bar(0)
    call_command("migrate", verbosity=0)
    _bar(15)
    importlib.import_module("benchmarks.bulk").build_network(NetworkSize(int(sys.argv[1]), int(sys.argv[2])), _bar)
    if "admin" in sys.argv:
        importlib.import_module("benchmarks.behind").fill_behind()
        importlib.import_module("benchmarks.desk").fill_desk()
    _bar(100)


if __name__ == "__main__":
    main()
