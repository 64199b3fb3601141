"""The next moment at which the clock, and no write, changes what a store's answers say."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from wagtail.models import Page

from api.caching.freshness import LONGEST
from cms.models import Provider
from stores.hours.engine.schedule import Schedule
from stores.shapes import Shape


def next_midnight(zone: str, at: datetime) -> datetime:
    """When the store's calendar turns: banners, dated hours and the list of coming dates begin and end then."""
    tomorrow = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)


def hours_edge(schedules: Iterable[Schedule], at: datetime) -> datetime:
    """When one of the counters opens, closes, or says something else."""
    return min((schedule.stale_at(at) for schedule in schedules), default=at + LONGEST)


def content_edge(at: datetime) -> datetime:
    """When the next page expires, or a licence begins or ends. Of the whole network: a few rows have such a date."""
    edges = [edge for (edge,) in _NEXT_PAGE.rows(at=at)]
    edges += [edge for licence in _LICENCES.rows(at=at) for edge in licence if edge and edge > at]
    return min(edges, default=at + LONGEST)


_NEXT_PAGE = Shape(
    lambda at: Page.objects.filter(live=True, expire_at__gt=at).order_by("expire_at").values_list("expire_at")[:1]
)
_LICENCES = Shape(
    lambda at: (
        Provider.objects.filter(Q(licence_starts_at__gt=at) | Q(licence_ends_at__gt=at))
        .order_by()
        .values_list("licence_starts_at", "licence_ends_at")
    )
)
