"""Which medical reviews are due: of published articles of the library, by their own dates."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, TextChoices

from cms.articles.models.articles import ArticlePage

SOON = timedelta(days=30)
"""How long before its day a review stands on the newsroom's home, and is reminded of."""


class Due(TextChoices):
    """Which of the reviews that are due."""

    OVERDUE = "overdue", "Overdue"
    IN_30_DAYS = "30", "Due within 30 days"
    IN_90_DAYS = "90", "Due within 90 days"


LONGEST = timedelta(days=int(Due.IN_90_DAYS))


def reviews_due(today: date, within: timedelta = SOON) -> QuerySet[ArticlePage]:
    """Articles whose review is overdue, or due until so many days after today; the longest over first."""
    due: QuerySet[ArticlePage] = ArticlePage.objects.live().in_library().filter(review_due_on__lte=today + within)
    return due.order_by("review_due_on", "pk")


def only(articles: QuerySet[Any], which: str, today: date) -> QuerySet[Any]:
    """Those of one of `Due`; all of them where nothing is chosen."""
    if which == Due.OVERDUE:
        return articles.filter(review_due_on__lt=today)
    if which:
        return articles.filter(review_due_on__range=(today, today + timedelta(days=int(which))))
    return articles


def due_text(due_on: date | None, today: date) -> str:
    """`12 days overdue`, `Due today`, `In 1 day`; "" where nothing is due."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if not days:
        return "Due today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"In {count}" if days > 0 else f"{count} overdue"
