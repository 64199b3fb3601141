"""Articles whose review is due, at a fixed moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.text import slugify

from cms.models import ArticlePage
from tests.factories.newsroom import make_article

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
TODAY = AT.date()
YEAR_AGO = date(2025, 12, 1)


def reviewed(slug: str, days: int, **fields: Any) -> ArticlePage:
    """An article whose review is due in so many days."""
    due_on = TODAY + timedelta(days=days)
    return make_article(slugify(slug), title=slug, reviewed_on=YEAR_AGO, review_due_on=due_on, **fields)
