"""Moments and clocks in words: which clock the times on a screen of the admin are of."""

from datetime import datetime, tzinfo

from django.utils import dateformat, timezone
from django.utils.functional import lazy

SPELLING = "D, M j, Y, g:i A T"


def moment_text(at: datetime, zone: tzinfo | None = None) -> str:
    """`Mon, Nov 30, 2026, 9:30 PM EST`: no time is told without its zone.

    In `zone`; without one, a moment that somebody has put into a zone stays there, and one as the database and
    drafts give it is told by the clock of who asks.
    """
    if zone is None and getattr(at.tzinfo, "key", "UTC") == "UTC":
        zone = timezone.get_current_timezone()
    return str(dateformat.format(at if zone is None else at.astimezone(zone), SPELLING))


def zone_name() -> str:
    """`New York time`, of the zone in which the person who asks reads and types."""
    zone = getattr(timezone.get_current_timezone(), "key", timezone.get_current_timezone_name())
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def _with_zone(text: str) -> str:
    return text.format(zone=zone_name())


in_zone = lazy(_with_zone, str)
"""A text with `{zone}` in it, read when it is shown: the zone is the person's."""
