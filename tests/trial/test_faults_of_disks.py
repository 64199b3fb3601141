"""The disk of the uploads is full: whoever uploads is told, nothing is cut, and nobody who reads notices."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import sleep

import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from cms.media.files.storage import NO_ROOM
from tests.harness.production import ROOT, Browser, Reply, instance, running, words_of
from tests.harness.watched import LINES, Readers, statuses
from tests.trial.scene import Scene, wait_for

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

MOUNT, UMOUNT = shutil.which("mount") or "mount", shutil.which("umount") or "umount"
PICTURE_SIDE = 400
SIZE = "8m"
FILLER = "filler"
TASKS = DBTaskResult._meta.db_table


@contextmanager
def small_disk(place: Path, *options: str) -> Iterator[None]:
    """A file system of its own, with room for a picture and all its sizes, and not for much more."""
    mounted = subprocess.run(
        [MOUNT, "-t", "tmpfs", "-o", ",".join((f"size={SIZE}", *options)), "tmpfs", place], check=False
    )
    if os.geteuid() or mounted.returncode:
        pytest.skip("A small disk is mounted by root alone, where the machine lets root mount.")
    try:
        yield
    finally:
        subprocess.run([UMOUNT, "--lazy", place], check=True)


def fill(place: Path) -> None:
    """Take all the room that is left."""
    with (place / FILLER).open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def picture() -> bytes:
    """Of noise, so that it takes about 480 KB."""
    data = BytesIO()
    Image.frombytes("RGB", (PICTURE_SIDE, PICTURE_SIDE), os.urandom(3 * PICTURE_SIDE**2)).save(data, "PNG")
    return data.getvalue()


def manage(scene: Scene, *arguments: str) -> list[str]:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=scene.variables, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def uploaded(browser: Browser, name: str) -> list[Reply]:
    """A picture by Wagtail's form, by its form of many, and a document."""
    texts = {"title": name, "collection": "1", "tags": "", "description": ""}
    xhr = {**texts, "next": ""}
    browser.ask("/admin/images/add/")
    return [
        browser.upload("/admin/images/add/", "file", f"{name}.png", picture(), texts),
        browser.upload("/admin/images/multiple/add/", "files[]", f"{name}.png", picture(), xhr, is_script=True),
        browser.upload("/admin/documents/add/", "file", f"{name}.pdf", b"%PDF" + os.urandom(200_000), texts),
    ]


def rows(scene: Scene) -> tuple[int, ...]:
    tables = ("media_networkimage", "media_networkdocument", "wagtailimages_uploadedfile")
    there = [scene.database.value("SELECT to_regclass(%s) IS NOT NULL", table) for table in tables]
    return tuple(
        scene.database.value(f"SELECT count(*) FROM {table}")
        for table, is_there in zip(tables, there, strict=True)
        if is_there
    )


def files(scene: Scene) -> set[str]:
    return {str(path.relative_to(scene.media)) for path in scene.media.rglob("*") if path.is_file()} - {FILLER}


def test_disk_of_the_uploads_is_full(scene: Scene) -> None:
    with small_disk(scene.media), instance(scene.variables, scene.directory / "log") as server:
        scene.warm(server.port)
        owner, admin = scene.owner(server.port), Browser(server.port)
        admin.log_in("admin")
        assert uploaded(admin, "before")[0].status == 302
        known, there = rows(scene), files(scene)
        with Readers(lambda: server.port, scene.kinds).asking() as readers:
            sleep(1)
            with readers.fault("the disk of the uploads is full") as during:
                fill(scene.media)
                one, many, document = uploaded(admin, "during")
                page = owner.browser.ask(owner.path)
                form = owner.browser.fields_of(page) | {"welcome": "With a photo"}
                photo = owner.browser.upload(owner.path, "shop_photo", "shop.png", picture(), form)
        scene.check(during)
        assert set(statuses(during)) == {200}
        for reply in (one, document, photo):
            assert reply.status == 200
            assert NO_ROOM in words_of(reply).replace("&#x27;", "'")
        assert b"With a photo" in photo.body
        assert b"no room" in many.body
        assert (rows(scene), files(scene)) == (known, there)
        assert manage(scene, "find_orphans", "--hours=0") == ["0 orphans."]
        (scene.media / FILLER).unlink()
        assert [reply.status for reply in uploaded(admin, "after")] == [302, 200, 302]
        assert LINES[-1].recovery <= scene.recovery


def test_disk_that_takes_no_other_file_is_told_by_a_page(scene: Scene) -> None:
    """Room there is, and nobody can know before that there is no inode."""
    with small_disk(scene.media), instance(scene.variables, scene.directory / "log") as server:
        admin = Browser(server.port)
        admin.log_in("admin")
        uploaded(admin, "before")
        known, there = rows(scene), files(scene)
        used = sum(1 for _ in scene.media.rglob("*")) + 1
        subprocess.run([MOUNT, "-o", f"remount,size={SIZE},nr_inodes={used}", scene.media], check=True)
        one, many, document = uploaded(admin, "during")
        assert (one.status, document.status) == (507, 507)
        assert all(NO_ROOM in words_of(each).replace("&#x27;", "'") for each in (one, document))
        assert b"no room" in many.body
        assert (rows(scene), files(scene)) == (known, there)
        assert manage(scene, "find_orphans", "--hours=0") == ["0 orphans."]


def test_worker_on_a_full_disk_makes_the_sizes_once_there_is_room(scene: Scene) -> None:
    made = "SELECT count(*) FROM media_rendition"
    with small_disk(scene.media), instance(scene.variables, scene.directory / "log") as server:
        admin = Browser(server.port)
        admin.log_in("admin")
        admin.ask("/admin/images/add/")
        texts = {"title": "Shop", "collection": "1", "tags": "", "description": ""}
        assert admin.upload("/admin/images/add/", "file", "shop.png", picture(), texts).status == 302
        before = scene.database.value(made)
        there = files(scene)
        fill(scene.media)
        failed = f"SELECT count(*) FROM {TASKS} WHERE run_after < '9000-01-01' AND traceback <> ''"
        with running(scene.variables, "run_worker", "--every=0.2", log=scene.directory / "worker"):
            wait_for(lambda: scene.database.value(failed) > 0, 60)
            assert scene.database.value(made) == before
            assert files(scene) == there
            (scene.media / FILLER).unlink()
            scene.database.sql(f"UPDATE {TASKS} SET run_after = now() WHERE traceback <> ''")
            wait_for(lambda: scene.database.value(made) > before, 60)
            wait_for(lambda: scene.database.value(f"SELECT count(*) FROM {TASKS}") == 0, 60)
        assert manage(scene, "find_orphans", "--hours=0") == ["0 orphans."]
