"""What every test may ask for."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tests.factories.network import make_network, unfounded
from tests.factories.stores import remember_stores
from tests.harness.databases import copied_database, drop_templates

__all__ = ["unfounded"]

HERE = Path(__file__).parent
FIRST = ("isolation", "cms/demo", "browser", "cms/running")
"""What stands on one network for all its tests, and what waits for browsers and processes."""

# Examples are as fast as the machine lets them be: a slow one is no failure.
hypothesis_settings.register_profile("suite", deadline=None, max_examples=30)
hypothesis_settings.register_profile("trial", deadline=None, max_examples=1000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In any order, but what takes longest begins: else processes wait for the last one's slow tests."""
    folders = [HERE / name for name in FIRST]
    items.sort(key=lambda item: [folder not in item.path.parents for folder in folders])


def pytest_configure(config: pytest.Config) -> None:
    """Every run tries other examples: a few in the suite, many in the trial."""
    hypothesis_settings.load_profile("trial" if config.getoption("--trial") else "suite")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Obeys `--create-db`, once for all processes."""
    url = os.environ["DATABASE_URL"]
    if session.config.option.create_db and not hasattr(session.config, "workerinput") and url.startswith("postgres"):
        drop_templates(url)


def pytest_collection_finish() -> None:
    """Looks for garbage seldom: what is loaded by now stays, and pages of the admin are many small objects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def furnish() -> None:
    """What every test begins with, and what many open first."""
    make_network()
    remember_stores()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Instead of pytest-django's own: a copy of a template on PostgreSQL, and what Django does on SQLite.

    Every test begins with a network that is founded and has no store; `unfounded` takes it away.
    """
    database = ExitStack()
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            database.enter_context(copied_database(furnish=furnish, keep=django_db_keepdb))
        else:
            database.callback(teardown_databases, setup_databases(verbosity=0, interactive=False), verbosity=0)
            make_network()
    yield
    with django_db_blocker.unblock():
        database.close()


@pytest.fixture(scope="session", autouse=True)
def _names_as_they_came() -> Iterator[None]:
    """Stored files are called what they are called in a test, so that answers are the same each time."""
    with mock.patch("cms.media.files.names.new_name", new=str):
        yield


_note: Any = client.store_rendered_templates  # type: ignore[attr-defined]  # Private, and Django's own.


def _note_first(store: dict[str, Any], signal: Any, sender: Any, template: Any, context: Any, **kwargs: Any) -> None:
    """Notes a template for `answer.templates` and `answer.context` when it is first rendered.

    Django's client copies the context of every field, icon and row, thousands on a page of the admin.
    """
    noted = store.setdefault("noted", set())
    if template.name is None or template.name not in noted:
        noted.add(template.name)
        _note(store, signal, sender, template, context, **kwargs)


@pytest.fixture(scope="session", autouse=True)
def _each_template_noted_once() -> Iterator[None]:
    with mock.patch("django.test.client.store_rendered_templates", new=_note_first):
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Wagtail caches the Sites' root paths, and a rolled-back test would leave its own behind."""
    cache.clear()


@pytest.fixture
def json_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares an answer with the reviewed JSON file of this test: `assert response.json() == json_snapshot`.

    `make test ARGS=--snapshot-update` writes the files anew; read the diff before you commit it.
    """
    return snapshot.use_extension(JSONSnapshotExtension)
