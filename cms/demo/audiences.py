"""Audiences of the content files: `{every_store: true}`, or groups and stores; `except` leaves stores out."""

from collections.abc import Mapping
from typing import Any

from stores.audience.models import AudienceMixin
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage


def choose_audience(record: AudienceMixin, audience: Mapping[str, Any], stores: Mapping[str, StorePage]) -> None:
    """Set the record's audience as a content file gives it; the caller saves, or publishes, the record."""
    record.excluded_stores.set([stores[code] for code in audience.get("except", ())])
    if audience.get("every_store"):
        return
    record.audience = AudienceKind.CHOSEN
    record.audience_groups.set(StoreGroup.objects.filter(slug__in=audience.get("groups", ())))
    record.audience_stores.set([stores[code] for code in audience.get("stores", ())])
