"""The suite's databases on PostgreSQL: migrated once, furnished once, and copied for each process.

A *migrated* database is named after a hash of everything that migrating reads; a *furnished* one, its copy with the
rows that every test begins with, after a hash of our code too. So a server that outlives the run (the one that
DATABASE_URL names) migrates again only when a migration changes, or when `--create-db` asks for it.
A copy takes a tenth of a second, so a test that commits is followed by a fresh one.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase

LOCK = 0x6D6F7274
"""Key of the advisory lock under which templates are made: one process migrates, the others wait for it."""

MIGRATED, FURNISHED = "mortar_migrated_", "mortar_furnished_"
KEPT = 3
"""Databases of a kind that stay on a server: one can go from branch to branch without migrating each time."""

ROOT = Path(__file__).parents[2]
CODE = ("api", "cms", "stores", "tests/factories", "tests/harness")


@contextmanager
def copied_database(*, furnish: Callable[[], object], keep: bool) -> Iterator[None]:
    """Django's connection leads to a database of this process's own, with what migrations and `furnish` write.

    It is dropped at the end unless `keep`.
    """
    name = connection.settings_dict["NAME"]
    # Private, but the name that pytest-django gives to each worker's database.
    own = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    template = _template(furnish)
    _copy(template, own)
    connection.settings_dict["NAME"] = own
    try:
        with mock.patch.object(TransactionTestCase, "_fixture_teardown", partial(_copy, template, own)):
            yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = name
        if not keep:
            with _server() as cursor:
                _drop(cursor, own)


def drop_templates(url: str) -> None:
    """Makes the run migrate. Takes a DATABASE_URL: outside tests, pytest-django closes Django's connection."""
    with psycopg.connect(url, autocommit=True) as server:
        for name in template_names():
            _drop(server, name)


def template_names() -> tuple[str, str]:
    """The migrated database, which changes with migrations and what Django writes after them; the furnished one."""
    hashed = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        hashed.update(repr(key).encode())
        hashed.update(Path(str(sys.modules[type(migration).__module__].__file__)).read_bytes())
    for path in sorted((ROOT / "api" / "caching").glob("*.py")):
        # The triggers, which are made after migrations.
        hashed.update(path.read_bytes())
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        meta: Any = model._meta
        hashed.update(repr((meta.label, meta.default_permissions, meta.permissions, meta.verbose_name)).encode())
    migrated = MIGRATED + hashed.hexdigest()[:16]
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        hashed.update(path.read_bytes())
    return migrated, FURNISHED + hashed.hexdigest()[:16]


def _template(furnish: Callable[[], object]) -> str:
    migrated, furnished = template_names()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if not _exists(cursor, furnished):
            if not _exists(cursor, migrated):
                with _made(cursor, migrated) as unfinished, _named_for_tests(unfinished):
                    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            with _made(cursor, furnished) as unfinished:
                _copy(migrated, unfinished)
                connection.settings_dict["NAME"] = unfinished
                furnish()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return furnished


@contextmanager
def _made(cursor: Any, name: str) -> Iterator[str]:
    """What is made inside gets its name only when it is whole; databases of its kind that are old go."""
    former, unfinished = connection.settings_dict["NAME"], f"{name}_unfinished"
    yield unfinished
    connections.close_all()
    connection.settings_dict["NAME"] = former
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    kind = name[: name.rindex("_") + 1]
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [kind])
    for (old,) in cursor.fetchall()[KEPT:]:
        _drop(cursor, old)


def _named_for_tests(name: str) -> Any:
    return mock.patch.dict(connection.settings_dict["TEST"], {"NAME": name})


def _exists(cursor: Any, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


@contextmanager
def _server() -> Iterator[Any]:
    """A cursor of the server, outside the databases that are made and dropped."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _copy(template: str, own: str) -> None:
    """Makes the process's own database again as the template is, sequences included."""
    connections.close_all()
    with _server() as cursor:
        _drop(cursor, own)
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
