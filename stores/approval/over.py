"""Pages whose end has passed: whoever would publish one is told, since nobody would see it."""

from typing import Any

from django.utils import timezone

from stores.zone_words import moment_text


def why_over(page: Any) -> str:
    """When the page ended, in words; "" for one that has not. Of a draft: by the draft's own date."""
    if page.expire_at is None or page.expire_at > timezone.now():
        return ""
    return f"'{page.title}' ended on {moment_text(page.expire_at)}"
