"""What people do with a webhook: add it, change it, turn it on and off, give it another secret, send again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from api.changes.following import bring_up, feed_of
from api.webhooks.dispatching import add_test
from api.webhooks.history import note, said_of
from api.webhooks.models import Delivery, DeliveryState, Webhook
from api.webhooks.sending import send_next
from api.webhooks.signing import new_secret
from stores.access.who import Actor
from stores.models import StorePage

MOST = 10
"""Webhooks of one store, and of the network."""


def add_webhook(
    *, by: Actor | None, store: StorePage | None, given: Mapping[str, Any], at: datetime
) -> tuple[Webhook, str]:
    """A webhook that hears of everything from now on, and its secret, which nobody is shown again."""
    if Webhook.objects.of(store).count() >= MOST:
        raise ValidationError(f"There are {MOST} webhooks already: delete one that is no longer needed.")
    feed = feed_of(store, at)
    bring_up(feed, at)
    feed.refresh_from_db(fields=["key", "newest"])
    secret = new_secret()
    hook = Webhook(store=store, key=feed.key, number=feed.newest, created_at=at, created_by=by, **given)
    hook.use_secret(secret, at)
    with transaction.atomic():
        hook.save()
        note(hook, by, {}, said_of(hook))
    return hook, secret


@transaction.atomic
def change_webhook(hook: Webhook, given: Mapping[str, Any], by: Actor | None) -> None:
    locked = _locked(hook)
    before = said_of(locked)
    for name, value in given.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(given))
    note(locked, by, before, said_of(locked))


@transaction.atomic
def delete_webhook(hook: Webhook, by: Actor | None) -> None:
    locked = _locked(hook)
    note(locked, by, said_of(locked), {})
    locked.delete()


def _locked(hook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update(of=("self",)).select_related("store").get(pk=hook.pk)


def rotate(hook: Webhook, at: datetime, by: Actor | None) -> str:
    """Another secret; for a day calls are signed with both."""
    secret = new_secret()
    with transaction.atomic():
        locked = _locked(hook)
        locked.use_secret(secret, at)
        locked.save(update_fields=["secret", "old_secret", "rotated_at"])
        note(locked, by, {"secret": "the one before"}, {"secret": "a new one"})
    return secret


@transaction.atomic
def switch(hook: Webhook, at: datetime, by: Actor | None, *, is_on: bool) -> None:
    """Turn it off, or on: then what waits is sent, and what changed meanwhile is given out by the next look."""
    locked = _locked(hook)
    note(locked, by, {"turned": "off" if locked.disabled_at else "on"}, {"turned": "on" if is_on else "off"})
    locked.disabled_at, locked.disabled_why, locked.failing_since = (None if is_on else at), "", None
    locked.save(update_fields=["disabled_at", "disabled_why", "failing_since"])
    if is_on:
        locked.deliveries.filter(state=DeliveryState.WAITING).update(next_at=at, queued_at=None)
        send_next(locked, at)


@transaction.atomic
def test(hook: Webhook, at: datetime) -> Delivery:
    """Have it called about nothing."""
    locked = _locked(hook)
    delivery = add_test(locked, locked.store, at)
    send_next(locked, at)
    return delivery


@transaction.atomic
def send_once_more(hook: Webhook, delivery_id: int, at: datetime, by: Actor | None) -> bool:
    """The same message once more, under the same name; False where the webhook has no such delivery that has ended."""
    locked = _locked(hook)
    ended = locked.deliveries.filter(pk=delivery_id).exclude(state=DeliveryState.WAITING)
    if not ended.update(state=DeliveryState.WAITING, failures=0, next_at=at, queued_at=None):
        return False
    note(locked, by, {"call": f"{delivery_id}"}, {"call": f"{delivery_id}, sent again"})
    send_next(locked, at)
    return True
