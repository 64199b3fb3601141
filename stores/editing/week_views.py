"""The screen of the regular hours, a counter at a time, and what reads them while they are typed."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages

from stores.choices import Counter
from stores.desk.screens import StoreScreen
from stores.editing.saving import StoreChange
from stores.editing.views import EditingView
from stores.editing.week_effects import changed_days, line_of
from stores.editing.week_form import WeekForm, seen_mark
from stores.hours.door_words import cut_days
from stores.hours.schedules import leading_counter, schedules_of
from stores.hours.week.reading import Week, WrittenDay, read_written_week, rows_from, week_from, week_written
from stores.store.models.store import StorePage

TEXTS = [f"week-{weekday}" for weekday in range(1, 8)]


class CounterView:
    """Mixed into a view of a store: the counter that `?counter=` names, else the one that leads."""

    @cached_property
    def counter(self) -> Counter:
        asked = self.request.GET.get("counter", "")  # type: ignore[attr-defined]
        if not asked:
            return leading_counter(self.version.listed_counters) or Counter.STORE  # type: ignore[attr-defined]
        if asked not in Counter.values:
            raise Http404
        return Counter(asked)

    def week_in(self, page: Any) -> Week | None:
        """The counter's regular week in a version of the store."""
        return week_from(row for row in page.opening_hours.all() if row.counter == self.counter)


class WeekView(CounterView, EditingView, FormView):
    """Regular hours, for good. What is for some dates alone stands in “Dates ahead”."""

    page_title = "Weekly hours"
    header_icon = "calendar-alt"
    template_name = "stores/editing/week.html"
    form_class = WeekForm

    @cached_property
    def before(self) -> Week | None:
        return self.week_in(self.version)

    def get_form_kwargs(self) -> dict[str, Any]:
        read_url = f"{reverse('stores_read_week', args=[self.store.pk])}?counter={self.counter.value}"
        return {**super().get_form_kwargs(), "before": self.before, "read_url": read_url}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        listed = self.version.listed_counters
        is_drafted = self.may_change and self.draft is not None and self.week_in(self.draft) != self.before
        return {
            **context,
            "counter": self.counter,
            "counters": [(each, each in listed, each == self.counter) for each in Counter],
            "line": line_of(self.version, self.counter, self.before),
            "changes": self.changes(context["form"]),
            "is_drafted": is_drafted,
        }

    def changes(self, form: WeekForm) -> list[str]:
        """What a form that came back would change; of a script's answers there are more."""
        week = week_written(form.shown.days) if form.is_bound else None
        return changed_days(self.version, self.counter, week, timezone.now()) if week and week != self.before else []

    def form_valid(self, form: WeekForm) -> HttpResponse:
        if self.is_locked(self.request):
            return self.form_invalid(form)
        week = form.cleaned_data["week"]
        rows = rows_from(self.counter, week)
        hours = {self.counter.value: rows} if seen_mark(week) != seen_mark(self.before) else {}
        try:
            words = self.save(StoreChange(opening_hours=hours)) if hours else []
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.tell(words)
        for note in form.notes if words else ():
            messages.info(self.request, note)
        for line in cut_days(schedules_of(self.version)) if words else ():
            messages.warning(self.request, line)
        return self.home()


class ReadWeekView(CounterView, EditingView):
    """What seven texts read as, and what they would change: JSON for the script beside the boxes. Writes nothing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = self.week_in(self.version)
        days = read_written_week([request.GET.get(name, "") for name in TEXTS], before)
        week = week_written(days)
        changes = changed_days(self.version, self.counter, week, timezone.now()) if week and week != before else []
        return JsonResponse(
            {
                "days": [_answer(day) for day in days],
                "line": line_of(self.version, self.counter, week) if week and any(week) else "",
                "changes": changes,
                "is_doubted": any(day.doubt for day in days),
            }
        )


def _answer(day: WrittenDay) -> dict[str, Any]:
    is_read = day.spans is not None and day.text.strip() != day.as_written
    return {
        "text": day.error or day.doubt or (day.read_as if is_read else ""),
        "is_error": bool(day.error),
        "suggestion": day.suggestion,
    }


def unknown_counters(store: StorePage) -> int:
    """How many counters patients find without hours."""
    known = {row.counter for row in store.opening_hours.all()}
    return sum(counter not in known for counter in store.listed_counters)


def week_screen() -> StoreScreen:
    """The store's screen of its regular hours."""
    return StoreScreen("stores_week", "Weekly hours", "calendar-alt", 12, waiting=unknown_counters)


def week_urls() -> list[Any]:
    """Below `/admin/`."""
    start = "stores/<int:store_id>/hours/"
    return [
        path(start, WeekView.as_view(), name="stores_week"),
        path(f"{start}read/", ReadWeekView.as_view(), name="stores_read_week"),
    ]
