"""What trials of faults share: the network as production runs it, and the table at the end of a run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from stores.people.appointing import appoint_owner
from tests.factories.network import make_admin, make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store
from tests.harness import watched
from tests.harness.outages import own_database
from tests.harness.production import PASSWORD, ROOT, environment
from tests.harness.servers import database_url
from tests.trial.scene import COMING, DRAFT, TOMORROWS, Scene

TABLE = ROOT / "var" / "trial" / "faults.json"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints the table of the faults that were tried, and writes it as JSON."""
    if watched.LINES:
        terminalreporter.section("faults")
        terminalreporter.write_line(watched.table())
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_text(watched.as_json())


@pytest.fixture(scope="session")
def _collected() -> None:
    """Static files as an install has them."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    variables = environment("postgres://nobody@127.0.0.1/none", Path("/"))
    subprocess.run(command, cwd=ROOT, env=variables, check=True)


@pytest.fixture(scope="session")
def clock_library() -> str:
    """What moves the clock of a process that starts with it in LD_PRELOAD."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    library = os.environ.get("FAKETIME_LIBRARY") or (str(found[0]) if found else "")
    if not library:
        pytest.skip("No clock can be moved: apt-get install libfaketime, or name it in FAKETIME_LIBRARY.")
    return library


@pytest.fixture
def scene(
    transactional_db: None, settings: LazySettings, tmp_path: Path, _collected: None, request: pytest.FixtureRequest
) -> Iterator[Scene]:
    """A store that is read, another with an owner, ten articles and a network admin, in a database of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    store, other = make_store("pitman"), make_store("millrace")
    for number in range(10):
        make_article(f"article-{number}")
    for slug, wait in ((DRAFT, timedelta(seconds=3)), (TOMORROWS, timedelta(days=1))):
        draft = make_article(slug, live=False)
        draft.go_live_at = timezone.now() + wait
        draft.save_revision().publish()
    add_banner(store, COMING, show_from=store.today(timezone.now()) + timedelta(days=1))
    owner = make_user("owner")
    appoint_owner(by=None, user=owner, store=other)
    for person in (owner, make_admin()):
        person.set_password(PASSWORD)
        person.save()
    media = tmp_path / "media"
    media.mkdir()
    option = request.config.getoption
    with ExitStack() as stack:
        database = stack.enter_context(own_database(database_url()))
        database.sql("UPDATE wagtailcore_site SET port = 443")
        yield Scene(
            database=database,
            variables=environment(database.url, media, PATH=os.environ["PATH"]),
            media=media,
            directory=tmp_path,
            store_id=other.pk,
            host=store.site.hostname,
            longest_kept=option("--longest-kept"),
            longest_else=option("--longest-else"),
            recovery=option("--recovery"),
        )
