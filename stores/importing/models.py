"""Files of stores that a network admin has uploaded and looks at before they are applied."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

UPLOAD_LIFETIME = timedelta(hours=24)
Uploader = AbstractBaseUser | AnonymousUser


class ImportUploadQuerySet(models.QuerySet["ImportUpload"]):
    """Uploads by person and by age."""

    def of(self, user: Uploader, at: datetime) -> Self:
        """Uploads of this person that have not expired."""
        return self.filter(uploaded_by=user.pk, uploaded_at__gt=at - UPLOAD_LIFETIME)

    def expired(self, at: datetime) -> Self:
        """Uploads that nobody sees any more; one at which something is being done stays until that has ended."""
        asked = ImportRun.objects.open().filter(upload=OuterRef("pk"), asked_at__gt=at - UPLOAD_LIFETIME)
        return self.filter(~Exists(asked), uploaded_at__lte=at - UPLOAD_LIFETIME)

    def in_the_way(self, user: Uploader, at: datetime) -> Self:
        """Uploads that a new one of this person replaces: their earlier ones, and everybody's expired ones."""
        return self.filter(Q(uploaded_by=user.pk) | Q(pk__in=self.expired(at).values("pk")))


class ImportUpload(models.Model):
    """One file, and what it would do to the network at the time it was last shown.

    In the database, not among the media: those are served to everybody. `digest` is the SHA-256 of the content,
    `plan_digest` that of what was shown. One that is not read yet has no preview, an applied one no content left.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    plan_digest = models.CharField(max_length=64, blank=True)
    preview = models.JSONField(default=dict)
    report = models.TextField(blank=True)
    answers = models.JSONField(default=dict, blank=True)
    skipped = models.BinaryField(default=bytes, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def expires_at(self) -> datetime:
        return self.uploaded_at + UPLOAD_LIFETIME


class RunKind(models.TextChoices):
    """What is done with an upload."""

    SHOW = "show", "try what it would do"
    APPLY = "apply", "do it"


class RunOutcome(models.TextChoices):
    """How a run has ended."""

    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Runs by whether they have ended."""

    def open(self) -> Self:
        """Those that wait or run."""
        return self.filter(ended_at=None)


class ImportRun(models.Model):
    """One time that an upload is read or applied, by a worker. Whoever uploaded it looks on, and may end it.

    What a run writes is committed together with its end, and by no run that has ended: to cancel one is to end it.
    `done` of `total` stores were written when `seen_at` was said. `words`: what is said of it once it has ended.
    """

    upload = models.ForeignKey(ImportUpload, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=10, choices=RunKind)
    plan_digest = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=100, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=RunOutcome, blank=True)
    words = models.TextField(blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload"], condition=Q(ended_at=None), name="stores_importrun_one_open_of_an_upload"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.upload_id}"
