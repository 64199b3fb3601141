"""Tasks as rows of the database."""

from datetime import UTC, datetime
from typing import Any

from django_tasks_db.models import DBTaskResult

from cms.tasks.rows import BACKEND

ENDED_AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""What the library writes for a task that waits for no moment."""


def make_task(**values: Any) -> DBTaskResult[Any, Any]:
    """One that failed at its first try; `values` say otherwise."""
    return DBTaskResult.objects.create(
        **{
            "args_kwargs": {"args": [7], "kwargs": {}},
            "task_path": "cms.media.tasks.make_sizes",
            "backend_name": BACKEND,
            "run_after": NEVER,
            "status": "FAILED",
            "exception_class_path": "builtins.OSError",
            "traceback": "Traceback …\nOSError: No space left on device\n",
            "worker_ids": ["a"],
            "started_at": ENDED_AT,
            "finished_at": ENDED_AT,
            **values,
        }
    )
