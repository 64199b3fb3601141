"""One look at a feed, from its bytes to the line that says what came of it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from cms.intake.fetching import fetch_feed, picture_source, read_delivery, remember
from cms.intake.formats.raw import Unreadable
from cms.intake.formats.reading import read_document
from cms.intake.models import FeedRun, ProviderFeed
from cms.intake.taking import Tally, take_document
from cms.outgoing.getting import NotGot
from cms.watching.logs import AWAY

logger = logging.getLogger(__name__)


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
        return Taken(take_document(feed, document, picture_source(feed, folder), at, is_dry_run=is_dry_run))
    except AWAY:
        raise
    except Unreadable as error:
        return Taken(None, str(error))
    except Exception as error:
        # Whatever it is: the feed says so, and is tried again after a pause.
        logger.exception("A feed can't be taken")
        return Taken(None, f"Mortar itself has failed ({type(error).__name__}); its log says where.")


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
