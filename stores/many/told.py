"""An owner is told, on the store's home, of what the newsroom did there in one step with other stores."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from wagtail.models import PageLogEntry

from stores.access.display_names import short_name
from stores.audit.entries import type_of
from stores.audit.steps import NETWORK
from stores.desk.home import Notice, StoreHome

TOLD_FOR = timedelta(days=2)


def told_of_steps(home: StoreHome) -> Iterator[Notice]:
    """The last one."""
    rows = PageLogEntry.objects.filter(page=home.store.pk, timestamp__gte=home.at - TOLD_FOR, data__step_as=NETWORK)
    entry = rows.order_by("-timestamp", "-pk").first()
    if entry is None:
        return
    words = "; ".join(map(str, type_of(entry.action).say(entry.label, entry.data)))
    by = short_name(str(entry.data.get("by") or ""))
    url = reverse("stores_changes", args=[home.store.pk])
    yield Notice(f"Your network changed this{f', by {by}' if by else ''}: {words}", url, "Look", "history")
