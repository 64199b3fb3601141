"""Many feeds brought up at once: what was written is read once for all of them, and most of it concerns few.

A feed that can't be looked at holds up no other: it is tried again after a pause.
"""

import logging
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from api.caching.models import Change, Generation
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.changes.following import ASKED_AGAIN, feed_of, is_behind, tell_news
from api.changes.models import Feed
from cms.watching.logs import AWAY
from cms.watching.metrics import WEBHOOKS
from stores.models import StorePage

logger = logging.getLogger(__name__)

AGAIN = timedelta(seconds=30)
"""After which it is tried again to do what has failed."""
READ_TOGETHER = timedelta(hours=1) // timedelta(microseconds=1)
"""Generations that are read for all feeds; one that is further behind reads by itself."""


@dataclass
class Held:
    """What could not be done lately: `stores` whose feed could not be brought up, and other things by name."""

    until: dict[Any, datetime] = field(default_factory=dict)

    def is_held(self, name: Any, at: datetime) -> bool:
        return name in self.until and at < self.until[name]

    @contextmanager
    def apart(self, name: Any, at: datetime) -> Iterator[None]:
        """What is done inside may fail for itself alone: it is held, said, and the next one goes on."""
        try:
            with transaction.atomic():
                yield
        except AWAY:
            raise
        except Exception:
            self.until[name] = at + AGAIN
            WEBHOOKS.labels("held").inc()
            logger.exception("Held up for itself alone: %s", name)
        else:
            self.until.pop(name, None)


def name_of_feed(store_id: int | None) -> str:
    """What it is called in logs, and among what is held."""
    return f"feed of store {store_id}" if store_id else "feed of the network"


def brought_up(store_ids: Iterable[int | None], at: datetime, held: Held) -> dict[int | None, Feed]:
    """The feeds of these stores, and of the network (None), brought up; without those that are held.

    What has no news costs no query of its own.
    """
    ids = {pk for pk in store_ids if not held.is_held(name_of_feed(pk), at)}
    rows = Feed.objects.filter(Q(store__in=ids - {None}) | Q(store__isnull=True)).defer("state")
    feeds = {feed.store_id: feed for feed in rows if feed.store_id in ids}
    Feed.objects.filter(pk__in=[feed.pk for feed in feeds.values() if at - feed.asked_at > ASKED_AGAIN]).update(
        asked_at=at
    )
    feeds |= _begun(ids - feeds.keys(), at, held)
    newest, hosts = _generations()
    behind = [feed for feed in feeds.values() if is_behind(feed, newest, at)]
    told = set(behind) - _passed_by(behind, newest, hosts, at)
    for feed in told:
        with held.apart(name_of_feed(feed.store_id), at):
            tell_news(feed.pk, at)
    for row in (
        Feed.objects.filter(pk__in=[feed.pk for feed in told]).only("key", "newest", "store_id") if told else ()
    ):
        feeds[row.store_id].key, feeds[row.store_id].newest = row.key, row.newest
    return {pk: feed for pk, feed in feeds.items() if not held.is_held(name_of_feed(pk), at)}


def _begun(store_ids: Collection[int | None], at: datetime, held: Held) -> dict[int | None, Feed]:
    """Feeds of those that had none."""
    found: dict[int | None, Feed] = {}
    stores = (
        {store.pk: store for store in StorePage.objects.filter(pk__in=set(store_ids) - {None})} if store_ids else {}
    )
    for pk in store_ids:
        if pk is None or pk in stores:
            with held.apart(name_of_feed(pk), at):
                found[pk] = feed_of(stores[pk] if pk else None, at)
    return found


def _generations() -> tuple[int, int]:
    """The newest one, and that of what decides which host leads where."""
    values = dict(Generation.objects.filter(scope__in=["", HOSTS]).values_list("scope", "value"))
    return values.get("", 0), values.get(HOSTS, 0)


def _passed_by(feeds: Collection[Feed], newest: int, hosts: int, at: datetime) -> set[Feed]:
    """Those of which nothing was written that concerns them, as `tell_news` would find: they are up to now, too."""
    near = [feed for feed in feeds if at < feed.until and 0 <= newest - feed.generation <= READ_TOGETHER]
    if len(near) < 2:
        return set()
    written = _Written(min(feed.generation for feed in near), newest, hosts)
    quiet = {feed for feed in near if not written.concerns(feed)}
    # One that somebody else has brought up meanwhile may be further.
    Feed.objects.filter(pk__in=[feed.pk for feed in quiet], generation__lt=newest).update(generation=newest)
    return quiet


class _Written:
    """The newest line of each scope after a generation, and up to another."""

    def __init__(self, oldest: int, newest: int, hosts: int) -> None:
        lines = Change.objects.filter(generation__gt=oldest, generation__lte=newest).order_by()
        last = Max("generation")
        self.hosts, self.scopes = hosts, dict(lines.values_list("scope").annotate(last=last))
        at_hosts = lines.filter(scope=HOSTS).values_list("kind", "object_id").annotate(last=last)
        self.at_hosts = list(at_hosts) if HOSTS in self.scopes else []

    def concerns(self, feed: Feed) -> bool:
        """Whether a feed may have something to tell of it; as `written_since` says."""
        since, pk = feed.generation, feed.store_id
        if since < self.hosts and self.scopes.get(HOSTS, 0) <= since:
            return True
        if pk is None:
            return any(last > since for last in self.scopes.values())
        if any(self.scopes.get(scope, 0) > since for scope in (LIBRARY, store_scope(pk))):
            return True
        return any(last > since and not (kind == "store" and thing != pk) for kind, thing, last in self.at_hosts)
