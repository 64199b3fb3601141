"""How calls go: what Network health, `/readyz` and the metrics say of webhooks."""

from datetime import datetime, timedelta

from django.db.models import Min

from api.webhooks.models import Delivery, DeliveryState, Webhook
from cms.watching.checks import Check, Finding, good, register_check, warning

LATE = timedelta(minutes=10)
"""Older deliveries that wait, of webhooks that do not fail, mean that nobody sends."""


def webhooks(at: datetime) -> Finding:
    """Whether everybody who is to be called is."""
    rows = Webhook.objects.all()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, webhook__disabled_at__isnull=True)
    failing = rows.active().filter(failing_since__isnull=False).count()
    turned_off = rows.filter(disabled_at__isnull=False).exclude(disabled_why="").count()
    counts = {"waiting": waiting.count(), "failing": failing, "turned_off": turned_off}
    oldest = waiting.filter(webhook__failing_since__isnull=True).aggregate(oldest=Min("next_at"))["oldest"]
    if oldest is not None and at - oldest > LATE:
        mend = "Do scheduler and worker run? See “Scheduler” and “Tasks”."
        return warning(f"a call has waited since {oldest:%Y-%m-%d %H:%M} UTC", mend, **counts)
    if failing or turned_off:
        words = f"{failing} can't be reached, {turned_off} turned off since they could not be"
        return warning(words, "Their screens say why; those whose they are were mailed.", **counts)
    return good(f"{rows.active().count()} are called, {counts['waiting']} calls wait", **counts)


def register_webhook_check() -> None:
    register_check(Check("webhooks", "Webhooks", webhooks))
