"""Two hosts with two workers each on one database, who share nothing else but uploads: what one is told, all say."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from time import sleep

import pytest

from api.caching.mirror import LEASE
from tests.harness.production import ROOT, Browser, Instance, Reply, ask, instance
from tests.harness.watched import note
from tests.trial.scene import LIST, Scene
from tests.trial.test_faults_of_disks import picture
from tests.trial.test_faults_of_processes import publish_article

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

ASKED = 24
"""Times that each host is asked: each of its workers has answered then, but for one time in millions."""


@pytest.fixture
def hosts(scene: Scene) -> Iterator[list[Instance]]:
    with ExitStack() as stack:
        logs = [scene.directory / name for name in ("log-one", "log-other")]
        yield [stack.enter_context(instance(scene.variables, log, workers=2)) for log in logs]


def everywhere(hosts: list[Instance], path: str, host: str) -> list[Reply]:
    return [ask(each.port, path, host) for each in hosts for _ in range(ASKED)]


def test_publish_is_seen_by_every_worker_at_once(scene: Scene, hosts: list[Instance]) -> None:
    newsroom = Browser(hosts[0].port)
    newsroom.log_in("admin")
    page_id = scene.database.value("SELECT id FROM wagtailcore_page WHERE slug = 'article-1'")
    stale = 0
    for number in range(8):
        for path in (LIST, "/health/"):
            assert {reply.status for reply in everywhere(hosts, path, scene.host)} == {200}
        title = f"Changed {number} times"
        assert publish_article(newsroom, page_id, title).status == 302
        for path in (LIST, "/health/"):
            stale += sum(title.encode() not in reply.body for reply in everywhere(hosts, path, scene.host))
    note("2 hosts x 2 workers: 8 publishes", recovery=0.0, lost=f"{stale} stale of {8 * 2 * 2 * ASKED} reads")
    assert stale == 0


def test_new_store_is_online_on_every_worker_at_once(scene: Scene, hosts: list[Instance]) -> None:
    file = scene.directory / "stores.csv"
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "export_stores", "--template", str(file)], cwd=ROOT, env=scene.variables, check=True)
    with file.open(newline="") as sheet:
        row = next(csv.DictReader(sheet))
    assert {reply.status for reply in everywhere(hosts, "/", row["hostname"])} == {404}
    command = [*manage, "import_stores", str(file), "--make-groups"]
    done = subprocess.run(command, cwd=ROOT, env=scene.variables, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    # As long as the answer to every write waits.
    sleep(LEASE)
    assert {reply.status for reply in everywhere(hosts, "/", row["hostname"])} == {200}


def test_login_and_logout_hold_on_both(scene: Scene, hosts: list[Instance]) -> None:
    here = Browser(hosts[0].port)
    here.log_in("owner")
    there = Browser(hosts[1].port, here.cookies)
    assert {there.ask("/admin/").status for _ in range(ASKED)} <= {200, 302}
    assert {there.ask(f"/admin/stores/{scene.store_id}/about/").status for _ in range(ASKED)} == {200}
    assert there.send("/admin/logout/").status == 302
    assert {here.ask(f"/admin/stores/{scene.store_id}/about/").status for _ in range(ASKED)} == {302}


def test_failed_logins_count_on_both_together(scene: Scene, hosts: list[Instance]) -> None:
    for number in range(5):
        stranger = Browser(hosts[number % 2].port)
        stranger.ask("/admin/login/")
        assert stranger.send("/admin/login/", login="owner", username="owner", password="wrong").status == 200
    for each in hosts:
        with pytest.raises(AssertionError):
            Browser(each.port).log_in("owner")


def test_upload_is_there_on_both(scene: Scene, hosts: list[Instance]) -> None:
    here = Browser(hosts[0].port)
    here.log_in("admin")
    there = Browser(hosts[1].port, here.cookies)
    here.ask("/admin/documents/add/")
    texts = {"title": "Terms", "collection": "1", "tags": ""}
    data = picture()
    assert here.upload("/admin/documents/add/", "file", "terms.pdf", data, texts).status == 302
    number, name = scene.database.sql("SELECT id, file FROM media_networkdocument ORDER BY id DESC LIMIT 1")[0]
    path = f"/documents/{number}/{name.rpartition('/')[2]}"
    found = [each.ask(path) for each in (here, there) for _ in range(ASKED)]
    assert {(reply.status, reply.body == data) for reply in found} == {(200, True)}
