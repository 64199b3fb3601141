"""A feed for each store that anybody has asked about, and one of the network; and what each has told."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from stores.models import StorePage

KEPT = timedelta(days=30)
"""Of events; and of a feed after the last time that anybody asked for it."""
KEY_CHARACTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def new_key() -> str:
    return get_random_string(10, KEY_CHARACTERS)


class Feed(models.Model):
    """What has been told of a store up to a generation and a moment. `store`: None is the network's.

    `key` begins its tokens: one that began anew has another. `state`: what was shown then, packed; what is shown later
    is compared with it. `until`: the moment from which the clock may have changed something.
    """

    wagtail_reference_index_ignore = True

    store = models.OneToOneField(StorePage, on_delete=models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=20, unique=True, default=new_key)
    generation = models.BigIntegerField()
    told_at = models.DateTimeField()
    until = models.DateTimeField()
    newest = models.BigIntegerField(default=0)
    state = models.BinaryField()
    asked_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("feed of changes")
        constraints: ClassVar[list[Any]] = [
            # NULL is unlike NULL: without this there might be two of the network.
            models.UniqueConstraint(
                models.ExpressionWrapper(models.Q(store__isnull=True), output_field=models.BooleanField()),
                condition=models.Q(store__isnull=True),
                name="api_one_feed_of_the_network",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}-{self.newest}"

    def token(self, number: int) -> str:
        """Where to read on after an event."""
        return f"{self.key}-{number}"


class Event(models.Model):
    """One thing that was told. `number` counts from 1 in its feed, without gaps."""

    wagtail_reference_index_ignore = True

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="events")
    number = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    body = models.JSONField()

    class Meta:
        verbose_name = _("event")
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["feed", "number"], name="api_event_once")]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.number}"
