"""Now, at the store's home: open or closed, and what is missing."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from stores.desk.home import HomeSection, Notice, StoreHome
from stores.hours.date_words import day_name
from stores.hours.engine.words import clock_text
from stores.hours.models import TodayChange
from stores.hours.schedules import kept_dated_hours
from stores.hours.today import change_text, closings_today, counters_today, days_now


class NowSection(HomeSection):
    """Open or closed, until when, and closing early with one tap."""

    name = "now"
    heading = "Now"
    icon = "time"
    order = 10
    template_name = "stores/hours/home_now.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        home = self.home
        book = kept_dated_hours(home.store, home.at)
        day = days_now(home.store, home.at, book)[0]
        is_cut = any(cut.on == day.on for cut in book.cuts_of(home.store))
        change = TodayChange.objects.filter(store=home.store, on=day.on).first() if is_cut else None
        closings = closings_today(day) if home.may_change else []
        return {
            **super().get_context_data(parent_context),
            "today": f"The night of {day_name(day.on)}" if day.is_night else day_name(day.on),
            "counters": counters_today(home.store, home.at, book),
            "change": change,
            "change_text": change_text(change) if change else "",
            "closings": [(each.isoformat("minutes"), clock_text(each)) for each in closings],
        }


def missing(home: StoreHome) -> Iterator[Notice]:
    """Notices of facts that the store lacks, without which patients are left in the dark."""
    store = home.store
    known = {row.counter for row in store.opening_hours.all()}
    week = reverse("stores_week", args=[store.pk])
    if not store.listed_counters:
        yield Notice("No opening hours: patients can't see when you are open.", week, "Set hours")
    for counter in store.listed_counters:
        if counter not in known:
            text = f"{counter.label}: listed, but its hours are unknown."
            yield Notice(text, f"{week}?counter={counter.value}", "Set hours")
    if not store.phone:
        yield Notice("No phone number.", home.edit_url("store"), "Add phone")
    if store.latitude is None:
        yield Notice("No place on the map: nobody finds you nearby.", home.edit_url("store"), "Add place", "site")
    if store.logo_id is None:
        yield Notice("Your site has no logo.", home.edit_url("look"), "Add logo", "image")
