"""When each process of the network was last known to be alive."""

from datetime import datetime

from django.db import models

WORKER = "worker "
"""How the name of a worker's sign of life begins; its own name follows."""


class Heartbeat(models.Model):
    """One process, or one job that is done now and then: `scheduler`, `worker 5f2c…`, `backup`."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "sign of life"
        verbose_name_plural = "signs of life"

    def __str__(self) -> str:
        return self.name


def beat(name: str, at: datetime) -> None:
    """Say that it is alive at the moment `at`."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at})


def last_beat(name: str) -> datetime | None:
    """When it said so last; None if never."""
    return Heartbeat.objects.filter(name=name).values_list("beat_at", flat=True).first()


def beats_of(start: str) -> models.QuerySet[Heartbeat]:
    """Of all whose names begin so."""
    return Heartbeat.objects.filter(name__startswith=start)
