"""One look at a feed, from its bytes to the line that says what came of it; and when the next one is."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.intake.fetching import fetch_feed, picture_source, read_delivery, remember
from cms.intake.formats.raw import Unreadable
from cms.intake.formats.reading import read_document
from cms.intake.models import FeedRun, ProviderFeed
from cms.intake.taking import Tally, take_document
from cms.outgoing.getting import NotGot
from cms.watching.logs import AWAY

logger = logging.getLogger(__name__)

EVERY = 15.0
"""Seconds between two looks for feeds that are due."""
LOST_AFTER = timedelta(hours=2)
"""A worker that was told to fetch a feed, and has not said what came of it, is asked again."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one look. `tally` is None where nothing had changed, or nothing could be read."""

    tally: Tally | None
    problem: str = ""


def take_file(feed: ProviderFeed, path: Path, *, is_dry_run: bool = False) -> Taken:
    """Import a delivered file."""
    at = timezone.now()
    try:
        taken = _read(feed, read_delivery(path), at, path.parent, is_dry_run)
    except NotGot as error:
        taken = Taken(None, str(error))
    if not is_dry_run:
        _write_run(feed, path.name, taken, at)
    return taken


def take_feed(feed: ProviderFeed, *, is_dry_run: bool = False) -> Taken:
    """Fetch and import what is new. A feed that fails is tried again after ever longer pauses."""
    at = timezone.now()
    try:
        got = fetch_feed(feed)
        taken = Taken(None) if got.body is None else _read(feed, got.body, at, None, is_dry_run)
        if got.body is not None and not taken.problem:
            remember(feed, got.headers)
    except NotGot as error:
        taken = Taken(None, str(error))
    if not is_dry_run:
        feed.failures = feed.failures + 1 if taken.problem else 0
        feed.next_at, feed.queued_at = timezone.now() + feed.pause(), None
        feed.save(update_fields=["etag", "last_modified", "failures", "next_at", "queued_at"])
        _write_run(feed, feed.address, taken, at)
    return taken


def _read(feed: ProviderFeed, data: bytes, at: datetime, folder: Path | None, is_dry_run: bool) -> Taken:
    try:
        document = read_document(data, feed.format)
    except Unreadable as error:
        return Taken(None, str(error))
    return Taken(take_document(feed, document, picture_source(feed, folder), at, is_dry_run=is_dry_run))


def _write_run(feed: ProviderFeed, source: str, taken: Taken, at: datetime) -> None:
    FeedRun.objects.create(
        feed=feed,
        began_at=at,
        ended_at=timezone.now(),
        source=source[:500],
        counts=dict(taken.tally.counts) if taken.tally else {},
        notes=taken.tally.notes if taken.tally else [],
        problem=taken.problem,
    )


def enqueue_feeds(at: datetime) -> int:
    """Have feeds fetched whose time has come; how many they are."""
    # The task imports this module.
    from cms.intake.tasks import import_feed  # noqa: PLC0415

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
