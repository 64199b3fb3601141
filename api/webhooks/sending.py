"""Sends a delivery, writes down what came of it, and decides what is next: the next one, another try, or none."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from api.webhooks.history import note
from api.webhooks.models import Delivery, DeliveryState, Webhook
from api.webhooks.signing import headers_for
from api.webhooks.targets import CallOutcome, call
from api.webhooks.telling import tell_disabled
from cms.tasks.rows import BACKEND
from cms.watching.metrics import WEBHOOKS

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 60 * 60, 6 * 60 * 60, 12 * 60 * 60))
"""Between the tries of one delivery. After the last of them it is given up."""
DISABLED_AFTER = timedelta(days=3)
"""Without a call that arrived, when one is given up: then nothing more is sent until somebody turns it on again."""
KEPT_TRIES = 20
LOST_AFTER = timedelta(minutes=15)
"""A worker that was told to send something, and has not said what came of it, is asked again."""


@task(backend=BACKEND)
def send(delivery_id: int) -> None:
    """One try. The same message again, if the worker dies before it can write down that it arrived."""
    delivery = (
        Delivery.objects.select_related("webhook__store").filter(pk=delivery_id, state=DeliveryState.WAITING).first()
    )
    if delivery is None or delivery.webhook.disabled_at is not None:
        return
    at = timezone.now()
    hook = delivery.webhook
    headers = headers_for(delivery.message, delivery.body, at, hook.secrets(at))
    outcome = call(hook.url, delivery.body.encode(), headers)
    WEBHOOKS.labels("arrived" if outcome.has_arrived else "failed").inc()
    write_outcome(delivery.pk, outcome, timezone.now())


@transaction.atomic
def write_outcome(delivery_id: int, outcome: CallOutcome, at: datetime) -> None:
    """Write down a try. What waits behind a delivery that has arrived, or was given up, is sent at once."""
    # The hook first, as whoever gives out its deliveries locks it first, too.
    hook = Webhook.objects.select_for_update().get(deliveries=delivery_id)
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING:
        return
    tried = {"at": at.isoformat(), "status": outcome.status, "seconds": outcome.seconds, "problem": outcome.problem}
    delivery.tries = [*delivery.tries, tried][-KEPT_TRIES:]
    delivery.queued_at = None
    if outcome.has_arrived:
        delivery.state = DeliveryState.SENT
        hook.failing_since = None
    else:
        delivery.failures += 1
        hook.failing_since = hook.failing_since or at
        if delivery.failures > len(PAUSES):
            delivery.state = DeliveryState.FAILED
        else:
            delivery.next_at = at + PAUSES[delivery.failures - 1]
    delivery.save()
    hook.save(update_fields=["failing_since"])
    if outcome.is_gone or (
        delivery.state == DeliveryState.FAILED and at - (hook.failing_since or at) >= DISABLED_AFTER
    ):
        _disable(hook, outcome, at)
    elif delivery.state != DeliveryState.WAITING:
        send_next(hook, at)


def _disable(hook: Webhook, outcome: CallOutcome, at: datetime) -> None:
    """Stop calling, and say so to those whose it is."""
    hook.disabled_at, hook.disabled_why = at, outcome.problem
    hook.save(update_fields=["disabled_at", "disabled_why"])
    note(hook, None, {"turned": "on"}, {"turned": f"off, since calls failed: {outcome.problem}"})
    WEBHOOKS.labels("disabled").inc()
    tell_disabled(hook)


def send_next(hook: Webhook, at: datetime) -> bool:
    """Have the oldest delivery that waits sent, if it is time: one at a time, so they arrive in order.

    Within a transaction that has locked the hook.
    """
    first = hook.deliveries.filter(state=DeliveryState.WAITING).order_by("pk").first()
    if first is None or first.next_at > at:
        return False
    if first.queued_at is not None and at - first.queued_at < LOST_AFTER:
        return False
    Delivery.objects.filter(pk=first.pk).update(queued_at=at)
    send.enqueue(first.pk)
    return True
