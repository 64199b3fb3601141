"""Uploads are handed to a worker: asked for, looked at while it is done, and cancelled."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from stores.access.who import Actor
from stores.importing.models import ImportRun, ImportUpload, ImportUploadQuerySet, RunKind, RunOutcome
from stores.importing.previews import MAX_UPLOAD_BYTES, answers_of
from stores.importing.problems import NO_ANSWERS, Answers, UnreadableFile
from stores.importing.reading import read_bytes
from stores.importing.tasks import NOTHING, run_import
from stores.zone_words import moment_text

SILENT = timedelta(minutes=1)
"""A run that has said nothing for so long has lost its worker, or does not reach the database."""
PATIENCE = timedelta(seconds=3)
"""So long nobody need wonder that nothing has begun."""
CANCELLED = f"Cancelled. {NOTHING}"
TOO_LATE = "It was too late to cancel."


class BeingApplied(Exception):
    """Another file of this person is being applied: a new one would take its place."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is being imported. Wait until that has ended, or cancel it on its page.")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a run. `is_lost`: nobody does it, and nobody will."""

    text: str
    is_open: bool
    done: int = 0
    total: int = 0
    can_be_cancelled: bool = False
    is_running: bool = False
    is_lost: bool = False


_worker_missing: list[Callable[[datetime], str]] = []


def register_worker_missing(ask: Callable[[datetime], str]) -> None:
    """Have it asked since when, at a moment, no worker has been seen; "" if one lives."""
    _worker_missing[:] = [ask]


def keep_upload(*, by: Actor, name: str, data: bytes, at: datetime, answers: Answers = NO_ANSWERS) -> ImportUpload:
    """Keep a file for this person in place of an earlier one, and have it read.

    UnreadableFile if it is none; BeingApplied.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise UnreadableFile(f"{name} is larger than {MAX_UPLOAD_BYTES // 1024 // 1024} MB.")
    read_bytes(data, name, answers)
    upload = ImportUpload(uploaded_by=by, uploaded_at=at, name=name, content=data, answers=asdict(answers))
    upload.digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        applied = ImportRun.objects.open().filter(upload__in=ImportUpload.objects.of(by, at), kind=RunKind.APPLY)
        if (run := applied.select_related("upload").defer("upload__content").first()) is not None:
            raise BeingApplied(run.upload.name)
        ImportUpload.objects.in_the_way(by, at).delete()
        upload.save()
        have_shown(upload, answers, at=at)
    return upload


def have_shown(upload: ImportUpload, answers: Answers | None = None, *, at: datetime, words: str = "") -> bool:
    """Have it tried what the file would do now, perhaps with other answers. False if something is under way."""
    given = answers or answers_of(upload)
    return _ask(upload, at, kind=RunKind.SHOW, answers=asdict(given), words=words)


def have_applied(upload: ImportUpload, *, plan_digest: str, at: datetime) -> bool:
    """Have the file applied as it was shown. False if something is under way already."""
    return _ask(upload, at, kind=RunKind.APPLY, answers=upload.answers, plan_digest=plan_digest)


def _ask(upload: ImportUpload, at: datetime, **facts: Any) -> bool:
    last = last_run(upload)
    if last is not None and (said := told_of(last, at)).is_open and not said.is_lost:
        return False
    try:
        with transaction.atomic():
            if last is not None:
                last.delete()
            run = ImportRun.objects.create(upload=upload, asked_at=at, **facts)
            run_import.enqueue(run.pk)
    except IntegrityError:
        # Two taps at once.
        return False
    return True


def cancel(upload: ImportUpload, *, at: datetime) -> bool:
    """End what waits or runs: from now on it can't be committed. False if it has ended, or is being committed."""
    ends = {"ended_at": at, "outcome": RunOutcome.CANCELLED, "words": CANCELLED}
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    # A run that is being committed holds its row.
                    cursor.execute("SET LOCAL lock_timeout = '2s'")
            return bool(ImportRun.objects.open().filter(upload=upload).update(**ends))
    except OperationalError:
        return False


def last_run(upload: ImportUpload) -> ImportRun | None:
    """What was asked last with an upload."""
    return ImportRun.objects.filter(upload=upload).order_by("-pk").first()


def seen_together(
    uploads: ImportUploadQuerySet, at: datetime
) -> tuple[ImportUpload | None, ImportRun | None, Told | None]:
    """The last of these uploads, its last run, and what is said of that, as they stand together.

    What a run writes is committed with its end. So who sees the end reads the upload again: a preview that was not
    there a moment ago, or that it is imported by now.
    """
    upload = uploads.order_by("pk").last()
    if upload is None or (run := last_run(upload)) is None:
        return upload, None, None
    said = told_of(run, at)
    if run.ended_at is not None:
        upload = uploads.filter(pk=upload.pk).first()
    return upload, run, said


def told_of(run: ImportRun, at: datetime) -> Told:
    """What is said of a run at a moment."""
    task = _task_of(run, at)
    if task is None and run.ended_at is None:
        # It may just have ended, and its task been deleted.
        run.refresh_from_db()
    if run.ended_at is not None:
        return Told(run.words, is_open=False, done=run.done, total=run.total)
    if task is None:
        return Told(f"This did not come to its end, and is not tried again by itself. {NOTHING}", True, is_lost=True)
    if run.begun_at is None or task.status == "READY":
        return Told(_words_of_waiting(run, task, at), True, run.done, run.total, can_be_cancelled=True)
    silent = at - run.seen_at if run.seen_at else timedelta()
    text = _words_of_running(run)
    can = connection.vendor == "postgresql"
    if can and silent > SILENT:
        text = (
            f"Nothing has been heard of this for {_minutes(silent)}. If its worker was killed, nothing is written, "
            "and another begins anew within six minutes."
        )
    return Told(text, True, run.done, run.total, can_be_cancelled=can, is_running=True)


def _task_of(run: ImportRun, at: datetime) -> Any:
    """Its task, if that waits, runs, or has only just ended."""
    rows = DBTaskResult.objects.filter(task_path=run_import.module_path, args_kwargs__args=[run.pk])
    task: Any = rows.order_by("-enqueued_at").first()
    is_over = task is not None and task.status in {"FAILED", "SUCCESSFUL"}
    return None if is_over and (task.finished_at or at) < at - SILENT else task


def _words_of_waiting(run: ImportRun, task: Any, at: datetime) -> str:
    if run.waits_for:
        return f"Waits for the {run.waits_for}."
    if run.begun_at is not None and at < task.run_after and task.run_after.year < at.year + 10:
        return f"Interrupted, and tried again at {moment_text(task.run_after)}. Nothing is written yet."
    missing = [words for ask in _worker_missing if (words := ask(at))]
    if missing and at - run.asked_at > PATIENCE:
        return f"Nothing has begun: {missing[0]}; see Network health."
    return "Waits for its turn. Nothing is written yet."


def _words_of_running(run: ImportRun) -> str:
    if run.kind == RunKind.SHOW:
        return f"Reading your file … {run.done} of {run.total} stores tried." if run.total else "Reading your file …"
    return f"Importing … {run.done} of {run.total} stores." if run.total else "Importing …"


def _minutes(age: timedelta) -> str:
    number = int(age.total_seconds()) // 60
    return f"{number} minute{'s' * (number != 1)}"


def as_json(run: ImportRun | None) -> dict[str, Any]:
    """What the page's script asks for."""
    if run is None:
        return {"is_open": False}
    said = told_of(run, timezone.now())
    return {"is_open": said.is_open and not said.is_lost, **{name: getattr(said, name) for name in _SAID}}


_SAID = ("text", "done", "total", "can_be_cancelled", "is_running")
