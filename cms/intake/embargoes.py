"""Until when a provider holds what it has delivered."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from cms.intake.formats.raw import Raw
from cms.intake.models import FeedItem
from cms.intake.stories import read_story


def embargo_of(page: Any) -> datetime | None:
    """When the embargo ends of the item that an article came by; None for one without, and for any other page."""
    item = FeedItem.objects.filter(article=page.pk).select_related("feed").order_by("pk").first()
    try:
        return read_story(Raw.from_json(item.raw), item.feed.mapped()).embargo_until if item is not None else None
    except ValidationError:
        return None
