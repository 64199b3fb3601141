"""Which clock the times on a screen of the admin are of, in words."""

from django.utils import timezone
from django.utils.functional import lazy


def zone_name() -> str:
    """`New York time`, of the zone in which the person who asks reads and types."""
    zone = getattr(timezone.get_current_timezone(), "key", timezone.get_current_timezone_name())
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def _with_zone(text: str) -> str:
    return text.format(zone=zone_name())


in_zone = lazy(_with_zone, str)
"""A text with `{zone}` in it, read when it is shown: the zone is the person's."""
