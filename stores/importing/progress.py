"""How far a run is, told while its transaction is open; and whether it is still wanted.

On PostgreSQL a thread says so once a second over a connection of its own, and hears there that the run has been
cancelled. SQLite has one writer, which is the run itself: there nothing is told in between, and nobody can cancel.
"""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from stores.importing.models import ImportRun
from stores.signals import task_moves

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two words of a run."""


class Cancelled(Exception):
    """The run has been ended by somebody, or its upload replaced. Nothing was written."""


def is_told_meanwhile() -> bool:
    """Whether others see how far a run is, and can end it; in somebody else's transaction nobody does."""
    return connection.vendor == "postgresql" and not connection.in_atomic_block


class Watch:
    """Told of each store by the run. Raises Cancelled in it once the run has been ended by somebody."""

    def __init__(self, run_id: int) -> None:
        self.run_id = run_id
        self._reached = (0, 0)
        self._stop, self._is_ended = Event(), Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        if is_told_meanwhile():
            self._thread = Thread(target=self._tell, name="progress of an import", daemon=True)
            self._thread.start()
        return self

    def __call__(self, done: int, total: int) -> None:
        self._reached = (done, total)
        task_moves.send(sender=Watch)
        if self._is_ended.is_set():
            raise Cancelled

    def stop(self) -> None:
        """Before the run's own transaction writes its row: the two would wait for each other."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _tell(self) -> None:
        try:
            while not self._stop.wait(EVERY):
                if not self._told():
                    self._is_ended.set()
                    return
        finally:
            connection.close()

    def _told(self) -> bool:
        """False if the run has ended, or is gone."""
        done, total = self._reached
        try:
            here = ImportRun.objects.open().filter(pk=self.run_id)
            return bool(here.update(done=done, total=total, seen_at=timezone.now()))
        except (OperationalError, InterfaceError) as error:
            # The run itself meets the same, or it was a moment.
            logger.warning("How far an import is can't be told: %s", str(error).strip())
            connection.close()
            return True
