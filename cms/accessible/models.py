"""What was found on each published page, so that a report counts without reading ten thousand bodies."""

from django.db import models


class PageBarriers(models.Model):
    """What of a page some patients can't use. `revision`: of the version that was looked at; 0 for one without.

    Another live revision at the page means that nobody has looked at that yet (`cms.accessible.looking`).
    `found`: lists of kind, place, what it is, column of the page.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", primary_key=True, on_delete=models.CASCADE, related_name="barriers"
    )
    revision = models.BigIntegerField()
    pictures = models.PositiveSmallIntegerField(default=0)
    documents = models.PositiveSmallIntegerField(default=0)
    tables = models.PositiveSmallIntegerField(default=0)
    videos = models.PositiveSmallIntegerField(default=0)
    found = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"barriers of page {self.page_id}"
