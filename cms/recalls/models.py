"""Withdrawals of articles from every store at once."""

from django.conf import settings
from django.db import models

from cms.articles.models.articles import ArticlePage
from stores.zone_words import moment_text


class Recall(models.Model):
    """The receipt of one withdrawal: what was withdrawn, why, by whom, and from which stores.

    While the article stays unpublished its addresses answer 410. `stores` is a list of `code`, `name` and `host` as
    they were at that moment: a receipt does not change with the network.
    """

    article = models.ForeignKey(ArticlePage, null=True, on_delete=models.SET_NULL, related_name="recalls")
    title = models.CharField(max_length=255)
    slug = models.SlugField(max_length=255, allow_unicode=True)
    reason = models.CharField(max_length=500)
    recalled_at = models.DateTimeField("withdrawn at")
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="withdrawn by", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    stores = models.JSONField(default=list)

    class Meta:
        ordering = ["-recalled_at", "-pk"]
        verbose_name = "withdrawal"

    def __str__(self) -> str:
        return f"{self.title} ({moment_text(self.recalled_at)})"
