"""What follows when pictures are stored."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.media import tasks
from cms.media.ladder import VERSION
from cms.media.models import Making


@receiver(post_save, sender=Making)
def make_sizes_of(instance: Making, raw: bool = False, **kwargs: Any) -> None:
    """A task for every image that is new, or was changed."""
    if not raw and instance.made_by != VERSION:
        tasks.enqueue(instance.pk)
