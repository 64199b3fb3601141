"""Has feeds fetched whose time has come, in a thread of the scheduler."""

import logging
from datetime import datetime, timedelta
from threading import Event

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.intake.models import ProviderFeed
from cms.intake.tasks import import_feed
from cms.watching.logs import AWAY

logger = logging.getLogger(__name__)

EVERY = 15.0
"""Seconds between two looks for feeds that are due."""
LOST_AFTER = timedelta(hours=2)
"""A worker that was told to fetch a feed, and has not said what came of it, is asked again."""


def enqueue_feeds(at: datetime) -> int:
    """Have feeds fetched whose time has come; how many they are."""
    is_due = Q(next_at__isnull=True) | Q(next_at__lte=at)
    is_free = Q(queued_at__isnull=True) | Q(queued_at__lt=at - LOST_AFTER)
    due = ProviderFeed.objects.filter(is_due, is_free, is_on=True)
    done = 0
    for pk in due.order_by(F("next_at").asc(nulls_first=True)).values_list("pk", flat=True):
        with transaction.atomic():
            if due.filter(pk=pk).update(queued_at=at):
                import_feed.enqueue(pk)
                done += 1
    return done


def follow_feeds(stop: Event) -> None:
    """Look again and again for feeds that are due, in a thread of the scheduler."""
    while not stop.wait(EVERY):
        try:
            enqueue_feeds(timezone.now())
        except AWAY:
            logger.warning("The database does not answer: no feed is fetched")
        except Exception:
            # Whatever it is, the next look is soon enough.
            logger.exception("Feeds are not fetched")
        finally:
            connection.close()
