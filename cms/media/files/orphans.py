"""Files of the storage that no row names: of uploads whose transaction did not end, of processes that were killed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField

FOLDERS = ("images", "original_images", "avatar_images", "documents", "exports", "incoming")
"""Where files of ours stand. What else somebody keeps there is theirs."""
GRACE = timedelta(hours=24)
"""A file is younger than the row that will name it, by as long as an import takes."""


def named_files() -> set[str]:
    """Every file that a row of the database names."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                rows = model._default_manager.exclude(**{field.attname: ""}).values_list(field.attname, flat=True)
                names.update(str(name) for name in rows.iterator() if name)
    return names


def stored_files(storage: Storage = default_storage) -> Iterator[str]:
    """Every file of ours that is there."""
    waiting = list(FOLDERS)
    while waiting:
        folder = waiting.pop()
        try:
            folders, files = storage.listdir(folder)
        except FileNotFoundError:
            continue
        waiting += [f"{folder}/{name}" for name in folders]
        yield from (f"{folder}/{name}" for name in files)


def orphans(at: datetime, *, older_than: timedelta = GRACE, storage: Storage = default_storage) -> list[str]:
    """Files that no row names and that have been there for a while."""
    # What is there first: a file that comes meanwhile is not among them.
    there = sorted(stored_files(storage))
    named = named_files()
    found = (name for name in there if name not in named)
    return [name for name in found if storage.get_modified_time(name) <= at - older_than]


def lost_files(storage: Storage = default_storage) -> list[str]:
    """Files that a row names and that are not there."""
    return sorted(name for name in named_files() - set(stored_files(storage)) if not storage.exists(name))
