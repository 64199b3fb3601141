"""Slugs that pages once had."""

from django.db import models
from wagtail.models import Page


class OldSlug(models.Model):
    """One row per change, whatever the number of stores; resolved at read for every store."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="old_slugs")
    slug = models.SlugField(max_length=255, allow_unicode=True)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "slug"], name="old_slug_once_per_page")]
        indexes = [models.Index(fields=["slug"], name="old_slug_by_slug")]

    def __str__(self) -> str:
        return self.slug
