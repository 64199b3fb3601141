"""The calendar's screen: a month or a week, and moving what goes live to another day."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.newsroom.calendar import CalendarEntry, entries_between, move
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of
from stores.hours.engine.words import MONTHS, WEEKDAYS
from stores.zone_words import zone_name

SUNDAY = 6
"""The first day of a week on American calendars, as `calendar` counts."""
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


class MoveForm(forms.Form):
    """What goes live, and on which other day."""

    what = forms.CharField(max_length=40)
    to = forms.DateField()


class CalendarView(NewsroomMixin, TemplateView):
    """`?month=2026-12`, or `?week=2026-12-14` for the week of a day; what makes no sense is this month."""

    page_title = "Calendar"
    header_icon = "calendar-alt"
    template_name = "cms/newsroom/calendar.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def week_of(self) -> date | None:
        return _day_of(self.request.GET.get("week", ""))

    @cached_property
    def month(self) -> date:
        asked = _day_of(f"{self.request.GET.get('month', '')}-01")
        return asked or (self.week_of or self.today).replace(day=1)

    @cached_property
    def weeks(self) -> list[list[date]]:
        if self.week_of is not None:
            first = self.week_of - timedelta(days=(self.week_of.weekday() + 1) % 7)
            return [[first + timedelta(days=number) for number in range(7)]]
        return Calendar(SUNDAY).monthdatescalendar(self.month.year, self.month.month)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = entries_between(self.weeks[0][0], self.weeks[-1][-1])
        days = [[self._day(day, found.get(day, [])) for day in week] for week in self.weeks]
        before, after = self._beside()
        return super().get_context_data(
            weeks=days, names=[WEEKDAYS[SUNDAY], *WEEKDAYS[:SUNDAY]], title=self._title(), zone=zone_name(),
            before=before, after=after, is_week=self.week_of is not None, month_url=_url(month=self.month),
            week_url=_url(week=self.week_of or self._shown_week()), today_url=reverse("cms_calendar"),
            has_entries=any(found.values()), **kwargs,
        )  # fmt: skip

    def _shown_week(self) -> date:
        return self.today if (self.today.year, self.today.month) == (self.month.year, self.month.month) else self.month

    def _day(self, day: date, entries: list[CalendarEntry]) -> dict[str, Any]:
        return {
            "day": day,
            "name": f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}",
            "entries": entries,
            "is_today": day == self.today,
            "is_beside": self.week_of is None and day.month != self.month.month,
        }

    def _title(self) -> str:
        if self.week_of is None:
            return f"{MONTHS[self.month.month - 1]} {self.month.year}"
        first = self.weeks[0][0]
        return f"Week of {MONTHS[first.month - 1]} {first.day}, {first.year}"

    def _beside(self) -> tuple[str, str]:
        if self.week_of is not None:
            first = self.weeks[0][0]
            return _url(week=first - timedelta(days=7)), _url(week=first + timedelta(days=7))
        return _url(month=self.month - timedelta(days=1)), _url(month=self.month + timedelta(days=31))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Moves one thing; the answer is the same calendar."""
        form = MoveForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError("Choose a day.")
            said = move(form.cleaned_data["what"], form.cleaned_data["to"], by=actor_of(request))
        except ValidationError as error:
            messages.error(request, f"Nothing was moved. {' '.join(error.messages)}")
        else:
            messages.success(request, said)
        return redirect(_url(week=self.week_of) if self.week_of else _url(month=self.month))


def _day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST <= day < LAST else None


def _url(*, month: date | None = None, week: date | None = None) -> str:
    asked = {"week": f"{week:%Y-%m-%d}"} if week else {"month": f"{month:%Y-%m}"}
    return f"{reverse('cms_calendar')}?{urlencode(asked)}"


def calendar_urls() -> list[Any]:
    """The calendar, below `/admin/`."""
    return [path("calendar/", CalendarView.as_view(), name="cms_calendar")]
