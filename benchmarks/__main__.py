"""Measures a growing network on a PostgreSQL of its own, and prints tables of ratios: `make bench`.

    python -m benchmarks --few 10 --many 1300

With DATABASE_URL it measures there, in a database that must be empty.
"""

import argparse
import importlib
import os

import django
from django.core.management import call_command

from tests.harness.postgres import start


def main() -> None:
    """Starts what is needed, then measures; Django's models can be imported only after that."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--few", type=int, default=10, help="stores of the small network")
    parser.add_argument("--many", type=int, default=1300, help="stores of the large one")
    options = parser.parse_args()
    server = None if "DATABASE_URL" in os.environ else start()
    try:
        if server:
            os.environ["DATABASE_URL"] = server.url
        os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
        django.setup()
        call_command("migrate", verbosity=0)
        importlib.import_module("benchmarks.report").print_report(options.few, options.many)
    finally:
        if server:
            server.stop()


if __name__ == "__main__":
    main()
