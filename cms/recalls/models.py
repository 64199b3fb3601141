"""Withdrawals of articles from every store at once."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from cms.articles.models.articles import ArticlePage
from stores.languages import name_of_language
from stores.zone_words import moment_text


class Recall(models.Model):
    """The receipt of one withdrawal: what was withdrawn, why, by whom, and from which stores.

    While the article stays unpublished its addresses answer 410. `stores` is a list of `code`, `name` and `host` as
    they were at that moment: a receipt does not change with the network. What says the same in another language is a
    row of its own, which stands on the `receipt` of the article that it was withdrawn with.
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
    language = models.CharField(max_length=16, blank=True, default="", db_default="")
    receipt = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="together")

    class Meta:
        ordering = ["-recalled_at", "-pk"]
        verbose_name = "withdrawal"

    def __str__(self) -> str:
        return f"{self.title} ({moment_text(self.recalled_at)})"

    @cached_property
    def parts(self) -> list["Recall"]:
        """What stands on the receipt: the article that was withdrawn, and its translations by language."""
        return [self, *self.together.order_by("language", "pk")]

    @property
    def language_name(self) -> str:
        """`Spanish`; "" for a receipt from before articles had a language."""
        return name_of_language(self.language) if self.language else ""
