"""The worker: a process beside the web server that does what waits as tasks in the database.

Any number may run, on any number of machines. While a worker lives, a thread of it says so, for longer than a task
takes; tasks of one that has fallen silent are taken up by the others.
"""

import logging
import sys
import threading
from threading import Event
from time import monotonic
from types import FrameType
from typing import Any

from django.db import connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from cms.media.making import due
from cms.media.tasks import make_sizes
from cms.running.systemd import ALIVE, READY, tell_systemd
from cms.tasks.rows import BACKEND, SILENT, settle, take_up, waiting
from cms.watching.clocks import SKEW, database_now
from cms.watching.logs import AWAY
from cms.watching.models import WORKER, beat, beats_of
from stores.signals import task_moves

logger = logging.getLogger(__name__)

BEAT = 30.0
"""Seconds between two signs of life."""
STUCK = 900.0
"""Seconds without a step of its task after which a worker is not thought alive: systemd starts it anew."""
LONGEST_PAUSE = 60.0
"""Seconds between tries while the database is away."""


class TaskWorker(Worker):
    """Ends at the first signal. What is in hand is given back, and done by the next."""

    def __init__(self, *, interval: float, batch: bool) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=None,
            worker_id="",
        )
        self.be_another()
        self.moved_at: float | None = None
        task_moves.connect(self._moves)

    def be_another(self) -> None:
        """Take a new name: what is noted as running under the old one was lost with the database."""
        self.worker_id = get_random_string(32)

    @property
    def is_stuck(self) -> bool:
        """Whether its task has done nothing for so long that it will not end."""
        moved_at = self.moved_at
        return moved_at is not None and monotonic() - moved_at > STUCK

    def _moves(self, **kwargs: Any) -> None:
        self.moved_at = monotonic()

    def run_task(self, db_task_result: Any) -> None:
        self.moved_at = monotonic()
        try:
            super().run_task(db_task_result)
        finally:
            self.moved_at = None
        settle(db_task_result.pk)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
        sys.exit(0)


def look_after(worker: TaskWorker) -> int:
    """Say that a worker lives, and take up what dead ones have left; how many tasks that were.

    By the database's clock: one machine whose own is wrong neither buries the others nor seems to live for ever.
    """
    at = database_now()
    beat(WORKER + worker.worker_id, at)
    alive = beats_of(WORKER).filter(beat_at__range=(at - SILENT, at + SKEW)).values_list("name", flat=True)
    return take_up(at, {name.removeprefix(WORKER) for name in alive})


def _look_after(worker: TaskWorker, stop: Event, notify: str) -> None:
    """In a thread: a task may take minutes."""
    while not stop.wait(BEAT):
        try:
            look_after(worker)
        except AWAY as error:
            logger.warning("A sign of life can't be given: %s", str(error).strip())
        finally:
            connection.close()
        if not worker.is_stuck:
            tell_systemd(ALIVE, notify)


def enqueue_due() -> int:
    """A task for every image whose sizes are due and that has none; how many they are."""
    ready = waiting().filter(task_path=make_sizes.module_path)
    known = {arguments["args"][0] for arguments in ready.values_list("args_kwargs", flat=True)}
    ids = [pk for pk in due().values_list("pk", flat=True) if pk not in known]
    for image_id in ids:
        make_sizes.enqueue(image_id)
    return len(ids)


def work(*, every: float = 1.0, once: bool = False, notify: str = "") -> None:
    """Do what is due, and then whatever comes, until a signal; `once`: until nothing waits.

    `notify`: the socket where systemd waits for signs of life. While the database is away, ever more rarely.
    """
    worker = TaskWorker(interval=every, batch=once)
    worker.configure_signals()
    stop, pause = Event(), 1.0
    tell_systemd(READY, notify)
    threading.Thread(target=_look_after, args=(worker, stop, notify), name="signs of life", daemon=True).start()
    try:
        while True:
            try:
                look_after(worker)
                enqueue_due()
                worker.run()
                return
            except AWAY as error:
                logger.warning("The database does not answer; next try in %.0f s: %s", pause, str(error).strip())
                connection.close()
                worker.be_another()
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
    finally:
        stop.set()
