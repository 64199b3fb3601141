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
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, user: Any, at: datetime) -> Self:
        """Those of one person that are still kept, the newest first: nobody else's is there at all."""
        return self.filter(asked_by=user.pk, asked_at__gt=at - KEPT).order_by("-asked_at", "-pk")

    def expired(self, at: datetime) -> Self:
        return self.filter(asked_at__lte=at - KEPT)


class Export(models.Model):
    """`kind` and `params` say what it holds; `file` stands in a folder that nobody serves.

    While it is made `done` of `total` is in it; `total` is 0 where nobody knows it.
    """

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
    done = models.PositiveIntegerField(default=0, db_default=0)
    total = models.PositiveIntegerField(default=0, db_default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and not self.problem

    @property
    def state(self) -> str:
        """How far it is, or why it is not made."""
        if self.problem:
            return self.problem
        if self.total:
            return f"being made, {self.done:,} of {self.total:,}"
        return f"being made, {self.done:,} lines so far" if self.done else "being made"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.name.rpartition(".")[2]]

    @property
    def expires_at(self) -> datetime:
        return self.asked_at + KEPT


@receiver(post_delete, sender=Export)
def delete_file(instance: Export, **kwargs: Any) -> None:
    """A row goes with its file, whatever deletes it."""
    if instance.file:
        transaction.on_commit(lambda: default_storage.delete(str(instance.file)))
