"""What other regular hours of one counter would mean: the line that patients read, and the days of this week."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from stores.choices import Counter
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import MONTHS, WEEKDAYS
from stores.hours.schedules import DatedHoursBook, HoursRow, load_dated_hours, schedules_of_rows
from stores.hours.week.reading import Week, rows_from, spoken
from stores.store.models.store import StorePage

DAYS = 7


def line_of(store: StorePage, counter: Counter, week: Week | None) -> str:
    """`Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed`, as the counter's hours stand on the site."""
    return _schedules(store, counter, week, DatedHoursBook())[counter].summary()


def changed_days(store: StorePage, counter: Counter, week: Week | None, at: datetime) -> list[str]:
    """The next seven days that would be different; and those that something said of the date keeps as they are."""
    book = load_dated_hours([store], at)
    before, after = _schedules(store, counter, None, book, is_kept=True), _schedules(store, counter, week, book)
    first = store.today(at)
    return [
        line
        for offset in range(DAYS)
        for each, schedule in after.items()
        for line in _changes(each, before.get(each), schedule, first + timedelta(days=offset))
    ]


def _changes(counter: Counter, before: Schedule | None, after: Schedule, day: date) -> Iterator[str]:
    name = f"{counter.label}, {_day(day)}"
    now = after.spans_of(day)
    was = before.spans_of(day) if before is not None and before.is_known else None
    if was is None or was != now:
        was_text = "unknown so far" if was is None else f"was {spoken(was)}"
        yield f"{name}: {spoken(now)} ({was_text})"
    elif before is not None and before.regular_plan(day) != after.regular_plan(day):
        yield f"{name}: stays {spoken(now)}, since other hours are set for that date"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def _schedules(
    store: StorePage, counter: Counter, week: Week | None, book: DatedHoursBook, *, is_kept: bool = False
) -> dict[Counter, Schedule]:
    """The store's schedules with the counter's rows as they are, or as the week says."""
    rows: list[HoursRow] = [
        (row.counter, row.weekday, row.opens_at, row.closes_at)
        for row in store.opening_hours.all()
        if is_kept or row.counter != counter
    ]
    if not is_kept and week:
        rows += [(row.counter, row.weekday, row.opens_at, row.closes_at) for row in rows_from(counter, week)]
    listed = [each for each in Counter if each == counter or each in store.listed_counters]
    return schedules_of_rows(store.time_zone, listed, store.own_doors, rows, book.dated_of(store), book.cuts_of(store))
