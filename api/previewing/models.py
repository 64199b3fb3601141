"""What is kept of a preview in a frontend: the draft as it was, and for whom it was made."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from stores.models import StorePage


class Preview(models.Model):
    """One draft at one store at one moment, for one login of one editor.

    `code`, `token`: digests of what was given out; `token`: null until the code was exchanged. `object_id`, `parent`:
    of what is not saved yet the first is empty, and the second the page below which it would stand. `session`: a
    digest of what the editor's session must hold. `at`: null for now. `ends_at`: of the code, then of the token.
    """

    wagtail_reference_index_ignore = True

    code = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001  (two previews without one are no copies)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    login = models.CharField(max_length=40)
    session = models.CharField(max_length=64)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, null=True, related_name="+")
    content = models.JSONField()
    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("preview")

    def __str__(self) -> str:
        return f"{self.content_type_id}-{self.object_id}"


def old_previews(at: datetime) -> models.QuerySet[Preview]:
    """Those that nobody can see any more."""
    return Preview.objects.filter(ends_at__lt=at)
