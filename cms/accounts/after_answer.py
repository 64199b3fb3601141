"""Work whose time must not tell anything to whoever waits for the answer."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)

DELAY = 0.25
"""Seconds. By then the answer has gone out."""

# One thread: a flood of requests becomes a queue, not a flood of mails. Made in each worker at the first use.
_queue = ThreadPoolExecutor(max_workers=1, thread_name_prefix="after-answer")


def after_answer(work: Callable[[], None]) -> None:
    """Do the work once the answer has gone out; what it raises is logged. A worker that is killed forgets it."""
    if settings.WORK_AFTER_ANSWER:
        _queue.submit(_later, work)
    else:
        work()


def _later(work: Callable[[], None]) -> None:
    time.sleep(DELAY)
    try:
        work()
    except Exception:
        logger.exception("Work after an answer failed.")
    finally:
        connections.close_all()
