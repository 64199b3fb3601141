"""The suite's databases on PostgreSQL: one template, migrated once, of which each process copies its own.

The template's name holds a hash of everything that migrating reads, so a server that outlives the run (the one that
DATABASE_URL names) is migrated again only when that changes, or when `--create-db` asks for it.
A copy takes a tenth of a second, so a test that commits is followed by a fresh one.
"""

import hashlib
import sys
from collections.abc import Iterator
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

PREFIX = "mortar_template_"
KEPT = 3
"""Templates that stay on a server: one can go from branch to branch without migrating each time."""


@contextmanager
def copied_database(*, keep: bool) -> Iterator[None]:
    """Django's connection leads to a copy of the template; the copy is dropped at the end unless `keep`."""
    name, own = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    template = template_name()
    with _server() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None:
            _make_template(cursor, template)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
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


def drop_template(url: str) -> None:
    """Makes the run migrate. Takes a DATABASE_URL: outside tests, pytest-django closes Django's connection."""
    with psycopg.connect(url, autocommit=True) as server:
        _drop(server, template_name())


def template_name() -> str:
    """A name that changes with the migrations of every app and with the permissions that Django writes after them."""
    hashed = hashlib.sha256()
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        hashed.update(repr(key).encode())
        hashed.update(Path(_source_of(migration)).read_bytes())
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        meta: Any = model._meta
        hashed.update(repr((meta.label, meta.default_permissions, meta.permissions, meta.verbose_name)).encode())
    return PREFIX + hashed.hexdigest()[:16]


def _source_of(migration: Any) -> str:
    return str(sys.modules[type(migration).__module__].__file__)


@contextmanager
def _server() -> Iterator[Any]:
    """A cursor of the server, outside the databases that are made and dropped."""
    with connection._nodb_cursor() as cursor:
        yield cursor


def _make_template(cursor: Any, name: str) -> None:
    """Migrates a database, and gives it the template's name only when it is whole."""
    former, unfinished = connection.settings_dict["NAME"], f"{name}_unfinished"
    with mock.patch.dict(connection.settings_dict["TEST"], {"NAME": unfinished}):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connections.close_all()
    connection.settings_dict["NAME"] = former
    cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid DESC", [PREFIX])
    for (old,) in cursor.fetchall()[KEPT:]:
        _drop(cursor, old)


def _copy(template: str, own: str) -> None:
    """Makes the process's own database again as the template is, sequences included."""
    connections.close_all()
    with _server() as cursor:
        _drop(cursor, own)
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
