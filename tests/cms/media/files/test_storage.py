"""A file is stored whole, or not at all, and whoever sent it is told."""

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from cms.media.files.storage import HALF_DONE, NO_ROOM, NoRoom, WholeFiles, check_room, is_full
from cms.media.forms import DocumentForm


class Filling(ContentFile):
    """A file in the midst of which the disk is full."""

    def __init__(self, number: int) -> None:
        super().__init__(b"abc", name="scan.png")
        self.number = number

    def chunks(self, chunk_size: int | None = None) -> Iterator[Any]:
        yield b"ab"
        raise OSError(self.number, "No space left on device")


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def storage(tmp_path: Path) -> WholeFiles:
    return WholeFiles(location=tmp_path)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_full_disk_leaves_nothing_and_says_so(storage: WholeFiles, tmp_path: Path, number: int) -> None:
    with pytest.raises(NoRoom, match="There is no room for this file"):
        storage.save("images/scan.png", Filling(number))
    assert files_in(tmp_path) == []


def test_other_fault_is_itself_and_leaves_nothing(storage: WholeFiles, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space") as caught:
        storage.save("images/scan.png", Filling(errno.EIO))
    assert not is_full(caught.value)
    assert files_in(tmp_path) == []


def test_file_is_stored_with_its_bytes_mode_and_another_name_where_one_is_taken(storage: WholeFiles) -> None:
    first, second = (storage.save("images/scan.png", ContentFile(data)) for data in (b"one", b"two"))
    assert first == "images/scan.png"
    assert second != first
    assert [Path(storage.path(name)).read_bytes() for name in (first, second)] == [b"one", b"two"]
    assert {Path(storage.path(name)).stat().st_mode & 0o777 for name in (first, second)} == {0o644}
    assert files_in(Path(storage.path(HALF_DONE))) == []


def test_large_upload_that_waits_on_another_disk_is_stored_alike(storage: WholeFiles) -> None:
    upload = TemporaryUploadedFile("scan.png", "image/png", 3, None)
    upload.write(b"abc")
    upload.seek(0)
    name = storage.save("images/scan.png", File(upload, name="scan.png"))
    assert Path(storage.path(name)).read_bytes() == b"abc"


def test_form_refuses_what_the_disk_has_no_room_for(storage: WholeFiles) -> None:
    with mock.patch("cms.media.files.storage.default_storage", storage), mock.patch("shutil.disk_usage") as usage:
        usage.return_value.free = 10
        check_room(10)
        with pytest.raises(NoRoom):
            check_room(11)
        form = DocumentForm.__new__(DocumentForm)
        form.cleaned_data = {"file": SimpleUploadedFile("terms.pdf", b"%PDF" + bytes(20))}
        with pytest.raises(NoRoom) as caught:
            form.clean_file()
    assert caught.value.messages == [NO_ROOM]
