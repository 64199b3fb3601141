"""One step that changes several stores: its id stands in the line of each store's history, and finds all of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from wagtail.models import PageLogEntry

NETWORK, OWNER = "network", "owner"
"""As whom a person made the step."""

_now: ContextVar[Mapping[str, Any] | None] = ContextVar("step_now", default=None)


@contextmanager
def in_one_step(step: UUID, *, as_network: bool, stores: int) -> Iterator[None]:
    """What goes live inside is noted as of this step, which is about so many stores."""
    made_as = NETWORK if as_network else OWNER
    token = _now.set({"step": str(step), "step_as": made_as, "step_stores": stores})
    try:
        yield
    finally:
        _now.reset(token)


def step_facts() -> Mapping[str, Any]:
    """What an entry that is written now says of its step; empty outside of one."""
    return _now.get() or {}


def entries_of(step: UUID) -> QuerySet[PageLogEntry]:
    """The lines of a step, in the order in which they were written."""
    return PageLogEntry.objects.filter(data__step=str(step)).select_related("user").order_by("pk")


def steps_since(since: datetime, *, by: Any = None) -> QuerySet[PageLogEntry]:
    """Lines of steps from that moment on, the newest first: of one person, or all that were made as the network."""
    whose = Q(data__step_as=NETWORK) if by is None else Q(user=by.pk)
    found = PageLogEntry.objects.filter(whose, data__has_key="step", timestamp__gte=since)
    return found.select_related("user").order_by("-timestamp", "-pk")
