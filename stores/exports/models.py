"""A file that somebody asked for: what it is to hold, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=7)
"""From when it was asked for; then row and file are deleted."""


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: Any, at: datetime) -> Self:
        """Those of one person that are still kept, the newest first: nobody else's is there at all."""
        return self.filter(asked_by=user.pk, asked_at__gt=at - KEPT).order_by("-asked_at", "-pk")

    def expired(self, at: datetime) -> Self:
        return self.filter(asked_at__lte=at - KEPT)


class Export(models.Model):
    """`kind` and `params` say what it holds; `file` stands in a folder that nobody serves."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    kind = models.CharField(max_length=50)
    params = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=100)
    made_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")
    file = models.FileField(upload_to="exports", max_length=200, blank=True, default="")
    size = models.BigIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")

    def __str__(self) -> str:
        return self.title

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + KEPT


@receiver(post_delete, sender=Export)
def delete_file(instance: Export, **kwargs: Any) -> None:
    """A row goes with its file, whatever deletes it."""
    if instance.file:
        transaction.on_commit(lambda: default_storage.delete(str(instance.file)))
