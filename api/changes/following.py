"""Brings a feed up to now: reads the log of changes from where it stands, compares what is shown, and tells.

The triggers of `api.caching.triggers` write the log in the transaction of each write, and commits are numbered in
their order: whoever reads all lines up to the newest generation has missed nothing. What is shown is read after that;
what was written in between is told now or, once more, as a change, when its lines are read.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from api.caching.models import Change
from api.changes.events import everything_may_have_changed
from api.changes.look import Look
from api.changes.models import Event, Feed, new_key
from api.changes.network import look_at_network
from api.changes.state import ShownState
from api.changes.store import look_at_store
from api.changes.written import LogLines, newest_generation, written_since
from stores.models import StorePage

MOST_AT_ONCE = 5_000
"""Changes that are told one by one; more of them are one: everything."""
LOG_IS_WHOLE = Change.KEPT // 2 // timedelta(microseconds=1)
"""How many generations back nobody has tidied the log."""
ASKED_AGAIN = timedelta(hours=6)
"""So often it is noted that somebody asks."""


def feed_of(store: StorePage | None, at: datetime) -> Feed:
    """The feed of a store, or of the network (None); one that nobody has asked for before begins now."""
    found = Feed.objects.filter(store=store).first()
    if found is None:
        generation = newest_generation()
        look = _look(store.pk if store else None, None, LogLines(), at, at)
        begun = {"generation": generation, "told_at": at, "until": look.until, "asked_at": at}
        found, _is_new = Feed.objects.get_or_create(store=store, defaults={**begun, "state": look.state.packed()})
    elif at - found.asked_at > ASKED_AGAIN:
        Feed.objects.filter(pk=found.pk).update(asked_at=at)
    return found


def is_behind(feed: Feed, newest: int, at: datetime) -> bool:
    """Whether something was written, or the clock has struck."""
    return newest != feed.generation or at >= feed.until


def bring_up(feed: Feed, at: datetime) -> list[Event]:
    """Tell what is new up to this moment, where anything may be; the new events."""
    if not is_behind(feed, newest_generation(), at):
        return []
    with transaction.atomic():
        return tell_news(feed.pk, at)


def tell_news(feed_id: int, at: datetime) -> list[Event]:
    """Within a transaction, one at a time for each feed: the events, and how far it has come, are committed together
    or not at all.
    """
    feed = Feed.objects.select_for_update(of=("self",)).get(pk=feed_id)
    newest = newest_generation()
    at = max(at, feed.told_at)
    if newest < feed.generation or newest - feed.generation > LOG_IS_WHOLE:
        _begin_anew(feed, newest, at)
        return []
    written = written_since(feed.generation, newest, feed.store_id)
    if written.is_told and not written.lines and at < feed.until:
        Feed.objects.filter(pk=feed.pk).update(generation=newest)
        return []
    look = _look(feed.store_id, ShownState.unpacked(bytes(feed.state)), written, feed.told_at, at, feed.until)
    if not written.is_told or len(look.told) > MOST_AT_ONCE:
        look.told = [everything_may_have_changed(at, ())]
    told = sorted(look.told, key=lambda each: each.at)
    bodies = [{**each.body(), "at": each.at.isoformat()} for each in told]
    return _keep(feed, bodies, newest, at, look)


def _look(
    store_id: int | None,
    before: ShownState | None,
    written: LogLines,
    since: datetime,
    at: datetime,
    until: datetime | None = None,
) -> Look:
    if store_id is None:
        return look_at_network(before, written, since, at)
    return look_at_store(store_id, before, written, since, at, until)


def _keep(feed: Feed, bodies: Sequence[dict[str, Any]], newest: int, at: datetime, look: Look) -> list[Event]:
    numbered = enumerate(bodies, start=feed.newest + 1)
    events = [Event(feed=feed, number=number, at=at, body=body) for number, body in numbered]
    Event.objects.bulk_create(events, batch_size=1_000)
    Feed.objects.filter(pk=feed.pk).update(
        generation=newest,
        told_at=at,
        until=look.until,
        newest=feed.newest + len(events),
        state=look.state.packed(),
    )
    return events


def _begin_anew(feed: Feed, newest: int, at: datetime) -> None:
    """The log does not reach back so far, or the database was restored: whoever reads on has to read everything."""
    look = _look(feed.store_id, None, LogLines(), at, at)
    feed.events.all().delete()
    Feed.objects.filter(pk=feed.pk).update(
        key=new_key(), generation=newest, told_at=at, until=look.until, newest=0, state=look.state.packed()
    )
