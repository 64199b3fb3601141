"""Files that were asked for: made once, for whoever may have them, and gone after a week."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.media.files.storage import NoRoom
from cms.running.tidying import delete_leftovers
from stores.access.who import is_newsroom
from stores.exports.making import FOLDER, NOT_STORED, ask_for, make_export, register_export
from stores.exports.models import KEPT, Export
from tests.factories.media import empty_storage
from tests.factories.network import make_editor, make_user

__all__ = ["empty_storage"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def made(empty_storage: None) -> list[Any]:
    """What was made; the maker of these tests writes its parameters."""
    made: list[Any] = []

    def make(params: Any, file: Any, on_progress: Any) -> None:
        made.append(params)
        if params.get("fails"):
            raise RuntimeError("a secret of the code")
        if params.get("is_full") and len(made) == 1:
            raise NoRoom
        for number in range(2):
            file.write(f"line {params}\n".encode())
            on_progress(number, 2)

    register_export("test", make, is_for=is_newsroom)
    return made


def asked(user: Any, **params: Any) -> Export:
    export = ask_for(by=user, kind="test", params=params, title="A file", name="file.csv", at=timezone.now())
    export.refresh_from_db()
    return export


def test_file_is_made_where_no_web_server_serves_it(made: list[Any]) -> None:
    export = asked(make_editor(), a=1)
    assert export.file.name.startswith(f"{FOLDER}/")
    assert default_storage.open(str(export.file)).read() == b"line {'a': 1}\n" * 2
    assert export.size == 28
    assert export.made_at is not None


def test_task_that_is_done_twice_makes_one_file(made: list[Any]) -> None:
    export = asked(make_editor())
    before = default_storage.listdir(FOLDER)[1]
    make_export.call(export.pk)
    assert len(made) == 1
    assert default_storage.listdir(FOLDER)[1] == before


def test_asking_twice_is_asking_once_while_it_waits(made: list[Any]) -> None:
    editor = make_editor()
    waiting = Export.objects.create(asked_by=editor, asked_at=timezone.now(), kind="test", params={"a": 1}, name="f")
    assert asked(editor, a=1) == waiting
    assert asked(editor, a=2) != waiting
    assert asked(make_editor("other"), a=1) != waiting


def test_who_has_left_the_newsroom_gets_none(made: list[Any]) -> None:
    export = asked(make_user("left"))
    assert export.problem == "You may not have this file any more."
    assert made == []


def test_what_fails_says_so_and_nothing_of_the_code() -> None:
    export = asked(make_editor(), fails=True)
    assert export.problem == "Mortar itself has failed (RuntimeError)."
    assert not export.file


def test_file_for_which_there_is_no_room_is_tried_again_and_says_so(made: list[Any]) -> None:
    export = asked(make_editor(), is_full=True)
    assert (export.problem, export.file.name) == (NOT_STORED, "")
    make_export.call(export.pk)
    export.refresh_from_db()
    assert export.problem == ""
    assert default_storage.exists(str(export.file))


def test_row_and_file_go_after_a_week(django_capture_on_commit_callbacks: Any) -> None:
    old, new = asked(make_editor(), a=1), asked(make_editor("other"), a=2)
    Export.objects.filter(pk=old.pk).update(asked_at=timezone.now() - KEPT - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_leftovers(timezone.now())["exports"] == 1
    assert Export.objects.get() == new
    assert not default_storage.exists(str(old.file))
    assert default_storage.exists(str(new.file))
