"""Reminding of medical reviews, by the worker."""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from cms.reviews.mail import remind_due
from cms.running.rounds import Round
from cms.tasks.rows import BACKEND

logger = logging.getLogger(__name__)


@task(backend=BACKEND)
def remind_reviewers() -> None:
    """Reminders and their mails are one transaction: done twice, or killed in between, nobody is reminded twice."""
    mails = remind_due(timezone.now())
    if mails:
        logger.info("Reminded of medical reviews in %d mails", mails)


ROUND = Round("review reminders", timedelta(hours=1), remind_reviewers)
