"""Where somebody has read up to: the key of a feed, and the number of its last event."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet

from api.changes.models import KEPT, Event, Feed
from api.protocol.errors import BadRequest, Withdrawn

TOKEN = re.compile(r"([a-z0-9]+)-([0-9]{1,15})")
MEND = "Read everything anew, and then ask 'changes/' without 'since'."


def number_in(token: str, feed: Feed, field: str) -> int:
    """The number of a token's event in this feed. 400 for what is no token of it, 410 for what is too long ago."""
    found = TOKEN.fullmatch(token)
    if found is None:
        raise BadRequest(f"'{field}' must be a token that an answer gave, not '{token}'.", field=field)
    key, number = found[1], int(found[2])
    if key != feed.key:
        raise Withdrawn(f"This token is of another store, or of a time that is no longer known. {MEND}")
    if number > feed.newest:
        raise BadRequest(f"'{field}' is ahead of everything that has happened: '{token}'.", field=field)
    oldest = Event.objects.filter(feed=feed).aggregate(oldest=Min("number"))["oldest"]
    if number < feed.newest and (oldest is None or number < oldest - 1):
        raise Withdrawn(f"What changed since then is no longer known: it is kept for {KEPT.days} days. {MEND}")
    return number


def events_after(feed: Feed, number: int, limit: int) -> Sequence[Event]:
    """What was told after an event, in order; nothing where the feed began anew in the meantime."""
    return list(Event.objects.filter(feed=feed, feed__key=feed.key, number__gt=number).order_by("number")[:limit])


def item_of(feed: Feed, event: Event) -> dict[str, Any]:
    """An event as the API gives it; `id` is the token to read on after it."""
    return {"id": feed.token(event.number), **event.body}


def old_events(at: datetime) -> QuerySet[Event]:
    return Event.objects.filter(at__lt=at - KEPT)


def unused_feeds(at: datetime) -> QuerySet[Feed]:
    """Those that nobody has asked for in a long time."""
    return Feed.objects.filter(asked_at__lt=at - KEPT)
