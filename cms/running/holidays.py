"""Asking stores about holidays, by the worker."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from cms.running.rounds import Round
from cms.tasks.rows import BACKEND
from stores.hours.holidays.mail import ask_due

logger = logging.getLogger(__name__)


@task(backend=BACKEND)
def ask_stores() -> None:
    """Questions and their mails are one transaction: done twice, or killed in between, nobody is asked twice."""
    mails = ask_due(timezone.now())
    if mails:
        logger.info("Asked about holidays in %d mails", mails)


ROUND = Round("holiday questions", timedelta(minutes=30), ask_stores)
