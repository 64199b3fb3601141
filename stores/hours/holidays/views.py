"""What an owner answers to a holiday of the network, with a tap each; and the form of other hours on its days."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import cached_property

from stores.access.who import actor_of
from stores.choices import Counter
from stores.hours.dates import is_about
from stores.hours.dates_ahead import holidays_for, prefilled
from stores.hours.door_words import cut_days_of
from stores.hours.holidays.answering import as_proposed, as_usual
from stores.hours.models import HolidayClosure, HoursException
from stores.hours.views import DatesTapView, ExceptionFormView


class HolidayTapView(DatesTapView):
    """One tap about one holiday; `counter` names the only one of the store's that it is about."""

    @cached_property
    def holiday(self) -> HolidayClosure:
        return get_object_or_404(holidays_for(self.store), pk=self.kwargs["holiday_id"])

    @cached_property
    def counter(self) -> str:
        return counter_named(self.request.POST.get("counter", ""), self.store.listed_counters, self.holiday)

    @property
    def where(self) -> str:
        """`: Pharmacy` where it is about one counter alone."""
        return f" ({Counter(self.counter).label})" if self.counter else ""


def counter_named(asked: str, listed: list[Counter], holiday: HolidayClosure) -> str:
    """The store's counter that a request names; 404 for one that it has not, or that the holiday is not about."""
    if asked and (asked not in listed or holiday.counter not in {"", asked}):
        raise Http404
    return asked


class OpenAsUsualView(HolidayTapView):
    """Keeps the regular hours on a holiday of the network."""

    def tapped(self) -> str:
        rows = as_usual(by=actor_of(self.request), store=self.store, holiday=self.holiday, counter=self.counter)
        lines = dict.fromkeys(line for row in rows for line in cut_days_of(self.store, row))
        cut = "".join(f" {line}" for line in lines)
        return f"Open as usual: “{self.holiday.label}”{self.where}.{cut}"


class FollowNetworkView(HolidayTapView):
    """Confirms what the network proposes; the store's own hours of the holiday go."""

    def tapped(self) -> str:
        as_proposed(by=actor_of(self.request), store=self.store, holiday=self.holiday, counter=self.counter)
        return f"Confirmed, as the network proposes: “{self.holiday.label}”{self.where}."


class OtherHolidayHoursView(ExceptionFormView):
    """A new row with a holiday's days and the usual hours, or the one that the store has for it already."""

    @cached_property
    def row(self) -> HoursException:
        holiday = get_object_or_404(holidays_for(self.store), pk=self.kwargs["holiday_id"])
        counter = counter_named(self.request.GET.get("counter", ""), self.store.listed_counters, holiday)
        row = prefilled(self.store, holiday, counter)
        same = HoursException.objects.filter(store=self.store, counter=row.counter, label=holiday.label)
        return next((each for each in same if is_about(each, holiday)), row)


def answer_urls() -> list[Any]:
    """A store's answers to one holiday, below `/admin/`."""
    holiday = "stores/<int:store_id>/dates/holidays/<int:holiday_id>/"
    return [
        path(holiday, OtherHolidayHoursView.as_view(), name="stores_holiday_hours"),
        path(f"{holiday}as-usual/", OpenAsUsualView.as_view(), name="stores_open_as_usual"),
        path(f"{holiday}follow/", FollowNetworkView.as_view(), name="stores_follow_network"),
    ]
