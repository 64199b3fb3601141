"""What people do with a webhook: add it, change it, turn it on and off, give it another secret, send again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from api.changes.following import bring_up, feed_of
from api.webhooks.dispatching import add_test
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
    hook.save()
    return hook, secret


def change_webhook(hook: Webhook, given: Mapping[str, Any]) -> None:
    Webhook.objects.filter(pk=hook.pk).update(**given)


def rotate(hook: Webhook, at: datetime) -> str:
    """Another secret; for a day calls are signed with both."""
    secret = new_secret()
    with transaction.atomic():
        locked = Webhook.objects.select_for_update().get(pk=hook.pk)
        locked.use_secret(secret, at)
        locked.save(update_fields=["secret", "old_secret", "rotated_at"])
    return secret


@transaction.atomic
def switch(hook: Webhook, at: datetime, *, is_on: bool) -> None:
    """Turn it off, or on: then what waits is sent, and what changed meanwhile is given out by the next look."""
    locked = Webhook.objects.select_for_update().get(pk=hook.pk)
    locked.disabled_at, locked.disabled_why, locked.failing_since = (None if is_on else at), "", None
    locked.save(update_fields=["disabled_at", "disabled_why", "failing_since"])
    if is_on:
        locked.deliveries.filter(state=DeliveryState.WAITING).update(next_at=at, queued_at=None)
        send_next(locked, at)


@transaction.atomic
def test(hook: Webhook, at: datetime) -> Delivery:
    """Have it called about nothing."""
    locked = Webhook.objects.select_for_update(of=("self",)).select_related("store").get(pk=hook.pk)
    delivery = add_test(locked, locked.store, at)
    send_next(locked, at)
    return delivery


@transaction.atomic
def send_once_more(hook: Webhook, delivery_id: int, at: datetime) -> bool:
    """The same message once more, under the same name; False where the webhook has no such delivery that has ended."""
    locked = Webhook.objects.select_for_update().get(pk=hook.pk)
    ended = locked.deliveries.filter(pk=delivery_id).exclude(state=DeliveryState.WAITING)
    if not ended.update(state=DeliveryState.WAITING, failures=0, next_at=at, queued_at=None):
        return False
    send_next(locked, at)
    return True
