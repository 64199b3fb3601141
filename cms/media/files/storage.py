"""Uploads on this machine's disk: whole under their names, or not at all."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage

HALF_DONE = "incoming"
"""The folder of files that are being written; no web server serves it."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_ROOM = (
    "There is no room for this file: the network's disk for uploads is full. Nothing was saved. Tell whoever runs the"
    " network, and try again later."
)


class NoRoom(ValidationError):
    """A file that could not be stored. A form shows it as it shows what is wrong with a file."""

    def __init__(self) -> None:
        super().__init__(NO_ROOM, code="no_room")


def is_full(error: BaseException | None) -> bool:
    """Whether an error says that a disk takes no more."""
    return isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in FULL)


def check_room(size: int) -> None:
    """NoRoom if the disk of the uploads has none for so many bytes. A bucket has room for everything."""
    try:
        place = default_storage.path("")
    except NotImplementedError:
        return
    if Path(place).is_dir() and shutil.disk_usage(place).free < size:
        raise NoRoom


class Written(File):
    """A file that stands whole on the disk, and has only to be called by its name."""

    def temporary_file_path(self) -> str:
        return str(self.name)


class WholeFiles(FileSystemStorage):
    """Django's; a disk that is full, or a process that is killed, leaves nothing cut under a name that is served."""

    def _save(self, name: str, content: Any) -> str:
        with self._written(content) as written:
            saved: str = super()._save(name, written)  # type: ignore[misc]  # Django's own way to store another way.
        return saved

    @contextmanager
    def _written(self, content: Any) -> Iterator[Written]:
        place = Path(self.path(HALF_DONE))
        path: Path | None = None
        try:
            place.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=place, delete=False) as file:
                path = Path(file.name)
                for chunk in content.chunks():
                    file.write(chunk)
            with path.open("rb") as whole:
                yield Written(whole, name=str(path))
        except OSError as error:
            if is_full(error):
                raise NoRoom from error
            raise
        finally:
            # It has its name by now, unless something went wrong.
            if path is not None:
                path.unlink(missing_ok=True)
