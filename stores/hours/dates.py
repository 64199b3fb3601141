"""Dated hours of a store: adding, changing and removing them, and what stands in the way."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from stores.access.locks import check_unlocked
from stores.access.who import Actor
from stores.hours.date_words import day_name, row_text
from stores.hours.engine.rows import DAY, Origin, find_conflicts, minute_of
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import twenty_four
from stores.hours.models import DatedHoursFields, HolidayClosure, HoursException
from stores.hours.schedules import schedules_of
from stores.store.models.store import StorePage

MAX_USUAL_DAYS = 14
"""Longest holiday against which a store stays open as usual by one tap: it takes rows for its single days."""


@transaction.atomic
def save_exception(*, by: Actor | None, row: HoursException) -> HoursException:
    """Add the row, or change it where it is saved already.

    ValidationError for a bad value, for another row of the store with the same rank on one of its days, and where
    somebody else has locked the page.
    HoursException.DoesNotExist when the row was removed meanwhile.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=row.store_id))
    before = HoursException.objects.get(pk=row.pk, store=row.store_id) if row.pk else None
    row.full_clean()
    others = HoursException.objects.filter(store=row.store_id, counter=row.counter).exclude(pk=row.pk)
    check_conflicts(row, others, "store")
    row.save()
    action = "stores.change_dated_hours" if before else "stores.add_dated_hours"
    log(row.store, action, user=by, data={"old": log_values(before), "new": log_values(row)})
    return row


@transaction.atomic
def remove_exception(*, by: Actor | None, row: HoursException) -> None:
    """Remove the row; what it went before rules again. HoursException.DoesNotExist when it is gone already.

    ValidationError where somebody else has locked the page.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=row.store_id))
    before = HoursException.objects.get(pk=row.pk, store=row.store_id)
    before.delete()
    log(row.store, "stores.remove_dated_hours", user=by, data={"old": log_values(before), "new": None})


def is_about(row: HoursException, holiday: HolidayClosure) -> bool:
    """Whether the store's row is about the holiday alone: none of its days is another, nor any of its counters."""
    begins_in = row.starts_on >= holiday.starts_on
    ends_in = holiday.ends_on is None or (row.ends_on is not None and row.ends_on <= holiday.ends_on)
    return begins_in and ends_in and holiday.counter in {"", row.counter}


def usual_rows(store: StorePage, holiday: HolidayClosure, counter: str = "") -> list[HoursException]:
    """Unsaved rows with the regular hours of the holiday's days: one for all counters where they are alike, unless
    one counter alone is asked for.

    None when all of them would be closed, when the holiday has no end, and when it is too long for single days.
    """
    if holiday.ends_on is None or (holiday.ends_on - holiday.starts_on).days >= MAX_USUAL_DAYS:
        return []
    days = [holiday.starts_on + timedelta(days=n) for n in range((holiday.ends_on - holiday.starts_on).days + 1)]
    runs = {
        each.value: _alike_days(schedule, days)
        for each, schedule in schedules_of(store).items()
        if schedule.is_known and holiday.counter in {"", each.value} and counter in {"", each.value}
    }
    if not any(slots for each in runs.values() for _first, _last, slots in each):
        return []
    is_one = not (holiday.counter or counter) and len(runs) == len(store.listed_counters)
    if is_one and all(each == next(iter(runs.values())) for each in runs.values()):
        runs = {"": next(iter(runs.values()))}
    return [
        HoursException(
            store=store, counter=name, starts_on=first, ends_on=last, label=holiday.label, slots=list(slots)
        )
        for name, each in runs.items()
        for first, last, slots in each
    ]


def usual_slots(schedule: Schedule, day: date) -> list[list[str]]:
    """Regular slots of the date's weekday, as the rows of dated hours keep them."""
    slots = [[slot["opens"], slot["closes"]] for slot in schedule.week()[day.weekday()]["slots"]]
    # From a time to the same time of the next date is 24 hours, which a row says in two parts.
    parts = [_halves(opens) if opens == closes else [[opens, closes]] for opens, closes in slots]
    return [slot for part in parts for slot in part]


def _halves(opens: str) -> list[list[str]]:
    """24 hours from a time on, cut on the way to midnight."""
    start = minute_of(time.fromisoformat(opens))
    between = twenty_four((start + DAY) // 2)
    return [[opens, between], [between, opens]]


UsualRun = tuple[date, date, list[list[str]]]
"""First day, last day and slots of days in a row with the same hours."""


def _alike_days(schedule: Schedule, days: list[date]) -> list[UsualRun]:
    """The days, cut into runs with the same regular hours."""
    runs = []
    for slots, group in groupby(days, key=lambda day: usual_slots(schedule, day)):
        run = list(group)
        runs.append((run[0], run[-1], slots))
    return runs


def log_values(row: HoursException | None) -> dict[str, Any] | None:
    """The row's values as the log keeps them."""
    if row is None:
        return None
    return {
        "label": row.label,
        "counter": row.counter,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "slots": row.slots,
    }


def check_conflicts(row: DatedHoursFields, others: Iterable[DatedHoursFields], origin: Origin) -> None:
    """ValidationError that names the first of `others` with the same rank as `row` on a day of its own."""
    dated = row.as_dated_hours(origin)
    for other in others:
        for conflict in find_conflicts((dated, other.as_dated_hours(origin))):
            raise ValidationError(
                f"{row_text(other)} already says something about {day_name(conflict.on)}, for as many days, so that "
                "neither would go before the other. Change or remove that one, or choose other days.",
                code="conflict",
            )
