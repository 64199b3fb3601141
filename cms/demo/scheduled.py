"""What the demo's newsroom has scheduled: articles that go live in the days to come, and one that ends again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.demo.blocks import Blocks


def schedule_articles(folder: ArticlesPage, rows: Iterable[Mapping[str, Any]], blocks: Blocks, today: date) -> None:
    """Each goes live `in_days` from today, `at` a time of the network's clock, and may end again."""
    for row in rows:
        on = today + timedelta(days=row["in_days"])
        ends_on = today + timedelta(days=row["ends_in_days"]) if "ends_in_days" in row else None
        article = ArticlePage(
            title=row["title"],
            slug=row["slug"],
            teaser=row["teaser"],
            published_on=on,
            provider=Provider.objects.get(slug="network"),
            go_live_at=_moment(on, row["at"]),
            expire_at=_moment(ends_on, row["at"]) if ends_on else None,
            live=False,
        )
        article.body = blocks.stream(row["slug"], row["body"])
        folder.add_child(instance=article)
        article.topics.set(Topic.objects.filter(slug__in=row["topics"]))
        article.save_revision().publish()


def _moment(on: date, at: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(at), ZoneInfo(settings.NETWORK_TIME_ZONE))
