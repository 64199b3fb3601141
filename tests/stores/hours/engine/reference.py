"""Random schedules, and a second engine to check the first: minute by minute, slow and plain."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from stores.hours.engine.rows import DatedHours, DayCut, Origin, Slot, TimeRange
from stores.hours.engine.schedule import Schedule

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Indiana/Indianapolis",
    "America/Puerto_Rico",
    "Pacific/Guam",
)

TURNS = (
    date(2026, 12, 31),  # the end of a year
    date(2028, 2, 29),  # a leap day
    date(2027, 3, 14),  # clocks go forward: 02:00 to 02:59 is skipped
    date(2027, 11, 7),  # clocks go back: 01:00 to 01:59 comes twice
    date(2026, 7, 3),
)

SPRING = date(2027, 3, 14)
AUTUMN = date(2027, 11, 7)

MINUTE = timedelta(minutes=1)
DAY = 24 * 60


def clock(text: str) -> time:
    return time.fromisoformat(text)


def slot(weekday: int, opens: str, closes: str) -> Slot:
    return Slot(weekday, clock(opens), clock(closes))


def daily(weekdays: Sequence[int], *times: str) -> tuple[Slot, ...]:
    """`daily(range(1, 6), "09:00-13:00", "14:00-19:00")`: the same slots on several weekdays."""
    return tuple(slot(weekday, *span.split("-")) for weekday in weekdays for span in times)


def ranges(*times: str) -> tuple[TimeRange, ...]:
    return tuple(TimeRange(*map(clock, span.split("-"))) for span in times)


EVERY_DAY = range(1, 8)
ALWAYS = daily(EVERY_DAY, "00:00-00:00")
USUAL = (*daily(range(1, 6), "09:00-19:00"), slot(6, "09:00", "16:00"))
NIGHTS = daily(EVERY_DAY, "20:00-02:00")

# Round times, the hours of the clock changes, and midnight more often than chance would have it.
MINUTES = st.one_of(
    st.integers(0, 95).map(lambda quarter: quarter * 15),
    st.sampled_from([0, 0, 0, 59, 60, 61, 90, 119, 120, 121, 150, 179, 180, 540, 720, 1140, 1439]),
    st.integers(0, DAY - 1),
)
TIMES = MINUTES.map(lambda minute: time(minute // 60, minute % 60))
SLOTS = st.builds(Slot, st.integers(1, 7), TIMES, TIMES)
RANGES = st.lists(st.builds(TimeRange, TIMES, TIMES), max_size=3).map(tuple)
WEEKS = st.one_of(
    st.lists(SLOTS, max_size=14).map(tuple),
    st.lists(SLOTS, min_size=1, max_size=4).map(lambda slots: (*ALWAYS, *slots)),
    st.builds(
        lambda opens, closes, days: tuple(Slot(day, opens, closes) for day in days),
        TIMES,
        TIMES,
        st.sets(st.integers(1, 7), min_size=3),
    ),
)


@st.composite
def dated_hours(draw: st.DrawFn, around: date) -> DatedHours:
    starts_on = around + timedelta(days=draw(st.integers(-6, 9)))
    days = draw(st.sampled_from([0, 0, 0, 1, 2, 6, 7, 12, None]))
    origin: Origin = draw(st.sampled_from(("store", "network")))
    closes_by = draw(st.none() | st.none() | TIMES) if origin == "network" else None
    return DatedHours(
        starts_on=starts_on,
        ends_on=None if days is None else starts_on + timedelta(days=days),
        label=draw(st.sampled_from(["Holiday", "Inventory", "Storm"])),
        slots=draw(RANGES) if closes_by is None else (),
        counter=draw(st.sampled_from([None, "store", "pharmacy"])),
        origin=origin,
        closes_by=closes_by,
    )


@st.composite
def day_cuts(draw: st.DrawFn, around: date) -> DayCut:
    return DayCut(
        on=around + timedelta(days=draw(st.integers(-3, 5))),
        closes_at=draw(st.none() | TIMES),
        opens_at=draw(st.none() | TIMES),
        is_closed=draw(st.sampled_from([False, False, True])),
        closes_next_day=draw(st.booleans()),
    )


@st.composite
def schedules(draw: st.DrawFn, around: date) -> Schedule:
    """A counter of its own, or one behind the door of a store that the same rows and cuts are about."""
    zone = draw(st.sampled_from(ZONES))
    dated = tuple(draw(st.lists(dated_hours(around), max_size=4)))
    cuts = tuple(draw(st.lists(day_cuts(around), max_size=2)))
    store = Schedule(zone, draw(WEEKS), dated, cuts, counter="store")
    if draw(st.booleans()):
        return store
    return Schedule(zone, draw(WEEKS), dated, cuts, counter="pharmacy", door=store)


def open_minutes(slots: Sequence[Slot | TimeRange]) -> set[int]:
    """Minutes after the midnight of the date on which the slots begin."""
    minutes: set[int] = set()
    for one in slots:
        start = one.opens_at.hour * 60 + one.opens_at.minute
        end = one.closes_at.hour * 60 + one.closes_at.minute
        if end == DAY - 1:
            minutes.update(range(start, DAY))
            continue
        minutes.update(range(start, end if end > start else end + DAY))
    return minutes


def day_minutes(schedule: Schedule, day: date) -> tuple[set[int], set[int]]:
    """Open and unknown minutes that belong to a date."""
    rows = [row for row in schedule.dated if row.counter in (None, schedule.counter) and row.starts_on <= day]
    rows = [row for row in rows if row.ends_on is None or row.ends_on >= day]
    cutting = [row for row in rows if row.closes_by is not None]
    ruling = strongest([row for row in rows if row.closes_by is None])
    unknown: set[int] = set()
    if ruling:
        minutes = set.intersection(*(open_minutes(row.slots) for row in ruling))
        own = strongest([row for row in rows if row.origin == "store"])
        if ruling[0].origin == "network" and own and not own[0].slots:
            minutes = set()
    else:
        minutes = open_minutes([one for one in schedule.regular if one.weekday == day.isoweekday()])
        if not schedule.regular:
            unknown = set(range(DAY))
    for row in cutting:
        if not ruling or row in strongest([row, *ruling]):
            latest = latest_minute(row.closes_by)
            minutes = {minute for minute in minutes if minute < latest}
            unknown = {minute for minute in unknown if minute < latest}
    cuts = [cut for cut in schedule.cuts if cut.on == day]
    return cut_minutes(minutes, cuts), cut_minutes(unknown, cuts)


def strongest(rows: Sequence[DatedHours]) -> list[DatedHours]:
    """Those that the rule puts first: single dates, the store, one counter, the shorter one."""
    left = list(rows)
    for is_better in (
        lambda row: row.ends_on is not None and (row.ends_on - row.starts_on).days < 7,
        lambda row: row.origin == "store",
        lambda row: row.counter is not None,
    ):
        left = [row for row in left if is_better(row)] or left
    lengths = [10**6 if row.ends_on is None else (row.ends_on - row.starts_on).days for row in left]
    return [row for row, length in zip(left, lengths, strict=True) if length == min(lengths)]


def latest_minute(at: time | None) -> int:
    assert at is not None
    if at.hour < 5:
        return DAY + at.hour * 60 + at.minute
    return DAY if (at.hour, at.minute) == (23, 59) else at.hour * 60 + at.minute


def cut_minutes(whole: set[int], cuts: Sequence[DayCut]) -> set[int]:
    left = set(whole)
    for cut in cuts:
        if cut.is_closed:
            return set()
        if cut.opens_at is not None:
            opens = cut.opens_at.hour * 60 + cut.opens_at.minute
            left = {minute for minute in left if minute >= opens}
        if cut.closes_at is not None and whole:
            closes = cut.closes_at.hour * 60 + cut.closes_at.minute or DAY
            if cut.closes_next_day:
                closes += DAY * (closes < DAY)
            elif closes <= min(whole) and closes + DAY - 1 in range(max(whole) + 1):
                closes += DAY
            left = {minute for minute in left if minute < closes}
    return left


@lru_cache
def wall_clock(zone: str, first: date, days: int) -> list[datetime]:
    """What the clock has shown at the latest, for every minute (UTC) of `days` days from `first` on."""
    start = datetime.combine(first, time(), UTC)
    shown = (
        (start + minute * MINUTE).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
        for minute in range(days * DAY)
    )
    return list(accumulate(shown, max))


def minute_states(schedule: Schedule, first: date, days: int) -> list[str]:
    """`open`, `closed` or `unknown` for every minute (UTC) of `days` days from `first` on.

    Behind a door that is known to be shut, what would be open is closed.
    """
    own = own_states(schedule, first, days)
    if schedule.door is None:
        return own
    door = own_states(schedule.door, first, days)
    return ["closed" if (mine, its) == ("open", "closed") else mine for mine, its in zip(own, door, strict=True)]


def own_states(schedule: Schedule, first: date, days: int) -> list[str]:
    """The same, whatever the door."""
    wall = wall_clock(schedule.time_zone, first, days)
    states = ["closed"] * len(wall)
    marks: list[tuple[str, date, set[int]]] = []
    for offset in range(-3, days + 2):
        day = first + timedelta(days=offset)
        is_open, is_unknown = day_minutes(schedule, day)
        marks = [("unknown", day, is_unknown), *marks, ("open", day, is_open)]
    for state, day, minutes in marks:
        midnight = datetime.combine(day, time())
        for begin in sorted(minute for minute in minutes if minute - 1 not in minutes):
            end = next(minute for minute in range(begin, 3 * DAY) if minute not in minutes)
            reached = [bisect_left(wall, midnight + minute * MINUTE) for minute in (begin, end)]
            states[slice(*reached)] = [state] * (reached[1] - reached[0])
    return states
