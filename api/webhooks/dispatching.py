"""From feeds to deliveries: whoever is to hear of what is new gets it written down, and sent.

The log of changes is written in the transaction of each write; a feed, and how far a webhook has read in it, move in
transactions that write what follows from them. Whatever is killed in between, the next look goes on from there. What
fails for one store, or for one webhook, holds up that alone: the others are called, and it is tried again.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Event as Signal
from typing import Any

import orjson
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from api.changes.events import everything_may_have_changed
from api.changes.models import Event, Feed
from api.changes.together import Held, brought_up, name_of_feed
from api.changes.tokens import events_after, item_of
from api.webhooks.models import Delivery, DeliveryState, Webhook
from api.webhooks.sending import LOST_AFTER, send_next
from cms.watching.logs import AWAY
from stores.models import StorePage

logger = logging.getLogger(__name__)

EVERY = 1.0
"""Seconds between two looks."""
LONGEST_PAUSE = 30.0
AT_ONCE = 100
"""Events of one delivery."""


PICTURES = timedelta(seconds=15)
"""After a call, for so long, more sizes of pictures alone are no reason for another: while many are made, they come
one after the other."""


def dispatch(at: datetime, held: Held | None = None) -> int:
    """Make deliveries of all that is new, and have sent what waits; how many deliveries were made.

    `held`: what could not be done in earlier looks.
    """
    made, held = 0, held or Held()
    columns = ("pk", "store_id", "key", "number", "stuck_since")
    hooks = list(Webhook.objects.active().order_by("store_id", "pk").only(*columns))
    feeds = brought_up({hook.store_id for hook in hooks}, at, held)
    behind = [
        (hook.pk, feed)
        for hook in hooks
        if (feed := feeds.get(hook.store_id)) is not None and (hook.key, hook.number) != (feed.key, feed.newest)
    ]
    stores: dict[int, StorePage] = StorePage.objects.in_bulk({feed.store_id for _pk, feed in behind} - {None})
    for pk, feed in behind:
        if not held.is_held(_name(pk), at):
            with held.apart(_name(pk), at):
                made += write_down(pk, feed, stores.get(feed.store_id or 0), at)
    _note_stuck(hooks, at, held)
    _send_due(at, held)
    return made


def _name(webhook_id: int) -> str:
    """What a webhook is called among what is held."""
    return f"webhook {webhook_id}"


def _note_stuck(hooks: Sequence[Webhook], at: datetime, held: Held) -> None:
    """Write down which webhooks hear nothing, for Network health: since when."""
    names = {hook.pk: (name_of_feed(hook.store_id), _name(hook.pk)) for hook in hooks}
    stuck = {pk for pk, each in names.items() if any(held.is_held(name, at) for name in each)}
    new = [hook.pk for hook in hooks if hook.pk in stuck and hook.stuck_since is None]
    free = [hook.pk for hook in hooks if hook.pk not in stuck and hook.stuck_since is not None]
    for ids, since in ((new, at), (free, None)):
        if ids:
            Webhook.objects.filter(pk__in=ids).update(stuck_since=since)


def write_down(webhook_id: int, feed: Feed, store: StorePage | None, at: datetime) -> int:
    """Deliveries of what a webhook has not heard yet; none where it is gone or off by now. Within a transaction."""
    hook = Webhook.objects.active().select_for_update().filter(pk=webhook_id).first()
    if hook is None:
        return 0
    made = 0
    if hook.key != feed.key:
        # The feed began anew: what happened in between is not known.
        bodies = [everything_may_have_changed(at, ()).body()]
        made += _add(hook, [{"id": feed.token(feed.newest), **bodies[0]}], store, at)
        hook.key, hook.number = feed.key, feed.newest
    while hook.number < feed.newest:
        events = events_after(feed, hook.number, AT_ONCE)
        if not events:
            hook.number = feed.newest
            break
        if _may_wait(hook, events, at):
            break
        items = [item_of(feed, event) for event in events if event.body["type"] in hook.types]
        made += _add(hook, items, store, at)
        hook.number = events[-1].number
    hook.save(update_fields=["key", "number"])
    return made


def _may_wait(hook: Webhook, events: Sequence[Event], at: datetime) -> bool:
    """Whether nothing is new but sizes of pictures, and it was called a moment ago."""
    if any((event.body["kind"], event.body["action"]) != ("image", "changed") for event in events):
        return False
    last = hook.deliveries.order_by("-pk").values_list("created_at", flat=True).first()
    return last is not None and at - last < PICTURES


def _add(hook: Webhook, items: Sequence[dict[str, Any]], store: StorePage | None, at: datetime) -> int:
    if not items:
        return 0
    told = [{**item, "store": store.slug} if store else item for item in items]
    data = {
        "store": store.slug if store else None,
        "tags": sorted({tag for item in told for tag in item["tags"]}),
        "paths": sorted({path for item in told for path in item["paths"]}),
        "items": told,
    }
    add_delivery(hook, "changes", data, _about(told), at)
    return 1


def _about(items: Sequence[dict[str, Any]]) -> str:
    """In a few words, for the list of deliveries."""
    first = f"{items[0]['kind']} {items[0]['action']}"
    return first if len(items) == 1 else f"{first}, and {len(items) - 1} more"


def add_delivery(hook: Webhook, kind: str, data: dict[str, Any], about: str, at: datetime) -> Delivery:
    """A delivery that waits. Its bytes never change again."""
    body = orjson.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}).decode()
    return Delivery.objects.create(webhook=hook, body=body, about=about, created_at=at, next_at=at)


def add_test(hook: Webhook, store: StorePage | None, at: datetime) -> Delivery:
    """A call that is about nothing: whether it arrives."""
    data: dict[str, Any] = {"store": store.slug if store else None, "tags": [], "paths": [], "items": []}
    return add_delivery(hook, "test", data, "test", at)


def _send_due(at: datetime, held: Held) -> None:
    lost = Q(deliveries__queued_at__isnull=True) | Q(deliveries__queued_at__lt=at - LOST_AFTER)
    due = Webhook.objects.active().filter(lost, deliveries__state=DeliveryState.WAITING, deliveries__next_at__lte=at)
    for pk in set(due.values_list("pk", flat=True)):
        with held.apart(f"calls of {_name(pk)}", at):
            hook = Webhook.objects.select_for_update().filter(pk=pk).first()
            if hook is not None:
                send_next(hook, at)


def follow(stop: Signal) -> None:
    """Look again and again, in a thread of the scheduler. While the database is away, ever more rarely."""
    pause, held = EVERY, Held()
    while not stop.wait(pause):
        try:
            dispatch(timezone.now(), held)
            pause = EVERY
        except AWAY:
            pause = min(pause * 2, LONGEST_PAUSE)
        except Exception:
            # Whatever it is, the next look is soon enough, and the scheduler goes on.
            logger.exception("Webhooks are not given out")
            pause = LONGEST_PAUSE
        finally:
            connection.close()
