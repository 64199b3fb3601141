"""Close early today, open late, closed today: two fields that end with the day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db import transaction
from wagtail.log_actions import log

from stores.access.who import Actor
from stores.hours.dates import usual_slots
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import clock_text
from stores.hours.forms import Clock
from stores.hours.models import TodayChange
from stores.hours.schedules import DatedHoursBook, load_dated_hours, schedules_of
from stores.store.models.store import StorePage

MAX_CLOSINGS = 6
"""Times that are offered for closing early with one tap: the last ones before the store closes."""


@dataclass(frozen=True, slots=True)
class CounterToday:
    """One counter now, for people: `state` and the engine's words for it."""

    name: str
    state: str
    text: str


def counters_today(store: StorePage, at: datetime, book: DatedHoursBook | None = None) -> list[CounterToday]:
    """What each listed counter does now, changes of today included; `book` is that of the store, if it is at hand."""
    schedules: dict[Any, Schedule] = schedules_of(store, book or load_dated_hours([store], at))
    found = []
    for counter, schedule in schedules.items():
        status = schedule.status(at)
        found.append(CounterToday(str(counter.label), status.state, status.text))
    return found


def closings_today(store: StorePage, at: datetime, book: DatedHoursBook) -> list[time]:
    """Whole hours that are still to come, before the last counter closes today as it would without a change of today.

    The last six of them. None when the store is shut for the rest of the day, or its hours are unknown.
    """
    local = at.astimezone(store.zone)
    uncut = DatedHoursBook(exceptions=book.exceptions, holidays=book.holidays)
    slots = [slot for each in schedules_of(store, uncut).values() for slot in _slots_on(each, local.date())]
    # What runs past midnight is open for every hour that is left of the day.
    ends = [closes if closes > opens else "24:00" for opens, closes in slots]
    whole = [time(hour) for hour in range(local.hour + 1, 24)]
    return [each for each in whole if ends and each.isoformat("minutes") < max(ends)][-MAX_CLOSINGS:]


def _slots_on(schedule: Schedule, day: date) -> list[list[str]]:
    exceptions = schedule.dates(day, 1)
    if not exceptions:
        return usual_slots(schedule, day)
    return [[slot["opens"], slot["closes"]] for slot in exceptions[0]["slots"]]


def change_text(change: TodayChange) -> str:
    """`Closed all day today.`, `Closes early today, at 4:00pm.`"""
    if change.is_closed:
        return "Closed all day today."
    parts = [
        f"opens late today, at {clock_text(change.opens_at)}" if change.opens_at else "",
        f"closes early today, at {clock_text(change.closes_at)}" if change.closes_at else "",
    ]
    text = " and ".join(filter(None, parts))
    return f"{text[0].upper()}{text[1:]}."


class TodayForm(forms.Form):
    """What is different today. Nothing at all means: as usual."""

    is_closed = forms.BooleanField(label="Closed all day", required=False)
    closes_at = forms.TimeField(label="Close early, at", required=False, widget=Clock)
    opens_at = forms.TimeField(label="Open late, at", required=False, widget=Clock)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if data.get("is_closed"):
            return {"is_closed": True, "opens_at": None, "closes_at": None}
        if opens_at and closes_at and opens_at == closes_at:
            raise forms.ValidationError("Opening and closing at the same time says nothing. Choose 'closed all day'.")
        return data


@transaction.atomic
def change_today(
    *,
    by: Actor | None,
    store: StorePage,
    on: date,
    is_closed: bool = False,
    opens_at: time | None = None,
    closes_at: time | None = None,
) -> TodayChange | None:
    """Say what is different on one date; without any difference, take back what was said. Live at once, logged."""
    StorePage.objects.select_for_update().get(pk=store.pk)
    before = TodayChange.objects.filter(store=store, on=on).first()
    new = {"is_closed": is_closed, "opens_at": opens_at, "closes_at": closes_at}
    log(
        store,
        "stores.change_today",
        user=by,
        data={"on": str(on), "old": _change_values(before), "new": _json_values(new)},
    )
    if not any(new.values()):
        TodayChange.objects.filter(store=store, on=on).delete()
        return None
    change, _is_new = TodayChange.objects.update_or_create(store=store, on=on, defaults=new)
    return change


def _change_values(change: TodayChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return _json_values({"is_closed": change.is_closed, "opens_at": change.opens_at, "closes_at": change.closes_at})


def _json_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat("minutes") if isinstance(value, time) else value for name, value in values.items()}
