"""What the plugin promises to tests: a database that is the one asked for, whole after every test."""

import os
from pathlib import Path

import pytest
from django.db import connection
from wagtail.models import Page

from tests.harness import sqlite

TESTS = Path(__file__).parents[1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_rows_of_migrations_are_there_in_every_test_that_commits(turn: int) -> None:
    assert Page.objects.filter(depth=1).count() == 1, f"turn {turn}"
    assert not Page.objects.filter(title="Left behind").exists(), f"turn {turn}"
    Page.objects.get(depth=1).add_child(instance=Page(title="Left behind", slug="left-behind"))


@pytest.mark.django_db
def test_database_is_the_one_of_the_environment() -> None:
    assert os.environ["DATABASE_URL"].partition("://")[0].removesuffix("ql") in {"postgres", connection.vendor}


@pytest.mark.postgresql
@pytest.mark.django_db
def test_marked_test_runs_on_postgresql_only() -> None:
    assert connection.vendor == "postgresql"


def test_database_is_closed_to_a_test_that_does_not_ask_for_it() -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Page.objects.exists()


def test_every_test_that_is_named_for_sqlite_is_there() -> None:
    sources = [path.read_text() for path in TESTS.rglob("test_*.py")]
    assert {name for name in sqlite.TESTS if not any(f"def {name}(" in source for source in sources)} == set()
