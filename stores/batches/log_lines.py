"""Lines of the log about many pages at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_actions
from wagtail.models import Page, PageLogEntry

from stores.batches.inserting import insert

Facts = dict[str, Any]
"""What else a line says: `data`, `revision`, `content_changed`."""


def log_pages(lines: Iterable[tuple[Page, Facts]], action: str, *, by: Any) -> None:
    """A line for each page, as `wagtail.log_actions.log` writes one."""
    if not log_actions.action_exists(action):
        raise ValueError(f"There is no action {action} to log.")
    lines = list(lines)
    context, now = get_active_log_context(), timezone.now()
    entries = [
        PageLogEntry(
            page=page,
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            label=PageLogEntry.objects.get_instance_title(page),
            action=action,
            timestamp=now,
            user=by or context.user,
            uuid=_group(context.uuid, page, len(lines)),
            **facts,
        )
        for page, facts in lines
    ]
    insert(entries)


def _group(of_context: UUID | None, page: Page, pages: int) -> UUID | None:
    """The group of a page's lines. Wagtail shows one line of each action of a group, so each page has its own."""
    return uuid5(of_context, str(page.pk)) if of_context is not None and pages > 1 else of_context
