"""Go-live at its time, done by one process of the network. Nothing else waits for it: expiry, licences and promo
lines are crossed when somebody reads.

Every page is its own transaction, so that one that can't go live holds up no other. Schedulers on several machines
are safe: each takes the same lock, and asks again whether there is anything left to do.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from cms.running.rounds import make_rounds
from cms.running.systemd import ALIVE, READY, tell_systemd
from cms.running.tidying import tidy_daily
from cms.watching.clocks import SKEW, clocks_apart
from cms.watching.models import beat

logger = logging.getLogger(__name__)

LOCK = 0x4D6F7274
"""The number of our advisory lock on PostgreSQL."""
LONGEST_PAUSE = 60.0
"""Seconds between tries while the database is away."""
SHORTEST_PAUSE = 0.01
"""Seconds between two looks for something that is about to be due."""

AWAY = (OperationalError, InterfaceError)

BESIDE: list[Callable[[Event], None]] = []
"""What else the scheduler does, each in a thread until the event is set. Packages above this one add theirs."""
DUE: list[Callable[[datetime], Iterable[tuple[Any, Callable[[], bool]]]]] = []
"""What else is due at a moment: things, each with what to do, in a transaction of its own. Rooms above add theirs."""
COMING: list[Callable[[datetime], datetime | None]] = []
"""When the next of those is due after a moment; None where nothing is."""


def _holds_lock() -> bool:
    """Whether this transaction alone publishes. On SQLite a write transaction is alone anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _expired(at: datetime) -> Iterator[Any]:
    """Live objects past their end."""
    drafts: list[Any] = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in drafts if not issubclass(model, Page))]:
        yield from model._default_manager.filter(live=True, expire_at__lt=at).order_by("expire_at")


@dataclass
class Scheduler:
    """Publishes what is due. Remembers why a page can't go live, to log that once."""

    refused: dict[tuple[str, int], str] = field(default_factory=dict)
    is_waiting_for_clock: bool = False

    def publish_due(self, at: datetime) -> int:
        """Everything that should be live, or no longer, at the moment `at`; how many objects were changed.

        OperationalError and InterfaceError when the database is away.
        """
        done = 0
        for thing in list(_expired(at)):
            done += self._do("take down", thing, lambda thing=thing: self._take_down(thing, at))
        for revision in list(Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")):
            done += self._do("publish", revision, lambda revision=revision: self._publish(revision, at))
        for find in DUE:
            for thing, change in list(find(at)):
                done += self._do("publish", thing, change)
        return done

    def next_due(self, at: datetime) -> datetime | None:
        """When something is due next after the moment `at`. What ends is not asked: readers cross that themselves."""
        coming = Revision.objects.filter(approved_go_live_at__gt=at).aggregate(at=Min("approved_go_live_at"))["at"]
        return min((each for each in (coming, *(find(at) for find in COMING)) if each is not None), default=None)

    def until_due(self, looked_at: datetime, longest: float) -> float:
        """Seconds until something is due that was not when it looked, `longest` at most."""
        coming = None if self.is_waiting_for_clock else self.next_due(looked_at)
        if coming is None:
            return longest
        return min(longest, max((coming - timezone.now()).total_seconds(), SHORTEST_PAUSE))

    def look(self) -> datetime:
        """All that is due now, if it is known what time it is: what goes live too early, or is deleted, stays so.

        When it looked.
        """
        at = timezone.now()
        if not self._is_clock_wrong():
            self.publish_due(at)
            beat("scheduler", timezone.now())
            tidy_daily(timezone.now())
            make_rounds(timezone.now())
        return at

    def _is_clock_wrong(self) -> bool:
        """Whether this machine's clock and the database's disagree. Said once."""
        difference = clocks_apart()
        is_wrong = difference > SKEW
        if is_wrong and not self.is_waiting_for_clock:
            seconds = difference.total_seconds()
            logger.error("Nothing is published: the clock is %.0f seconds apart from the database's", seconds)
        elif self.is_waiting_for_clock and not is_wrong:
            logger.warning("The clock is right again.")
        self.is_waiting_for_clock = is_wrong
        return is_wrong

    def _do(self, what: str, thing: Any, change: Any) -> bool:
        key = (thing._meta.label, thing.pk)
        try:
            with transaction.atomic():
                is_done = bool(_holds_lock() and change())
        except AWAY:
            raise
        except Exception as error:
            # Whatever the error is, the pages behind this one go live.
            is_known = isinstance(error, ValidationError)
            reason = "; ".join(error.messages) if isinstance(error, ValidationError) else repr(error)
            if self.refused.get(key) != reason:
                logger.error("Can't %s %s: %s", what, self._named(thing), reason, exc_info=not is_known)
            self.refused[key] = reason
            return False
        self.refused.pop(key, None)
        return is_done

    def _take_down(self, thing: Any, at: datetime) -> bool:
        rows = type(thing)._default_manager.select_for_update(of=("self",))
        current = rows.filter(pk=thing.pk, live=True, expire_at__lt=at).first()
        if current is None:
            return False
        current.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        logger.info("Took down %s", self._named(current))
        return True

    def _publish(self, revision: Revision, at: datetime) -> bool:
        current = Revision.objects.select_for_update().filter(pk=revision.pk, approved_go_live_at__lte=at).first()
        if current is None:
            return False
        current.publish(log_action="wagtail.publish.scheduled")
        logger.info("Published %s", self._named(current))
        return True

    @staticmethod
    def _named(thing: Any) -> str:
        if isinstance(thing, Revision):
            return f"'{thing.object_str}' ({thing.content_type.model} {thing.object_id})"
        return f"'{thing}' ({thing._meta.model_name} {thing.pk})"


def run(stop: Event, *, every: float, notify: str = "") -> None:
    """Publish what is due, at its moment, until `stop` is set; while the database is away, ask ever more rarely.

    `every`: seconds after which it looks anew, for what was given a moment since.
    `notify`: the socket where systemd waits for signs of life.
    """
    scheduler, pause = Scheduler(), every
    tell_systemd(READY, notify)
    while not stop.is_set():
        try:
            until_due = scheduler.until_due(scheduler.look(), every)
        except AWAY as error:
            pause = until_due = min(max(pause, 1.0) * 2, LONGEST_PAUSE)
            logger.warning("The database does not answer; next try in %.0f s: %s", pause, str(error).strip())
        else:
            if pause != every:
                logger.warning("The database answers again.")
            pause = every
        finally:
            connection.close()
        tell_systemd(ALIVE, notify)
        stop.wait(until_due)


def run_all(stop: Event, *, every: float, notify: str = "") -> None:
    """The same, with what else the scheduler does beside it."""
    for each in BESIDE:
        Thread(target=each, args=(stop,), name=each.__module__, daemon=True).start()
    run(stop, every=every, notify=notify)
