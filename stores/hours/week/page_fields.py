"""The regular weeks in the form of the store's page: a field for each counter."""

from collections.abc import Mapping

from django.urls import reverse

from stores.choices import Counter
from stores.hours.week.fields import WeekField
from stores.hours.week.reading import Week, rows_from, week_from
from stores.store.models.store import StorePage

PREFIX = "week_"


class WeekFields:
    """Makes the fields, and writes what they say as rows."""

    @staticmethod
    def fields_for(store: StorePage) -> dict[str, WeekField]:
        """One for each counter of the closed list; empty boxes where nobody knows its hours."""
        found = {}
        for counter in Counter:
            week = week_from(row for row in store.opening_hours.all() if row.counter == counter)
            field = WeekField(label=counter.label, required=False, initial=week)
            read_url = reverse("stores_read_week", args=[store.pk]) if store.pk else ""
            field.widget.attrs["read_url"] = f"{read_url}?counter={counter.value}"
            field.is_open = week is not None or counter.value in store.counters
            found[f"{PREFIX}{counter.value.replace('-', '_')}"] = field
        return found

    @staticmethod
    def write(store: StorePage, weeks: Mapping[str, Week | None]) -> None:
        """Give the store, in memory, the rows of these fields. A row that says the same keeps its id."""
        counters = {f"{PREFIX}{counter.value.replace('-', '_')}": counter for counter in Counter}
        rows = list(store.opening_hours.all())
        for name, week in weeks.items():
            counter = counters[name]
            there = {(row.weekday, row.opens_at, row.closes_at): row for row in rows if row.counter == counter}
            rows = [row for row in rows if row.counter != counter]
            new = rows_from(counter, week) if week else []
            rows += [there.pop((row.weekday, row.opens_at, row.closes_at), row) for row in new]
        if weeks:
            store.opening_hours.set(rows)
