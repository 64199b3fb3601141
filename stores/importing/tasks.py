"""The task that reads an upload or applies it: harmless twice, and ended in words that the upload's page says."""

import logging
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django_tasks import task
from wagtail.log_actions import LogContext

from stores.access.who import Actor, is_network_admin
from stores.importing.applying import ImportRefused
from stores.importing.models import ImportRun, ImportUpload, RunKind, RunOutcome
from stores.importing.planning import Plan
from stores.importing.previews import NotThereAnyMore, PlanChanged, apply_upload, shown_now
from stores.importing.problems import Answers, UnreadableFile
from stores.importing.progress import Cancelled, Watch
from stores.importing.report import summary
from stores.importing.running import ImportRunning, alone

logger = logging.getLogger(__name__)

BACKEND = "background"
"""Of the setting TASKS; the worker's."""
AGAIN = timedelta(seconds=5)
"""While another import runs, it is looked at so often whether that has ended."""
CHANGED = "Nothing was written: the network has changed since. This is what the file would do now."
NOTHING = "Nothing was written."


class _NotAllowed(Exception):
    """Whoever uploaded the file is no network admin any more."""


def end_run(run_id: int, outcome: RunOutcome, words: str) -> bool:
    """End a run; False if it has ended already, or is gone. In a transaction, others wait for what becomes of that."""
    here = ImportRun.objects.open().filter(pk=run_id)
    return bool(here.update(ended_at=timezone.now(), outcome=outcome, words=words))


@task(backend=BACKEND)
def run_import(run_id: int) -> None:
    """Do what was asked with an upload, if that is still wanted. While another import runs, it waits its turn."""
    run = ImportRun.objects.open().filter(pk=run_id).select_related("upload__uploaded_by").first()
    if run is None:
        return
    by = run.upload.uploaded_by
    try:
        with LogContext(user=by), alone(by):
            _do(run, by)
    except ImportRunning as running:
        _wait(run, running)
    except Cancelled:
        logger.info("Run %s of an import was cancelled", run_id)
    except (OperationalError, InterfaceError):
        # Tried again as any task.
        raise
    except Exception as error:
        end_run(run_id, RunOutcome.FAILED, _words_of(error))


def _do(run: ImportRun, by: Actor) -> None:
    if not is_network_admin(by):
        raise _NotAllowed
    now = timezone.now()
    begun = {"begun_at": now, "seen_at": now, "done": 0, "total": 0, "waits_for": ""}
    if not ImportRun.objects.open().filter(pk=run.pk).update(**begun):
        raise Cancelled
    with Watch(run.pk) as watch:
        if run.kind == RunKind.SHOW:
            _show(run, by, watch, RunOutcome.DONE, run.words)
            return
        try:
            _apply(run, by, watch)
        except PlanChanged:
            ImportRun.objects.open().filter(pk=run.pk).update(kind=RunKind.SHOW)
            _show(run, by, watch, RunOutcome.FAILED, CHANGED)


def _show(run: ImportRun, by: Actor, watch: Watch, outcome: RunOutcome, words: str) -> None:
    shown = shown_now(run.upload, Answers(**run.answers), by=by, on_progress=watch)
    watch.stop()
    with transaction.atomic():
        _end_as_wanted(run, outcome, words)
        ImportUpload.objects.filter(pk=run.upload_id, applied_at=None).update(**shown)


def _apply(run: ImportRun, by: Actor, watch: Watch) -> None:
    def before_commit(plan: Plan) -> None:
        watch.stop()
        _end_as_wanted(run, RunOutcome.DONE, f"Imported: {summary(plan)}.")

    apply_upload(
        by=by,
        upload_id=run.upload_id,
        plan_digest=run.plan_digest,
        at=timezone.now(),
        on_progress=watch,
        before_commit=before_commit,
    )


def _end_as_wanted(run: ImportRun, outcome: RunOutcome, words: str) -> None:
    if not end_run(run.pk, outcome, words):
        raise Cancelled


def _wait(run: ImportRun, running: ImportRunning) -> None:
    if not run_import.get_backend().supports_defer:
        end_run(run.pk, RunOutcome.FAILED, f"{NOTHING} {running}")
        return
    with transaction.atomic():
        here = ImportRun.objects.open().filter(pk=run.pk)
        if here.update(begun_at=None, waits_for=running.holder or "another import"):
            run_import.using(run_after=timezone.now() + AGAIN).enqueue(run.pk)


def _words_of(error: Exception) -> str:
    """What the page says of it."""
    match error:
        case ImportRefused():
            return f"{NOTHING} {'; '.join(map(str, error.problems[:5]))}"
        case ValidationError():
            return f"{NOTHING} {' '.join(error.messages)}"
        case UnreadableFile():
            return f"{NOTHING} {error}"
        case NotThereAnyMore():
            return "This file has been imported already."
        case _NotAllowed():
            return f"{NOTHING} Only network admins import, and whoever uploaded this is none any more."
    logger.error("An import has failed", exc_info=error)
    return f"{NOTHING} Mortar itself has failed ({type(error).__name__}); its log says where."
