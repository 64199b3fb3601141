"""The worker: a process beside the web server that makes pictures, which wait as tasks in the database.

Any number may run, on any number of machines. A task that was cut off is done by the next worker that starts, since
what is due is a property of the image and not of the task.
"""

import logging
import sys
from datetime import timedelta
from types import FrameType

from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.media.making import due
from cms.media.tasks import BACKEND, make_sizes

logger = logging.getLogger(__name__)

KEPT = timedelta(days=7)
"""So long it can be looked up what was done."""
LOST = timedelta(hours=1)
"""A task that has run for longer was its worker's last one."""


class PictureWorker(Worker):
    """Ends at the first signal. What is in hand is given back, and made by the next."""

    def __init__(self, *, interval: float, batch: bool) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
        sys.exit(0)


def forget_old() -> None:
    """Forget tasks that were done long ago, or were lost with their worker."""
    now = timezone.now()
    rows = DBTaskResult.objects.filter(backend_name=BACKEND)
    rows.finished().filter(finished_at__lt=now - KEPT).delete()
    rows.running().filter(started_at__lt=now - LOST).delete()


def enqueue_due() -> int:
    """A task for every image whose sizes are due and that has none; how many they are."""
    ready = DBTaskResult.objects.filter(backend_name=BACKEND).ready()
    waiting = {arguments["args"][0] for arguments in ready.values_list("args_kwargs", flat=True)}
    ids = [pk for pk in due().values_list("pk", flat=True) if pk not in waiting]
    for image_id in ids:
        make_sizes.enqueue(image_id)
    return len(ids)


def work(*, every: float = 1.0, once: bool = False) -> None:
    """Make what is due, and then whatever comes, until a signal; `once`: until nothing waits."""
    forget_old()
    enqueue_due()
    worker = PictureWorker(interval=every, batch=once)
    worker.configure_signals()
    worker.run()
