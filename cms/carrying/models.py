"""What one store did with an article that it is offered. Outside of drafts: live at once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.models import Revision

from cms.articles.models.articles import ArticlePage
from stores.models import StorePage
from stores.tokens.syntax import validate_tokens


class Placement(models.Model):
    """One article at one store. An empty own text inherits the article's; no row at all is an article as offered."""

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, related_name="placements")
    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="placements")
    is_hidden = models.BooleanField("hidden", default=False)
    pinned_as = models.PositiveSmallIntegerField(
        "pinned as number", null=True, blank=True, help_text="1 stands first; empty: not pinned."
    )
    title = models.CharField("own title", max_length=255, blank=True)
    teaser = models.CharField("own teaser", max_length=300, blank=True, validators=[validate_tokens])
    note = models.CharField(
        "local note",
        max_length=500,
        blank=True,
        validators=[validate_tokens],
        help_text="Stands above the article, on this store's site only.",
    )
    written_for = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The article as it was when title, teaser or note were written.",
    )
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "article"], name="article_placed_once_per_store"),
            models.CheckConstraint(
                name="placement_is_not_hidden_and_pinned",
                condition=Q(is_hidden=False) | Q(pinned_as__isnull=True),
                violation_error_message="A hidden article can't be pinned.",
            ),
            models.CheckConstraint(name="placement_pins_from_1", condition=~Q(pinned_as=0)),
        ]

    def __str__(self) -> str:
        return f"{self.article} at {self.store}"

    @property
    def has_own_text(self) -> bool:
        """Whether the store says something of its own."""
        return bool(self.title or self.teaser or self.note)

    @property
    def is_empty(self) -> bool:
        """Whether the article stands as offered."""
        return not (self.is_hidden or self.pinned_as or self.has_own_text)
