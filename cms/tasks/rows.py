"""Tasks as rows of the database: which wait, which failed, which lost their worker; and what becomes of each.

The library (django-tasks-db) keeps a task that failed, and leaves one running whose worker died: neither is done
again by itself. Every task of ours does no harm when it is done twice.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

BACKEND = "background"
"""In the setting TASKS: Wagtail's own tasks stay immediate, on `default`."""
PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""Before each new try of a task that failed."""
KEPT = timedelta(days=7)
"""So long a task that failed can be looked at, and tried again by hand."""
SILENT = timedelta(minutes=5)
"""A worker that has said nothing for so long is dead; a task is left to it for as long."""
CUT_OFF = f"Its worker was killed {len(PAUSES) + 1} times in the midst of it: it may take more memory than there is."
WORDS = {
    "make_sizes": "Make the sizes of picture %(0)s",
    "run_import": "Read or import an uploaded file of stores (run %(0)s)",
    "make_export": "Make the file %(0)s",
    "import_feed": "Fetch feed %(0)s of a provider",
    "decide_items": "Do with many items that came in: %(0)s",
    "ask_stores": "Ask stores about holidays by mail",
    "mail_reset_link": "Mail a link to a new password to %(email)s",
    "deliver": "Send the mail “%(subject)s” to %(to)s",
}
"""What each task does, by its name; a test holds the list whole."""
ENDED = ("SUCCESSFUL", "FAILED")
INTERRUPTED = "builtins.SystemExit"
"""What ends a task whose worker was told to stop."""


def rows() -> QuerySet[Any]:
    """Every task of ours."""
    return DBTaskResult.objects.filter(backend_name=BACKEND)


def waiting() -> QuerySet[Any]:
    """Those that a worker would do now."""
    return DBTaskResult.objects.ready().filter(backend_name=BACKEND)


def given_up() -> QuerySet[Any]:
    """Those that were tried as often as is tried, the newest first."""
    return rows().filter(status="FAILED").order_by("-finished_at")


def words_for(row: Any) -> str:
    """What a task is to do, for the people of the network."""
    arguments = {str(place): value for place, value in enumerate(row.args_kwargs["args"])} | row.args_kwargs["kwargs"]
    words = WORDS.get(row.task_path.rpartition(".")[2], row.task_path)
    return words % {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in arguments.items()
    }


def reason_of(row: Any) -> str:
    """Why it failed last: the last line of what was raised."""
    return (row.traceback.strip().splitlines() or [""])[-1]


def do_again(task_id: Any) -> bool:
    """Have a failed task done again, from its first try; False if it is not there, or has not failed."""
    again = {"status": "READY", "run_after": get_date_max(), "worker_ids": [], "finished_at": None}
    return bool(rows().filter(pk=task_id, status="FAILED").update(**again))


def settle(task_id: Any) -> None:
    """What becomes of a task that a worker has just ended: done, it is deleted, since a mail holds a link that is
    nobody else's; failed, it is done later; interrupted, at once.
    """
    row = rows().filter(pk=task_id, status__in=ENDED).first()
    if row is None:
        return
    if row.status == "SUCCESSFUL":
        row.delete()
    elif row.exception_class_path == INTERRUPTED:
        row.worker_ids = row.worker_ids[:-1]
        _wait(row, None)
    elif len(row.worker_ids) <= len(PAUSES):
        _wait(row, timezone.now() + PAUSES[len(row.worker_ids) - 1])


def _wait(row: Any, until: datetime | None) -> None:
    row.status, row.finished_at, row.run_after = "READY", None, until or get_date_max()
    row.save(update_fields=["status", "finished_at", "run_after", "worker_ids"])


def take_up(at: datetime, alive: set[str]) -> int:
    """Tasks that run on none of the workers `alive` are done again; how many they are."""
    long_ago = at - SILENT
    for task_id in rows().filter(status__in=ENDED, finished_at__lt=long_ago).values_list("pk", flat=True):
        # A worker may have died between its end and what becomes of it.
        settle(task_id)
    _believe_no_wrong_clock(at)
    lost = rows().filter(status="RUNNING").exclude(started_at__range=(long_ago, at + SILENT))
    return sum(_take_up(row, at) for row in lost if not alive.intersection(row.worker_ids[-1:]))


def _believe_no_wrong_clock(at: datetime) -> None:
    """What waits for a moment beyond the longest pause was put off by a clock that was ahead."""
    far_ahead = rows().filter(status="READY", run_after__gt=at + PAUSES[-1] + SILENT)
    far_ahead.exclude(run_after=get_date_max()).update(run_after=get_date_max())


def _take_up(row: Any, at: datetime) -> int:
    same = rows().filter(pk=row.pk, status="RUNNING", started_at=row.started_at)
    if len(row.worker_ids) > len(PAUSES):
        same.update(status="FAILED", finished_at=at, exception_class_path="", traceback=CUT_OFF)
        return 0
    return same.update(status="READY", run_after=get_date_max())
