"""Which stores are open: answered by the hours engine, not by the database."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time

from stores.choices import Counter
from stores.dated_hours import DatedHoursBook, load_dated_hours_of
from stores.models import OpeningHours, StoreRegistration
from stores.opening_times import Schedule, Slot
from stores.querysets import StoreQuerySet

Row = tuple[str, int, time, time]
"""Counter, weekday, opens at, closes at."""


def open_store_ids(stores: StoreQuerySet, at: datetime) -> list[int]:
    """Ids of the stores that are open at the moment `at`; unknown hours are not open. Constant queries.

    Plain values, because a thousand stores have twenty thousand rows, and model instances would cost more than the
    answer.
    """
    found = {pk: facts for pk, *facts in stores.order_by().values_list("pk", "time_zone", "counters")}
    book = load_dated_hours_of(found, at)
    groups = _groups_of(found) if book.holidays else {}
    rows = _rows_of(found)
    return [
        pk
        for pk, (zone, counters) in found.items()
        if _is_open(_main_schedule(zone, counters, rows[pk], book, pk, groups.get(pk, ())), at)
    ]


def _rows_of(ids: Iterable[int]) -> dict[int, list[Row]]:
    rows: dict[int, list[Row]] = defaultdict(list)
    found = OpeningHours.objects.filter(store__in=list(ids)).order_by()
    for pk, counter, weekday, opens_at, closes_at in found.values_list(
        "store", "counter", "weekday", "opens_at", "closes_at"
    ):
        rows[pk].append((counter, weekday, opens_at, closes_at))
    return rows


def _groups_of(ids: Iterable[int]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    found = StoreRegistration.objects.filter(store__in=list(ids), groups__isnull=False)
    for pk, group in found.values_list("store", "groups"):
        groups[pk].append(group)
    return groups


def _main_schedule(
    zone: str, counters: list[str], rows: list[Row], book: DatedHoursBook, pk: int, groups: Iterable[int]
) -> Schedule | None:
    """As `stores.hours.main_schedule`: the store's own counter, or the first that it lists."""
    listed = {*counters, *(row[0] for row in rows)}
    main = next((counter for counter in (Counter.STORE, *Counter) if counter in listed), None)
    if main is None:
        return None
    regular = tuple(Slot(*row[1:]) for row in rows if row[0] == main)
    return Schedule(zone, regular, book.dated_for(pk, groups), book.cuts_for(pk), counter=main.value)


def _is_open(schedule: Schedule | None, at: datetime) -> bool:
    return schedule is not None and schedule.status(at).state == "open"
