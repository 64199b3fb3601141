"""Gives files of before names that nobody guesses. Safe to repeat, and to interrupt at any moment.

A file is copied, then its row is changed, then the old file goes. Each old name has one new name on an install, so
that whoever comes next finds a copy that nobody names yet, and an old file whose row is already changed. The row is
locked meanwhile: of two runs, one would take the other's half copy away, and then find no file to copy.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import FileField

from cms.media.files.names import is_unguessable, renamed
from cms.media.models import NetworkDocument, NetworkImage, Rendition

MODELS: tuple[type[NetworkImage] | type[Rendition] | type[NetworkDocument], ...] = (
    NetworkImage,
    Rendition,
    NetworkDocument,
)


@dataclass(slots=True)
class Renamed:
    """What was done. `missing`: rows whose file is not there."""

    files: int = 0
    leftovers: int = 0
    missing: int = 0


def rename_guessable() -> Renamed:
    """Every picture, rendition and document."""
    done = Renamed()
    for model in MODELS:
        field = model._meta.get_field("file")
        assert isinstance(field, FileField)  # noqa: S101  (all three keep their file under this name)
        folders = set()
        for pk, name in list(model._base_manager.order_by("pk").values_list("pk", "file")):
            folders.add(str(PurePosixPath(name).parent))
            if not is_unguessable(name):
                _rename(model, pk, name, field.storage, done)
        _delete_leftovers(model, folders, field.storage, done)
    return done


def _rename(model: Any, pk: int, name: str, storage: Storage, done: Renamed) -> None:
    if not storage.exists(name):
        done.missing += model._base_manager.filter(pk=pk, file=name).count()
        return
    with transaction.atomic():
        row = model._base_manager.filter(pk=pk, file=name)
        if row.select_for_update().values_list("pk").first() is None:
            # Renamed by another run, or replaced by somebody.
            return
        new = renamed(name)
        _copy(storage, name, new)
        # Not by `save`: nothing that anybody sees has changed.
        is_renamed = bool(row.update(file=new))
    if is_renamed:
        storage.delete(name)
        done.files += 1


def _copy(storage: Storage, name: str, new: str) -> None:
    if storage.exists(new) and storage.size(new) != storage.size(name):
        # Somebody was interrupted while copying.
        storage.delete(new)
    if not storage.exists(new):
        with storage.open(name) as file:
            storage.save(new, file)


def _delete_leftovers(model: Any, folders: set[str], storage: Storage, done: Renamed) -> None:
    """Old files whose rows have their new names already; of other files nobody knows whose they are."""
    named = set(model._base_manager.values_list("file", flat=True))
    for folder in folders:
        for each in storage.listdir(folder)[1] if storage.exists(folder) else ():
            name = f"{folder}/{each}"
            if name not in named and not is_unguessable(name) and renamed(name) in named:
                storage.delete(name)
                done.leftovers += 1
