"""Wagtail's own tests of its API against our endpoints: what does not pass is what `exceptions` lists, and no more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.stock.exceptions import EXCEPTIONS
from tests.api.stock.running import SUITE

ROOT = Path(__file__).parents[3]
EXCEPTED = {name: why for why, names in EXCEPTIONS.items() for name in names}
SHORT = ("test_pages.TestPageDetail", "test_pages.TestPageFind", "test_images.TestImageFind")
"""What costs the suite seconds, and not a minute."""


def run(*names: str) -> tuple[dict[str, str], int]:
    """What did not pass, with what it said, and how many tests there were."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.api.stock.running", *(f"{SUITE}.{name}" for name in names)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.api.stock.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    *failed, last = (line.split("\t") for line in done.stdout.splitlines())
    assert last[1] == "0", "Some were skipped."
    return {name: said for name, said in failed if name}, int(last[0])


def test_what_clients_find_and_read() -> None:
    failed, tests = run(*SHORT)
    expected = {name for name in EXCEPTED if name.rpartition(".")[0] in SHORT}
    assert {name: said for name, said in failed.items() if name not in expected} == {}
    assert expected - failed.keys() == set(), "These pass now."
    assert tests > 40


@pytest.mark.trial
def test_all_of_wagtails_tests() -> None:
    failed, tests = run()
    assert {name: said for name, said in failed.items() if name not in EXCEPTED} == {}
    assert EXCEPTED.keys() - failed.keys() == set(), "These pass now."
    assert tests == 337
