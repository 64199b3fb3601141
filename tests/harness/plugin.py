"""The pytest plugin that gives the suite its database, before Django reads its settings.

The database is, in this order:

- SQLite in memory with `--database=sqlite` (or MORTAR_TEST_DATABASE=sqlite);
- the server that DATABASE_URL names, which nobody starts or stops here;
- a PostgreSQL of our own (`tests.harness.postgres`), which lives as long as the run.

With pytest-xdist only the controller starts one: its workers inherit DATABASE_URL, and each has a database of its own
there (`tests.harness.databases`).
"""

import os
from collections.abc import Generator

import pytest

from tests.harness import postgres, sqlite

SQLITE_URL = "sqlite://:memory:"

source_key = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--database`, `--trial`, and how long and how much the trials may take."""
    parser.addoption("--trial", action="store_true", help="only what is marked `trial`")
    group = parser.getgroup("trials")
    group.addoption("--longest-kept", type=float, default=0.1, help="seconds that a kept answer may take (0.1)")
    group.addoption("--longest-else", type=float, default=3.0, help="seconds until everything else is answered (3)")
    group.addoption("--recovery", type=float, default=2.0, help="seconds until all is good after a fault (2)")
    group.addoption("--requests", type=int, default=10_000, help="requests of a rolling restart (10,000)")
    group.addoption("--reads", type=int, default=100_000, help="reads of the strict freshness trial (100,000)")
    group.addoption("--seconds", type=float, default=900, help="seconds that it takes at most (900)")
    group.addoption("--stores", type=int, default=10_000, help="stores of the import beside recalls (10,000)")
    group.addoption("--minutes", default="30", help="how long the soak takes")
    group.addoption("--network", default="", help="stores x articles of the restore: 1000x20000")
    group.addoption("--demo", type=int, default=0, help="the port of a demo that runs already (one of its own)")
    group.addoption("--before", default="", help="the commit whose code runs beside this one on one database")
    parser.addoption(
        "--database",
        choices=["postgresql", "sqlite"],
        default=os.environ.get("MORTAR_TEST_DATABASE", "postgresql"),
        help="what the suite runs on: a PostgreSQL of its own (or DATABASE_URL), or SQLite in memory",
    )


# A wrapper, because pytest-django loads the settings in the first implementation of this hook.
@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Sets DATABASE_URL, and starts the server that it names where it is ours."""
    options = early_config.known_args_namespace
    if options.database == "sqlite":
        os.environ["DATABASE_URL"] = SQLITE_URL
        early_config.stash[source_key] = "SQLite in memory"
    elif os.environ.get("DATABASE_URL"):
        early_config.stash[source_key] = "the one of DATABASE_URL"
    elif options.help or options.version:
        os.environ["DATABASE_URL"] = SQLITE_URL
    else:
        _start(early_config)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """A process more than cores: one in seven seconds a test waits for a browser, a server or a moment.

    PYTEST_XDIST_AUTO_NUM_WORKERS overrules it.
    """
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    is_linux = hasattr(os, "sched_getaffinity")
    return 1 + (len(os.sched_getaffinity(0)) if is_linux else os.cpu_count() or 1)


def _start(config: pytest.Config) -> None:
    try:
        server = postgres.start()
    except postgres.PostgresError as error:
        raise pytest.UsageError(str(error)) from error
    config.add_cleanup(server.stop)
    config.stash[source_key] = "a PostgreSQL of its own"
    os.environ["DATABASE_URL"] = server.url


def pytest_report_header(config: pytest.Config) -> str:
    """Says which database the run is on; never its URL, which may hold a password."""
    return f"database: {config.stash.get(source_key, 'none')}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what runs on SQLite too, and skips there what cannot: what is marked `postgresql`, and what commits.

    What is marked `trial` runs with `--trial`, and then with nothing else but properties, which try more examples.
    """
    is_trial = config.getoption("--trial")
    others = [item for item in items if not _belongs(item, is_trial=is_trial)]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if _belongs(item, is_trial=is_trial)]
    on_sqlite = os.environ.get("DATABASE_URL", "").startswith("sqlite")
    for item in items:
        if getattr(item, "originalname", None) in sqlite.TESTS:
            item.add_marker("sqlite")
        if on_sqlite and (item.get_closest_marker("postgresql") or _commits(item)):
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL"))


def _belongs(item: pytest.Item, *, is_trial: bool) -> bool:
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    return is_property or bool(item.get_closest_marker("trial")) == is_trial


def _commits(item: pytest.Item) -> bool:
    """Whether the test's writes are real, so that the database is copied anew after it."""
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or not {"live_server", "transactional_db"}.isdisjoint(
        fixtures
    )
