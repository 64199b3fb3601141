"""Exports are asked for in a request, and made by a task that does no harm when it is done twice."""

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from stores.access.who import Actor
from stores.exports.models import Export
from stores.signals import task_moves

logger = logging.getLogger(__name__)

BACKEND = "background"
"""Of the setting TASKS; the worker's."""
FOLDER = "exports"
"""In the storage of uploads: no web server gives it to anybody."""
IN_MEMORY = 1_000_000
"""Bytes of a file above which it is written to the disk while it is made."""
TELL_EVERY = 1.0
"""Seconds between two words of how far a file is."""
NOT_STORED = "It can't be stored now, and is tried again: see “Uploads and disk” in Network health."
NOT_ALLOWED = "You may not have this file any more."


class Unwanted(Exception):
    """The row of a file is gone, or it was made by another worker."""


class Progress:
    """Told how far a file is. The screen is told once a second, and the worker each time."""

    def __init__(self, export_id: int) -> None:
        self.export_id = export_id
        self._told_at = 0.0

    def __call__(self, done: int, total: int = 0) -> None:
        """`total` is 0 where nobody knows it before."""
        task_moves.send(sender=Export)
        if monotonic() - self._told_at < TELL_EVERY:
            return
        self._told_at = monotonic()
        if not Export.objects.filter(pk=self.export_id, made_at=None).update(done=done, total=total):
            raise Unwanted


Maker = Callable[[Mapping[str, Any], IO[bytes], Progress], None]


@dataclass(frozen=True, slots=True)
class _Kind:
    make: Maker
    is_for: Callable[[Any], bool]


_kinds: dict[str, _Kind] = {}


def register_export(kind: str, make: Maker, *, is_for: Callable[[Any], bool]) -> None:
    """`make` writes a file of this kind from what was kept when it was asked for; `is_for` says who may have it."""
    _kinds[kind] = _Kind(make, is_for)


def may_be_given(user: Any, kind: str) -> bool:
    """Whether somebody may have files of a kind now, whatever was so when they asked."""
    return kind in _kinds and _kinds[kind].is_for(user)


def ask_for(*, by: Actor, kind: str, params: dict[str, Any], title: str, name: str, at: datetime) -> Export:
    """Have a file made. Whoever asks for the same again while it waits has one."""
    with transaction.atomic():
        same = Export.objects.of(by, at).filter(kind=kind, params=params, made_at=None, problem="").first()
        if same is not None:
            return same
        export = Export.objects.create(asked_by=by, asked_at=at, kind=kind, params=params, title=title, name=name)
        make_export.enqueue(export.pk)
    return export


@task(backend=BACKEND)
def make_export(export_id: int) -> None:
    """Write the file, unless that was done or nobody wants it any more."""
    export = Export.objects.filter(pk=export_id, made_at=None).select_related("asked_by").first()
    if export is None:
        return
    # A worker of the release before may not know it: the task fails, and is tried again.
    kind = _kinds[export.kind]
    if not kind.is_for(export.asked_by):
        Export.objects.filter(pk=export_id).update(problem=NOT_ALLOWED)
        return
    stored, is_wanted = "", 0
    try:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as written:
            kind.make(export.params, written, Progress(export_id))
            size = written.seek(0, SEEK_END)
            written.seek(0)
            stored = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(16)}", File(written))
        waiting = Export.objects.filter(pk=export_id, made_at=None)
        is_wanted = waiting.update(made_at=timezone.now(), file=stored, size=size, problem="")
    except Unwanted:
        return
    except (OperationalError, InterfaceError):
        # Tried again as any task.
        raise
    except (OSError, ValidationError):
        # So is what finds no room where uploads are.
        Export.objects.filter(pk=export_id).update(problem=NOT_STORED)
        raise
    except Exception as error:
        logger.exception("An export has failed")
        Export.objects.filter(pk=export_id).update(problem=f"Mortar itself has failed ({type(error).__name__}).")
    if stored and not is_wanted:
        default_storage.delete(stored)
