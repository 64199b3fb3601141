"""A release and its pages."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page, Revision


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases."""

    def waiting(self) -> Self:
        """Those that are not live: never published, or taken back, which may go live again."""
        return self.filter(Q(published_at__isnull=True) | Q(taken_back_at__isnull=False))


class Release(ClusterableModel):
    """Pages whose newest versions go live together: at `goes_live_at`, or when somebody says so.

    Published and not taken back it is *live*. Taken back, it may be changed and published again.
    """

    name = models.CharField(max_length=120, unique=True)
    goes_live_at = models.DateTimeField(null=True, blank=True, help_text="Empty: when somebody publishes it.")
    published_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="cms_release_is_taken_back_after_it_was_published",
                condition=Q(taken_back_at__isnull=True) | Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.published_at is not None and self.taken_back_at is None

    @property
    def is_late(self) -> bool:
        """Its time has come, and it could not go live."""
        begins = self.goes_live_at
        return begins is not None and begins <= timezone.now() and not self.is_live

    @property
    def state(self) -> str:
        if self.is_live:
            return "Live"
        if self.is_late:
            return "Could not go live"
        if self.goes_live_at is not None:
            return "Scheduled"
        return "In preparation" if self.taken_back_at is None else "Taken back"


class ReleasePage(Orderable):
    """One page of a release. `before` was live when the release went live, if anything was, and `after` is since."""

    release = ParentalKey(Release, on_delete=models.CASCADE, related_name="release_pages")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="in_releases")
    before = models.ForeignKey(Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    after = models.ForeignKey(Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")
    was_live = models.BooleanField(default=False, db_default=False, editable=False)

    panels = [PageChooserPanel("page", ["cms.ArticlePage", "cms.ExpertPage", "cms.StandardPage"])]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["release", "page"], name="cms_page_once_in_a_release")]

    def __str__(self) -> str:
        return str(self.page)
