"""One store as files: all that is its own, nothing of anybody else's, and no half file."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.management import CommandError, call_command

from stores.models import StorePage
from tests.factories.media import empty_storage, make_document, make_image
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import add_banner, make_store
from tests.factories.submitting import make_owner

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

NOON = datetime(2026, 11, 28, 17, tzinfo=UTC)


@pytest.fixture
def pitman(db: None) -> StorePage:
    """A store with something of everything, beside another one with the same and a library article."""
    make_article("flu")
    for slug in ("switchback", "pitman"):
        store = make_store(slug)
        make_article(f"own-of-{slug}", at_store=store)
        make_page("home", at_store=store)
        page = make_page("about-us", at_store=store)
        page.title = f"Draft of {slug}"
        page.save_revision()
        make_image(f"{slug}.png", collection=store.registration.collection)
        make_document(f"{slug}.pdf", collection=store.registration.collection)
        add_banner(store, f"Flu shots at {slug}")
        owner = make_owner(store, f"owner-of-{slug}")
        with time_machine.travel(NOON, tick=False):
            store = StorePage.objects.get(pk=store.pk)
            store.city = "Mullica Hill"
            store.save_revision(user=owner).publish(user=owner)
    return store


@pytest.fixture
def archive(pitman: StorePage, tmp_path: Path) -> ZipFile:
    with time_machine.travel(NOON, tick=False):
        call_command("export_store", pitman.registration.code.upper(), str(tmp_path / "pitman.zip"))
    return ZipFile(tmp_path / "pitman.zip")


def text_of(archive: ZipFile) -> str:
    """All of it that is text."""
    return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".json", ".csv")))


def test_archive_holds_all_that_is_the_stores_and_nothing_else(archive: ZipFile) -> None:
    names = {name.rpartition("-")[2] if "/" in name and "pages" not in name else name for name in archive.namelist()}
    assert names == {
        *("README.txt", "store.json", "history.csv", "pictures.json", "documents.json", "pitman.png", "pitman.pdf"),
        *("home.json", "pages/home.json", "pages/about-us.json", "pages/health.json"),
        "pages/health/own-of-pitman.json",
    }
    assert len(set(archive.namelist())) == len(archive.namelist())
    assert "switchback" not in text_of(archive).lower()
    assert archive.testzip() is None


def test_page_has_its_live_fields_and_those_of_its_draft(archive: ZipFile) -> None:
    page = json.loads(archive.read("pages/about-us.json"))
    assert page["live"] is True
    assert page["live_fields"]["title"] != "Draft of pitman"
    assert page["draft_fields"]["title"] == "Draft of pitman"
    home = json.loads(archive.read("home.json"))
    assert "draft_fields" not in home
    assert [line["text"] for line in home["live_fields"]["promo_banners"]][-1] == "Flu shots at pitman"


def test_store_is_read_back_by_the_importer(archive: ZipFile, tmp_path: Path) -> None:
    archive.extract("store.json", tmp_path)
    call_command("import_stores", str(tmp_path / "store.json"), "--dry-run", stdout=(out := io.StringIO()))
    assert "1 unchanged" in out.getvalue()


def test_history_says_who_and_what(archive: ZipFile) -> None:
    heading, *lines = csv.reader(io.StringIO(archive.read("history.csv").decode("utf-8-sig")))
    found = [dict(zip(heading, line, strict=True)) for line in lines]
    assert {"what": "City", "after": "Mullica Hill"} in [
        {name: row[name] for name in ("what", "after")} for row in found
    ]


def test_readme_is_in_the_stores_own_time(archive: ZipFile) -> None:
    assert "2026-11-28 12:00 EST" in archive.read("README.txt").decode()


def test_upload_whose_file_is_gone_is_named_and_nothing_is_written(pitman: StorePage, tmp_path: Path) -> None:
    image: Any = make_image("gone.png", collection=pitman.registration.collection)
    image.file.storage.delete(image.file.name)
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("export_store", pitman.registration.code, str(tmp_path / "pitman.zip"))
    assert list(tmp_path.iterdir()) == []


def test_bad_words_are_refused(pitman: StorePage, tmp_path: Path) -> None:
    (tmp_path / "there.zip").touch()
    for code, name, message in (
        ("nowhere", "a.zip", "No store has the code 'nowhere'"),
        (pitman.registration.code, "a.tar", "ends in .zip"),
        (pitman.registration.code, "there.zip", "is there already"),
        (pitman.registration.code, "no/such.zip", "No such file"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("export_store", code, str(tmp_path / name))
