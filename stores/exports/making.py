"""Exports are asked for in a request, and made by a task that does no harm when it is done twice."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from stores.access.who import Actor, is_newsroom
from stores.exports.models import Export
from stores.signals import task_moves

logger = logging.getLogger(__name__)

BACKEND = "background"
"""Of the setting TASKS; the worker's."""
FOLDER = "exports"
"""In the storage of uploads: no web server gives it to anybody."""
IN_MEMORY = 1_000_000
"""Bytes of a file above which it is written to the disk while it is made."""
PORTION = 500
NOT_ALLOWED = "Only the newsroom has this file, and whoever asked for it is not in it any more."

Maker = Callable[[Mapping[str, Any]], Iterable[str]]
_makers: dict[str, Maker] = {}


def register_export(kind: str, make: Maker) -> None:
    """`make` gives the lines of a file of this kind, from what was kept when it was asked for."""
    _makers[kind] = make


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
    if not is_newsroom(export.asked_by):
        Export.objects.filter(pk=export_id).update(problem=NOT_ALLOWED)
        return
    stored = ""
    try:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as written:
            for number, line in enumerate(_makers[export.kind](export.params)):
                written.write(line.encode())
                if number % PORTION == 0:
                    task_moves.send(sender=Export)
            size = written.tell()
            written.seek(0)
            stored = default_storage.save(f"{FOLDER}/{secrets.token_urlsafe(16)}", File(written))
        done = Export.objects.filter(pk=export_id, made_at=None)
        is_wanted = done.update(made_at=timezone.now(), file=stored, size=size, problem="")
    except (OperationalError, InterfaceError):
        # Tried again as any task.
        raise
    except Exception as error:
        logger.exception("An export has failed")
        Export.objects.filter(pk=export_id).update(problem=f"Mortar itself has failed ({type(error).__name__}).")
        is_wanted = False
    if stored and not is_wanted:
        default_storage.delete(stored)
