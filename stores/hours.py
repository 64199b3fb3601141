"""A store's rows as schedules of the hours engine."""

from stores.choices import Counter
from stores.dated_hours import DatedHoursBook
from stores.models.store import StorePage
from stores.opening_times import Schedule, Slot


def schedules_of(store: StorePage, book: DatedHoursBook | None = None) -> dict[Counter, Schedule]:
    """One schedule per listed counter, in the closed list's order; without a book, of regular hours alone.

    Costs no query when the rows are prefetched.
    """
    book = book or DatedHoursBook()
    rows = list(store.opening_hours.all())
    dated, cuts = book.dated_of(store), book.cuts_of(store)
    return {
        counter: Schedule(
            store.time_zone,
            tuple(Slot(row.weekday, row.opens_at, row.closes_at) for row in rows if row.counter == counter),
            dated,
            cuts,
            counter=counter.value,
        )
        for counter in store.listed_counters
    }


def main_schedule(schedules: dict[Counter, Schedule]) -> Schedule | None:
    """What "open" means of a store as a whole: its own counter, or the first that it lists."""
    return schedules.get(Counter.STORE) or next(iter(schedules.values()), None)


def regular_summary(store: StorePage) -> str:
    """The store's own regular week on one line; the first listed counter's where the store lists none for itself."""
    schedule = main_schedule(schedules_of(store))
    return schedule.summary() if schedule else Schedule(store.time_zone, counter=Counter.STORE.value).summary()
