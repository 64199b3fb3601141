"""The one way in which templates tell a moment: `{{ recall.recalled_at|moment }}`."""

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django import template

from stores.zone_words import moment_text

register = template.Library()


@register.filter("moment")
def moment_filter(at: datetime | None, zone: tzinfo | str | None = None) -> str:
    """Day, time and zone; in `zone`, by name or as it is. Empty for none."""
    if at is None:
        return ""
    return moment_text(at, ZoneInfo(zone) if isinstance(zone, str) else zone)
