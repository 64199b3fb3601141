"""Until when a provider holds a text: nobody publishes it before, and it is scheduled for no earlier moment.

The moment stands in the version that the provider sent, and in all that is written on from it. Said here alone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField
from django.utils import timezone

from stores.zone_words import moment_text

MOMENT: Any = DateTimeField()
"""Reads what stands in a version: a text once it was stored, and before that a moment."""


class Embargoed(ValidationError):
    """A version would go live before its provider allows it."""


def why_held(draft: Any) -> str:
    """Until when the draft is held, in words; "" where it goes live no earlier than it may, and for any other page."""
    return held_words(draft.title, getattr(draft, "embargo_until", None), draft.go_live_at)


def check_not_held(content: Mapping[str, Any]) -> None:
    """Embargoed, for the content of a version that is to be published now or at its moment."""
    until, begins = (MOMENT.to_python(content.get(name)) for name in ("embargo_until", "go_live_at"))
    words = held_words(content.get("title", ""), until, begins)
    if words:
        raise Embargoed(f"{words}.")


def held_words(title: str, until: datetime | None, begins: datetime | None) -> str:
    """The same of a version that is to go live at `begins`, or now."""
    now = timezone.now()
    if until is None or until <= max(now, begins or now):
        return ""
    return f"'{title}' is held by its provider until {moment_text(until)}"
