"""The next moment at which the clock, and no write, changes what a store's answers say."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min, Q
from wagtail.models import Page

from api.caching.freshness import LONGEST
from cms.models import Provider
from stores.hours.engine.schedule import Schedule


def next_midnight(zone: str, at: datetime) -> datetime:
    """When the store's calendar turns: banners, dated hours and the list of coming dates begin and end then."""
    tomorrow = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), ZoneInfo(zone)).astimezone(UTC)


def hours_edge(schedules: Iterable[Schedule], at: datetime) -> datetime:
    """When one of the counters opens, closes, or says something else."""
    return min((schedule.stale_at(at) for schedule in schedules), default=at + LONGEST)


def content_edge(at: datetime) -> datetime:
    """When the next page expires, or a licence begins or ends. Of the whole network: a few rows have such a date."""
    expires = Page.objects.filter(live=True, expire_at__gt=at).aggregate(edge=Min("expire_at"))["edge"]
    licences = Provider.objects.aggregate(
        starts=Min("licence_starts_at", filter=Q(licence_starts_at__gt=at)),
        ends=Min("licence_ends_at", filter=Q(licence_ends_at__gt=at)),
    )
    return min((edge for edge in (expires, *licences.values()) if edge), default=at + LONGEST)
