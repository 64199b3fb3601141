"""Logos of stores are logos to those who make pictures."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.media.logos import make_due, register_logos
from stores.models import StorePage


def logos_of_stores() -> QuerySet:
    """Of pages as they are saved, so that an icon is there when a store goes online."""
    return StorePage.objects.order_by().filter(logo__isnull=False).values("logo")


register_logos(logos_of_stores)


@receiver(post_save, sender=StorePage)
def have_icon_made(instance: StorePage, raw: bool = False, **kwargs: Any) -> None:
    """By whatever door a logo was given: form, screen, approval, undo, script."""
    if not raw and instance.logo_id:
        make_due(instance.logo_id)
