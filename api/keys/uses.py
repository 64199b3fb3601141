"""When a key was last used: noted in memory by whoever answers, written by a thread beside, once a minute at most."""

import logging
import os
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from api.keys.models import ApiKey

logger = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two writes of one key by one process."""
SOON = timedelta(seconds=50)
"""One that another process has just written is left alone."""
DELAY = 1.0
"""Seconds for which uses are gathered before they are written."""


class Uses:
    """Thread-safe; starts its thread when a key is first used."""

    def __init__(self) -> None:
        self._noted: dict[int, float] = {}
        self._due: set[int] = set()
        self._wanted = threading.Event()
        self._process = 0
        self._lock = threading.Lock()

    def note(self, key: int) -> None:
        """A key was used now. Costs a look into a dictionary."""
        now = monotonic()
        if now - self._noted.get(key, float("-inf")) < EVERY:
            return
        with self._lock:
            self._noted[key] = now
            self._due.add(key)
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="uses of keys", daemon=True).start()
        self._wanted.set()

    def _run(self) -> None:
        while True:
            self._wanted.wait()
            threading.Event().wait(DELAY)
            with self._lock:
                due, self._due = self._due, set()
                self._wanted.clear()
            try:
                write_uses(due, timezone.now())
            except Exception as error:
                # It is said again a minute later.
                logger.warning("Uses of keys are not written: %s", str(error).strip())
            finally:
                connection.close()


def write_uses(keys: Iterable[int], at: datetime) -> None:
    """No answer is made of it, so nothing that is kept becomes old."""
    late = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - SOON)
    ApiKey.objects.filter(late, pk__in=list(keys)).update(last_used_at=at)
