"""Pages whose end has passed: whoever would publish one is told, since nobody would see it."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from stores.zone_words import zone_name


def why_over(page: Any) -> str:
    """When the page ended, in words; "" for one that has not. Of a draft: by the draft's own date."""
    if page.expire_at is None or page.expire_at > timezone.now():
        return ""
    at = date_format(timezone.localtime(page.expire_at), "DATETIME_FORMAT")
    return f"'{page.title}' ended at {at} ({zone_name()})"
