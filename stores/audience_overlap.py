"""Whether two audiences have a store in common."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from stores.audience import AudienceMixin
from stores.choices import AudienceKind
from stores.models import StorePage

LISTS = ("audience_groups", "audience_stores", "excluded_stores")


def share_a_store(form_data: Mapping[str, Any], other: AudienceMixin) -> bool:
    """Of a form's audience that is not saved yet and a saved row's. Two of every store always do, stores or not."""
    theirs = {name: getattr(other, name).all() for name in LISTS} | {"audience": other.audience}
    both = (form_data, theirs)
    if all(each["audience"] == AudienceKind.EVERY_STORE and not each.get("excluded_stores") for each in both):
        return True
    # Two filters, not one: a store may be in by one group here and by another there.
    return StorePage.objects.filter(_reached(form_data)).filter(_reached(theirs)).exists()


def _reached(audience: Mapping[str, Any]) -> Q:
    excluded, groups, stores = (
        [row.pk for row in audience.get(name) or ()]
        for name in ("excluded_stores", "audience_groups", "audience_stores")
    )
    chosen = Q(pk__in=stores) | Q(registration__groups__in=groups)
    return (Q() if audience["audience"] == AudienceKind.EVERY_STORE else chosen) & ~Q(pk__in=excluded)
