"""Random stores with random hours, for walks: the same ones for the same seed. Nothing is saved."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from stores.choices import Counter
from stores.hours.engine.rows import DatedHours, DayCut, TimeRange
from stores.hours.schedules import DatedHoursBook, schedules_of
from stores.models import OpeningHours, StorePage

ZONES = ("America/New_York", "America/Chicago", "America/Phoenix", "America/Anchorage", "Pacific/Guam")
TURNS = (date(2026, 12, 24), date(2027, 3, 13), date(2027, 11, 6), date(2026, 12, 31), date(2026, 7, 3))
"""Dates around which something is about to change: holidays, clocks, the year."""
DAYTIMES = ((8, 18), (9, 17), (9, 21), (10, 16), (7, 23), (9, 13), (0, 0), (20, 2), (18, 1), (22, 6), (14, 13))
"""Hours at which slots open and close."""


def random_store(store: StorePage, random: Random) -> tuple[StorePage, DatedHoursBook, date]:
    """The store with other hours, what is said of its dates, and the date around which that is."""
    turn = random.choice(TURNS)
    listed = [counter for counter in Counter if random.random() < 0.7] or [Counter.STORE]
    store.time_zone = random.choice(ZONES)
    store.counters = [counter.value for counter in listed]
    store.own_doors = [counter.value for counter in listed if counter != Counter.STORE and random.random() < 0.35]
    store.opening_hours = [row for counter in listed if random.random() < 0.9 for row in _week(counter, random)]
    book = DatedHoursBook()
    # What the network says of the store stands beside its own rows: the audience is another subject.
    book.exceptions[store.pk] = [_dated(turn, random) for _ in range(random.randint(0, 4))]
    book.cuts[store.pk] = [_cut(turn, random) for _ in range(random.randint(0, 1))]
    return store, book, turn


def _time(hour: int, random: Random) -> time:
    return time(hour, random.choice((0, 0, 0, 30, 15)))


def _week(counter: Counter, random: Random) -> Iterator[OpeningHours]:
    opens, closes = random.choice(DAYTIMES)
    days = range(1, random.choice((6, 7, 8)))
    for weekday in days:
        first, last = _time(opens, random), _time(closes, random)
        if (opens, closes) == (0, 0):
            first = last = time()
        if closes - opens >= 8 and random.random() < 0.5:
            yield OpeningHours(counter=counter, weekday=weekday, opens_at=first, closes_at=time(12, 30))
            first = time(13)
        yield OpeningHours(counter=counter, weekday=weekday, opens_at=first, closes_at=last)


def _dated(turn: date, random: Random) -> DatedHours:
    starts_on = turn + timedelta(days=random.randint(-3, 3))
    days = random.choice((0, 0, 0, 1, 6, 7, 20, None))
    origin = random.choice(("store", "network"))
    opens, closes = random.choice(DAYTIMES)
    closes_by = (
        _time(random.choice((1, 12, 14, 18)), random) if origin == "network" and random.random() < 0.4 else None
    )
    slots = () if closes_by or random.random() < 0.4 else (TimeRange(time(opens), time(closes)),)
    return DatedHours(
        starts_on,
        None if days is None else starts_on + timedelta(days=days),
        random.choice(("Holiday", "Inventory", "Storm")),
        slots,
        random.choice((None, None, *Counter.values)),
        origin,  # type: ignore[arg-type]
        closes_by,
    )


def _cut(turn: date, random: Random) -> DayCut:
    on = turn + timedelta(days=random.randint(-1, 2))
    match random.randint(0, 3):
        case 0:
            return DayCut(on, is_closed=True)
        case 1:
            return DayCut(on, opens_at=_time(11, random))
        case 2:
            return DayCut(on, closes_at=time(1), closes_next_day=True)
    return DayCut(on, closes_at=_time(random.choice((12, 15, 20)), random))


def telling_moments(store: StorePage, book: DatedHoursBook, turn: date, random: Random, number: int) -> list[datetime]:
    """Moments around the turn: at random, and right before, at and after some of the changes that come."""
    start = datetime.combine(turn - timedelta(days=3), time(), store.zone)
    moments = [start + timedelta(minutes=random.randrange(7 * 24 * 60)) for _ in range(number)]
    found = []
    for at in moments:
        found.append(at)
        schedule = random.choice(list(schedules_of(store, book).values()))
        until = schedule.status(at).until
        if until is not None and until - at < timedelta(days=7):
            found.append(until + timedelta(seconds=random.choice((-1, 0, 1))))
    return [at.astimezone(store.zone) for at in found[:number]]
