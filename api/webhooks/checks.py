"""How calls go: what Network health, `/readyz` and the metrics say of webhooks."""

from datetime import datetime, timedelta

from django.db.models import Min, Q, QuerySet

from api.webhooks.models import Delivery, DeliveryState, Webhook
from cms.watching.checks import Check, Finding, good, register_check, warning

LATE = timedelta(minutes=10)
"""Older deliveries that wait, of webhooks that do not fail, mean that nobody sends."""
NAMED = 3


def webhooks(at: datetime) -> Finding:
    """Whether everybody who is to be called is."""
    rows = Webhook.objects.all()
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, webhook__disabled_at__isnull=True)
    failing = rows.active().filter(failing_since__isnull=False).count()
    turned_off = rows.filter(disabled_at__isnull=False).exclude(disabled_why="").count()
    stuck = rows.active().filter(stuck_since__isnull=False).count()
    counts = {"waiting": waiting.count(), "failing": failing, "turned_off": turned_off, "stuck": stuck}
    oldest = waiting.filter(webhook__failing_since__isnull=True).aggregate(oldest=Min("next_at"))["oldest"]
    if oldest is not None and at - oldest > LATE:
        mend = "Do scheduler and worker run? See “Scheduler” and “Tasks”."
        return warning(f"a call has waited since {oldest:%Y-%m-%d %H:%M} UTC", mend, **counts)
    if stuck:
        mend = "A fault of ours: see “Held up for itself alone” in the scheduler's log. It is tried every half minute."
        return warning(_stuck(stuck), mend, **counts)
    if failing or turned_off:
        mend = "Their screens say why. Those whose they are get a mail when one is turned off."
        return warning(_in_vain(failing, turned_off), mend, **counts)
    return good(f"{rows.active().count()} are called, {counts['waiting']} calls wait", **counts)


def _in_vain(failing: int, turned_off: int) -> str:
    """How many, and the first of them by name, with whose they are."""
    said = [f"{failing} can't be reached"] if failing else []
    said += [f"{turned_off} turned off after days in vain"] if turned_off else []
    rows = Webhook.objects.filter(Q(disabled_at=None, failing_since__isnull=False) | ~Q(disabled_why=""))
    return f"{', '.join(said)}: {_names(rows, failing + turned_off)}"


def _stuck(number: int) -> str:
    """Those that hear nothing for a fault of ours."""
    rows = Webhook.objects.active().filter(stuck_since__isnull=False)
    since = rows.aggregate(since=Min("stuck_since"))["since"]
    return f"{number} hear nothing since {since:%Y-%m-%d %H:%M} UTC: {_names(rows, number)}"


def _names(rows: QuerySet[Webhook], number: int) -> str:
    names = [f"{row.name} ({row.store or 'network'})" for row in rows.select_related("store").order_by("pk")[:NAMED]]
    more = number - len(names)
    return f"{', '.join(names)}{f' and {more} more' if more > 0 else ''}"


def register_webhook_check() -> None:
    register_check(Check("webhooks", "Webhooks", webhooks))
