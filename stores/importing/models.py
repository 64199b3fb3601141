"""Files of stores that a network admin has uploaded and looks at before they are applied."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

UPLOAD_LIFETIME = timedelta(hours=24)
Uploader = AbstractBaseUser | AnonymousUser


class ImportUploadQuerySet(models.QuerySet["ImportUpload"]):
    """Uploads by person and by age."""

    def of(self, user: Uploader, at: datetime) -> Self:
        """Uploads of this person that have not expired."""
        return self.filter(uploaded_by=user.pk, uploaded_at__gt=at - UPLOAD_LIFETIME)

    def in_the_way(self, user: Uploader, at: datetime) -> Self:
        """Uploads that a new one of this person replaces: their earlier ones, and everybody's expired ones."""
        return self.filter(Q(uploaded_by=user.pk) | Q(uploaded_at__lte=at - UPLOAD_LIFETIME))


class ImportUpload(models.Model):
    """One file, and what it would do to the network at the time it was last shown.

    In the database, not among the media: those are served to everybody. `digest` is the SHA-256 of the content,
    `plan_digest` that of what was shown. An applied one has no content left.
    """

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    plan_digest = models.CharField(max_length=64)
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
