"""What the database knows of the freshness of answers. Triggers write these rows (`api.caching.triggers`)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Generation(models.Model):
    """When something that an answer of this scope is made of was last written.

    `value`: microseconds since 1970 of the commit that did it, and always more than every value before. The row whose
    scope is the empty text has the highest value of all.
    """

    scope = models.TextField(primary_key=True)
    value = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("generation")

    def __str__(self) -> str:
        return f"{self.scope or 'all'}: {self.value}"


class Touch(models.Model):
    """What a transaction that still runs has changed. None is left when it ends."""

    transaction = models.BigIntegerField()
    scope = models.TextField()
    kind = models.TextField()
    object_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        constraints = [
            models.UniqueConstraint(fields=["transaction", "scope", "kind", "object_id"], name="api_touch_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} in {self.scope}"


class Change(models.Model):
    """One line of the log of changes: something of a kind, such as an article, was written, and readers see it.

    Lines of one commit have one `generation`; generations stand in the order of the commits.
    """

    generation = models.BigIntegerField(db_index=True)
    scope = models.TextField()
    kind = models.TextField()
    object_id = models.BigIntegerField()
    changed_at = models.DateTimeField()

    KEPT = timedelta(days=30)
    """Of the log, counted back from its newest line: whoever reads it later than that begins anew."""

    class Meta:
        verbose_name = _("change")

    def __str__(self) -> str:
        return f"{self.generation}: {self.kind} {self.object_id} in {self.scope}"


def old_changes(at: datetime) -> models.QuerySet[Any]:
    """Lines of the log that nobody waits for any more. Counted by generations, whatever the clock says."""
    newest = Generation.objects.filter(scope="").values_list("value", flat=True).first() or 0
    return Change.objects.filter(generation__lt=newest - Change.KEPT // timedelta(microseconds=1))
