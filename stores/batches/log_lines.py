"""Lines of the log about many pages at once."""

from collections.abc import Iterable
from typing import Any

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
    context, now = get_active_log_context(), timezone.now()
    entries = [
        PageLogEntry(
            page=page,
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            label=PageLogEntry.objects.get_instance_title(page),
            action=action,
            timestamp=now,
            user=by or context.user,
            uuid=context.uuid,
            **facts,
        )
        for page, facts in lines
    ]
    insert(entries)
