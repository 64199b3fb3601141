"""The code of before and the code of now on one database: nobody sees an error before, during and after `migrate`.

    make trial ARGS="-k two_versions --before COMMIT"

Without a commit it is the last one that had no migration after those of `tests.test_migrations.LAST_RELEASE`.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import psycopg
import pytest
from django.urls import reverse

from tests.harness.production import NETWORK, PASSWORD, ROOT, Browser, Instance, ask, environment, instance
from tests.test_migrations import LAST_RELEASE

pytestmark = pytest.mark.trial

NAME = "mortar_two_versions"
EACH = 15.0
"""Seconds of traffic before `migrate`, and on both versions after it."""
BUILD = f"""
from cms.demo.building import build
from cms.users.models import User
build()
for person in User.objects.filter(username__in=["owner-pitman"]):
    person.set_password("{PASSWORD}")
    person.save()
"""
STORES = """
SELECT page.slug, site.hostname, page.id
FROM wagtailcore_site site JOIN wagtailcore_page page ON page.id = root_page_id WHERE page.live ORDER BY page.id
"""


def git(*arguments: str) -> str:
    done = subprocess.run(
        [shutil.which("git") or "git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no history here: {done.stderr.strip()}")
    return done.stdout.strip()


def last_commit_before() -> str:
    """The parent of the first commit that has a migration which the last release has not."""
    after = [
        str(path.relative_to(ROOT))
        for app, last in LAST_RELEASE.items()
        for path in sorted(ROOT.glob(f"**/{app}/migrations/0*.py"))
        if path.name[:4] > last
    ]
    added = git("log", "--diff-filter=A", "--format=%H", "--", *after).split()
    if not added:
        pytest.skip("there is no migration after the last release")
    return f"{added[-1]}^"


@pytest.fixture
def older_code(tmp_path: Path, pytestconfig: pytest.Config) -> Path:
    commit = pytestconfig.getoption("--before") or last_commit_before()
    (tmp_path / "older").mkdir()
    git("archive", "--output", str(tmp_path / "older.tar"), commit)
    with tarfile.open(tmp_path / "older.tar") as archive:
        archive.extractall(tmp_path / "older", filter="data")
    print(f"before: {git('log', '-1', '--format=%h %ad %s', commit)}")  # noqa: T201
    return tmp_path / "older"


@pytest.fixture
def url() -> Iterator[str]:
    """An empty database of its own."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME}")
    yield f"{server.rpartition('/')[0]}/{NAME}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


class Traffic:
    """Readers of all versions that run, and an owner who saves at one after another."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as connection:
            self.stores = connection.execute(STORES).fetchall()
        self.week = next(reverse("stores_week", args=[pk]) for slug, _host, pk in self.stores if slug == "pitman")
        self.servers: dict[str, Instance] = {}
        self.owners: dict[str, Browser] = {}
        self.requests: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.is_over = threading.Event()

    def add(self, name: str, server: Instance) -> None:
        owner = Browser(server.port)
        owner.log_in("owner-pitman")
        self.owners[name], self.servers[name] = owner, server

    def read(self, number: int) -> None:
        while not self.is_over.is_set():
            for name, server in list(self.servers.items()):
                slug, host, _pk = self.stores[number % len(self.stores)]
                number += 1
                for path, at in (
                    (f"/api/v2/articles/?store={slug}&limit=10", NETWORK),
                    (f"/api/v2/stores/{slug}/", NETWORK),
                    (f"/api/v2/storefront/?store={slug}&path=/health/", NETWORK),
                    ("/", host),
                ):
                    self._get(name, server, path, at)
            sleep(0.05)

    def _get(self, name: str, server: Instance, path: str, host: str) -> None:
        reply = ask(server.port, path, host)
        self.requests[f"{name} reads"] += 1
        if reply.status != 200:
            self.wrong.append(f"{name} {path}: {reply.status} {reply.body[:300]!r}")

    def save(self) -> None:
        number = 0
        while not self.is_over.is_set():
            for name, owner in list(self.owners.items()):
                number += 1
                fields = owner.fields_of(owner.ask(self.week))
                reply = owner.send(self.week, **{**fields, "week-7": ("10-2", "11-3", "closed")[number % 3]})
                self.requests[f"{name} saves"] += 1
                if reply.status != 302:
                    self.wrong.append(f"{name} saves: {reply.status} {reply.body[:300]!r}")
                sleep(0.3)


def manage(code: Path, variables: dict[str, str], *arguments: str) -> float:
    begun = perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=code, env=variables, check=True, stdout=subprocess.DEVNULL
    )
    return perf_counter() - begun


def test_both_versions_answer_and_save_on_one_database(older_code: Path, url: str, tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    now = environment(url, tmp_path / "media", DJANGO_SETTINGS_MODULE="cms.settings.production")
    before = {name: value for name, value in now.items() if not name.startswith("COSTLY_")}
    for code, variables in ((older_code, before), (ROOT, now)):
        manage(code, variables, "collectstatic", "--noinput", "-v0")
    manage(older_code, before, "migrate", "-v0")
    manage(older_code, before, "shell", "-c", BUILD)
    traffic = Traffic(url)
    with instance(before, tmp_path / "older.log", code=older_code) as older:
        traffic.add("before", older)
        threads = [threading.Thread(target=traffic.read, args=(number,)) for number in range(2)]
        threads.append(threading.Thread(target=traffic.save))
        for thread in threads:
            thread.start()
        try:
            sleep(EACH)
            took = manage(ROOT, now, "migrate", "-v0")
            manage(ROOT, now, "sync_roles")
            with instance(now, tmp_path / "newer.log") as newer:
                traffic.add("now", newer)
                sleep(EACH)
                traffic.is_over.set()
                for thread in threads:
                    thread.join()
        finally:
            traffic.is_over.set()
    print(f"migrate {took:.1f} s; {dict(traffic.requests)}; {len(traffic.wrong)} wrong: {traffic.wrong[:5]}")  # noqa: T201
    assert traffic.wrong == []
    assert all(traffic.requests[f"{name} {kind}"] for name in ("before", "now") for kind in ("reads", "saves"))
