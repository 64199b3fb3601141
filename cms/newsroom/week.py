"""On the newsroom's home: writing an article, and what goes live this week, a day at a time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.articles.models.library import ArticlesPage
from cms.newsroom.waiting import SCHEDULED, scheduled
from stores.banners.models import NetworkBanner
from stores.hours.engine.words import MONTHS, WEEKDAYS, clock_text
from stores.zone_words import zone_name

DAYS = 7
MOST = 100
"""Pages of a week, above which the list of all that is scheduled takes over."""


@dataclass(frozen=True, slots=True)
class GoesLive:
    """Something that goes live: `time` is empty for what begins with the day, in each store's own time."""

    time: str
    text: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar, and all that goes live on it in its order."""

    name: str
    date: str
    is_today: bool
    entries: tuple[GoesLive, ...]


class WeekPanel(Component):
    """Seven days from today: pages of the library at their time, and the network's promo lines on their first day."""

    name = "week"
    order = 98
    template_name = "cms/newsroom/home_week.html"

    class Media:
        css = {"all": ["stores/admin.css", "cms/newsroom.css"]}

    def __init__(self, request: HttpRequest) -> None:
        self.write_url = new_article_url(request)
        self.days, self.has_more = days_of_week(timezone.now())

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "name": self.name,
            "days": self.days,
            "is_empty": not any(day.entries for day in self.days),
            "more_url": SCHEDULED.url if self.has_more else "",
            "write_url": self.write_url,
            "calendar_url": reverse("cms_calendar"),
            "zone": zone_name(),
        }


def new_article_url(request: HttpRequest) -> str:
    """The form of a new article for all stores; empty for whoever may not write there."""
    folder = ArticlesPage.objects.first()
    if folder is None or not folder.permissions_for_user(request.user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["cms", "articlepage", folder.pk])


def days_of_week(at: datetime) -> tuple[list[CalendarDay], bool]:
    """Today and the six days after it, in the zone of whoever asks, and whether more is scheduled than is shown."""
    zone = timezone.get_current_timezone()
    today = at.astimezone(zone).date()
    end = today + timedelta(days=DAYS)
    bounds = [datetime.combine(day, time(), zone) for day in (today, end)]
    pages: list[Any] = list(scheduled().filter(goes_live_at__gte=bounds[0], goes_live_at__lt=bounds[1])[: MOST + 1])
    lines: Any = NetworkBanner.objects.filter(show_from__gte=today, show_from__lt=end).order_by("show_from", "pk")
    found: dict[date, list[GoesLive]] = defaultdict(list)
    for line in lines:
        url = reverse(line.snippet_viewset.get_url_name("edit"), args=[line.pk])
        found[line.show_from].append(GoesLive("", line.text, "Promo line", url))
    for page in pages[:MOST]:
        goes_live = page.goes_live_at.astimezone(zone)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        found[goes_live.date()].append(GoesLive(clock_text(goes_live.time()), page.draft_title, "", url))
    days = [_day(today + timedelta(days=offset), today, found) for offset in range(DAYS)]
    return days, len(pages) > MOST


def _day(day: date, today: date, found: dict[date, list[GoesLive]]) -> CalendarDay:
    name = "Today" if day == today else WEEKDAYS[day.weekday()]
    return CalendarDay(name, f"{MONTHS[day.month - 1][:3]} {day.day}", day == today, tuple(found.get(day, ())))
