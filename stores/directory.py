"""Which stores are open: answered by the hours engine, not by the database."""

from datetime import datetime

from stores.dated_hours import load_dated_hours
from stores.hours import main_schedule, schedules_of
from stores.opening_times import Schedule
from stores.querysets import StoreQuerySet


def open_store_ids(stores: StoreQuerySet, at: datetime) -> list[int]:
    """Ids of the stores that are open at the moment `at`; unknown hours are not open. Constant queries."""
    found = list(stores.order_by().with_profile())
    book = load_dated_hours(found, at)
    return [store.pk for store in found if _is_open(main_schedule(schedules_of(store, book)), at)]


def _is_open(schedule: Schedule | None, at: datetime) -> bool:
    return schedule is not None and schedule.status(at).state == "open"
