"""Files of before get names that nobody guesses, whoever is interrupted when."""

from collections.abc import Iterator
from io import StringIO
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from cms.media.files.names import TOKEN, is_unguessable
from cms.media.files.renaming import Renamed, rename_guessable
from cms.media.making import make
from cms.media.models import NetworkDocument, NetworkImage, Rendition
from tests.cms.media.files.test_names import new_name
from tests.factories.media import empty_storage, make_document, make_image, stored_image
from tests.factories.photos import jpeg

__all__ = ["empty_storage"]

STORAGE = type(storages["default"])

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture
def real_names() -> Iterator[None]:
    """What is uploaded gets a name as it does in the product."""
    with mock.patch("cms.media.files.names.new_name", new=new_name):
        yield


def files() -> set[str]:
    return {
        f"{folder}/{name}"
        for folder in ("original_images", "images", "documents")
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    }


def rows() -> set[str]:
    models = (NetworkImage, Rendition, NetworkDocument)
    return {name for model in models for name in model._default_manager.values_list("file", flat=True)}


@pytest.mark.usefixtures("real_names")
def test_uploads_and_their_renditions_have_names_that_nobody_guesses() -> None:
    image = make_image("floor-plan.png", is_ready=False)
    image.get_rendition("width-12")
    document = make_document("salaries.txt")
    assert all(is_unguessable(name) for name in rows())
    assert len(rows()) == 3
    client = Client(SERVER_NAME="localhost")
    assert client.get("/media/original_images/floor-plan.png").status_code == 404
    assert client.get(f"/media/{image.file.name}").status_code == 200
    # A document's public address ends in its stored name, and no other name is answered.
    assert is_unguessable(document.url)


def of_before() -> None:
    make_image("logo.png", is_ready=False).get_rendition("width-12")
    make_document("list.txt")


def test_old_files_are_renamed_once() -> None:
    of_before()
    before = {name: default_storage.open(name).read() for name in files()}
    assert rename_guessable() == Renamed(files=3)
    assert files() == rows()
    assert all(is_unguessable(name) for name in files())
    assert sorted(default_storage.open(name).read() for name in files()) == sorted(before.values())
    assert rename_guessable() == Renamed()


@pytest.mark.parametrize("step", ["copy", "delete"])
def test_whoever_comes_after_an_interruption_finishes(step: str) -> None:
    of_before()
    name = {"copy": "save", "delete": "delete"}[step]
    stock = getattr(default_storage, name)

    def die(*args: Any) -> Any:
        if step == "copy":
            # Half a copy is there.
            stock(args[0], ContentFile(b"half"))
        raise KeyboardInterrupt

    with mock.patch.object(STORAGE, name, side_effect=die), pytest.raises(KeyboardInterrupt):
        rename_guessable()
    done = rename_guessable()
    assert done.files + done.leftovers == 3
    assert files() == rows()
    assert all(is_unguessable(name) for name in files())


def test_file_of_nobody_is_left_alone() -> None:
    of_before()
    default_storage.save("documents/of-nobody.txt", ContentFile(b"x"))
    rename_guessable()
    assert "documents/of-nobody.txt" in files()


def test_row_without_its_file_is_told_and_kept() -> None:
    document = make_document("gone.txt")
    default_storage.delete(str(document.file.name))
    out = StringIO()
    call_command("rename_uploads", stdout=out)
    assert "1 rows without a file" in out.getvalue()
    assert NetworkDocument.objects.get(pk=document.pk).file.name == "documents/gone.txt"


def test_two_runs_at_once_keep_every_file() -> None:
    document = make_document("list.txt")
    stock = default_storage.save

    def save_after_another_run(name: str, content: Any) -> str:
        """The other run does the whole of it between this one's look and its own copy."""
        with mock.patch.object(STORAGE, "save", side_effect=stock):
            rename_guessable()
        return str(name)

    with mock.patch.object(STORAGE, "save", side_effect=save_after_another_run):
        assert rename_guessable() == Renamed()
    document.refresh_from_db()
    assert is_unguessable(str(document.file.name))
    assert files() == rows() == {document.file.name}


def test_row_is_locked_before_its_file_is_copied() -> None:
    """Another run would take a half copy away, see the old file go, and have none to copy."""
    make_document("list.txt")
    stock = default_storage.save
    locked: list[str] = []

    def note(name: str, content: Any) -> str:
        locked.extend(each["sql"] for each in connection.queries if "FOR UPDATE" in each["sql"])
        return str(stock(name, content))

    with CaptureQueriesContext(connection), mock.patch.object(STORAGE, "save", side_effect=note):
        assert rename_guessable() == Renamed(files=1)
    assert len(locked) == 1


def test_old_picture_that_is_cleaned_has_one_token_and_one_file(request: pytest.FixtureRequest) -> None:
    image = stored_image("phone.jpg", jpeg(6))
    rename_guessable()
    before = NetworkImage.objects.get(pk=image.pk).filename
    request.getfixturevalue("real_names")
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert make(image.pk)
    after = NetworkImage.objects.get(pk=image.pk).filename
    assert after != before
    assert TOKEN.sub("", after) == TOKEN.sub("", before) == "phone.jpg"
    assert files() == rows()
    assert [name for name in files() if not is_unguessable(name)] == []
