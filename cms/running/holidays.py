"""Asking stores about holidays, as often as the scheduler is to look whether there is anybody to ask."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from cms.tasks.rows import BACKEND, waiting
from cms.watching.clocks import is_lately
from cms.watching.logs import AWAY
from cms.watching.models import beat, last_beat
from stores.hours.holidays.mail import ask_due

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=30)
NAME = "holiday questions"


def ask_now_and_then(at: datetime) -> None:
    """Have the worker ask whoever is to be asked, if that was not done in the last half an hour."""
    if is_lately(last_beat(NAME), at, EVERY):
        return
    try:
        with transaction.atomic():
            beat(NAME, at)
            if not waiting().filter(task_path=ask_stores.module_path).exists():
                ask_stores.enqueue()
    except AWAY:
        raise
    except Exception:
        # Pages go live all the same; it is tried again.
        logger.exception("Can't ask stores about holidays")


@task(backend=BACKEND)
def ask_stores() -> None:
    """Questions and their mails are one transaction: done twice, or killed in between, nobody is asked twice."""
    mails = ask_due(timezone.now())
    if mails:
        logger.info("Asked about holidays in %d mails", mails)
