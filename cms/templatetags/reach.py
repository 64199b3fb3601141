"""Reach of an article in the admin's templates."""

from typing import Any

from django import template
from django.utils import timezone

from cms.articles.models.articles import ArticlePage
from cms.carrying.reach import ArticleReach
from cms.carrying.together import group_reach

register = template.Library()

SHOWN = 10
"""Stores that the edit page names; the page of all is one click away."""


@register.inclusion_tag("cms/newsroom/reach_of_page.html")
def reach_of(page: ArticlePage) -> dict[str, Any]:
    """The saved article's reach, and what stores did with it lately. A draft's own words count for nothing yet."""
    article = ArticlePage.objects.select_related("provider", "live_revision").get(pk=page.pk)
    at = timezone.now()
    reach = ArticleReach.load(article, at)
    recall = article.recalls.select_related("recalled_by").defer("stores").first() if article.live else None
    return {
        "article": article,
        "reach": reach.numbers(),
        "rows": reach.latest(SHOWN),
        "is_published": reach.is_published,
        "recall": recall,
        "group": group_reach(article, at),
    }
