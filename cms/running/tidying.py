"""What nobody needs any more is deleted, once a day, by the scheduler. The history of who changed what is kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page, Revision, TaskState, WorkflowState

from cms.tasks.rows import KEPT, given_up
from cms.users.models import SharedCache
from cms.watching.clocks import is_lately
from cms.watching.logs import AWAY
from cms.watching.models import WORKER, beat, beats_of, last_beat
from stores.exports.models import Export
from stores.importing.models import ImportUpload

logger = logging.getLogger(__name__)

EVERY = timedelta(days=1)
AT_ONCE = 1_000
"""Rows of one statement: others get their turn in between."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Rows of one kind that nobody needs at a moment."""

    name: str
    find: Callable[[datetime], QuerySet[Any]]


def _old_revisions(at: datetime) -> QuerySet[Any]:
    """Of `REVISIONS_KEPT_DAYS` ago and before: neither somebody's draft, nor live, scheduled or in approval."""
    before = at - timedelta(days=settings.REVISIONS_KEPT_DAYS)
    in_approval = TaskState.objects.filter(
        revision=OuterRef("pk"), workflow_state__status=WorkflowState.STATUS_IN_PROGRESS
    )
    newer = Revision.objects.filter(
        content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), created_at__gt=OuterRef("created_at")
    )
    used = Page.objects.filter(Q(latest_revision=OuterRef("pk")) | Q(live_revision=OuterRef("pk")))
    return Revision.objects.filter(
        Exists(newer), ~Exists(used), ~Exists(in_approval), created_at__lt=before, approved_go_live_at__isnull=True
    )


LEFTOVERS = [
    Leftovers("sessions", lambda at: Session.objects.filter(expire_date__lt=at)),
    Leftovers("counts of logins", lambda at: SharedCache.objects.filter(expires__lt=at)),
    Leftovers("import files", ImportUpload.objects.expired),
    Leftovers("exports", Export.objects.expired),
    Leftovers("old revisions", _old_revisions),
    Leftovers("tasks that failed", lambda at: given_up().filter(finished_at__lt=at - KEPT)),
    Leftovers("workers that ended", lambda at: beats_of(WORKER).filter(beat_at__lt=at - KEPT)),
]
"""Packages above this one add theirs when they are ready."""


def delete_leftovers(at: datetime) -> dict[str, int]:
    """Delete all leftovers; how many rows of each. What can't be deleted is logged, and holds up nothing else."""
    return {leftovers.name: _deleted(leftovers, at) for leftovers in LEFTOVERS}


def _deleted(leftovers: Leftovers, at: datetime) -> int:
    done = 0
    try:
        while keys := list(leftovers.find(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            leftovers.find(at).filter(pk__in=keys).delete()
            done += len(keys)
            if len(keys) < AT_ONCE:
                break
    except AWAY:
        raise
    except Exception:
        logger.exception("Can't delete %s", leftovers.name)
    return done


def tidy_daily(at: datetime) -> None:
    """Delete leftovers if that was done more than a day ago."""
    if is_lately(last_beat("tidying"), at, EVERY):
        return
    beat("tidying", at)
    done = delete_leftovers(at)
    if any(done.values()):
        logger.info("Deleted %s", ", ".join(f"{number} {name}" for name, number in done.items() if number))
