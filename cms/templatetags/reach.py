"""Reach of an article in the admin's templates."""

from typing import Any

from django import template
from django.utils import timezone

from cms.articles.models.articles import ArticlePage
from cms.carrying.reach import ReachRow, latest_rows, reach_of_article

register = template.Library()

SHOWN = 10
"""Stores that the edit page names; the page of all is one click away."""


@register.inclusion_tag("cms/newsroom/reach_of_page.html")
def reach_of(page: ArticlePage) -> dict[str, Any]:
    """The saved article's reach, and what stores did with it lately. A draft's own words count for nothing yet."""
    at = timezone.now()
    article = ArticlePage.objects.select_related("provider", "live_revision").get(pk=page.pk)
    is_published = ArticlePage.objects.filter(pk=page.pk).published_at(at).exists()
    rows: list[ReachRow] = latest_rows(article, at, is_published, SHOWN)
    reach = reach_of_article(article, at)
    recall = article.recalls.select_related("recalled_by").defer("stores").first() if article.live else None
    return {"article": article, "reach": reach, "rows": rows, "is_published": is_published, "recall": recall}
