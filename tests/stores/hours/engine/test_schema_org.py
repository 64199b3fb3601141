"""schema.org entries."""

from datetime import date

from stores.hours.engine.rows import DatedHours, Slot
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.schema_org import OpeningHoursSpecification
from tests.stores.hours.engine.reference import ALWAYS, EVERY_DAY, NIGHTS, USUAL, daily, ranges, slot

SEEN_ON = date(2026, 12, 18)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
ALL = [*WEEKDAYS, "Saturday", "Sunday"]


def written(*regular: Slot, dated: tuple[DatedHours, ...] = ()) -> list[OpeningHoursSpecification]:
    return Schedule("America/New_York", regular, dated, counter="store").schema_org(SEEN_ON)


def entry(days: list[str], opens: str, closes: str, on: str | None = None) -> dict[str, object]:
    dated = {"validFrom": on, "validThrough": on} if on else {}
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": days, "opens": opens, "closes": closes, **dated}


def test_weekdays_with_the_same_hours_stand_together_and_closed_ones_are_said() -> None:
    assert written(*USUAL) == [
        entry(WEEKDAYS, "09:00", "19:00"),
        entry(["Saturday"], "09:00", "16:00"),
        entry(["Sunday"], "00:00", "00:00"),
    ]


def test_lunch_break_makes_two_entries() -> None:
    assert written(*daily(EVERY_DAY, "09:00-13:00", "14:00-19:00")) == [
        entry(ALL, "09:00", "13:00"),
        entry(ALL, "14:00", "19:00"),
    ]


def test_all_day_ends_one_minute_before_midnight() -> None:
    assert written(*ALWAYS) == [entry(ALL, "00:00", "23:59")]


def test_24_hours_from_the_evening_on_do_not_read_as_closed() -> None:
    assert written(slot(1, "20:00", "20:00"))[0] == entry(["Monday"], "20:00", "19:59")


def test_night_is_one_entry() -> None:
    assert written(*NIGHTS) == [entry(ALL, "20:00", "02:00")]


def test_dates_carry_the_day_that_they_are_valid() -> None:
    dated = (
        DatedHours(date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve", ranges("09:00-12:00", "13:00-14:00")),
        DatedHours(date(2026, 12, 25), date(2026, 12, 25), "Christmas Day"),
    )
    assert written(*USUAL, dated=dated)[3:] == [
        entry(["Thursday"], "09:00", "12:00", "2026-12-24"),
        entry(["Thursday"], "13:00", "14:00", "2026-12-24"),
        entry(["Friday"], "00:00", "00:00", "2026-12-25"),
    ]


def test_unknown_hours_make_no_entry_but_those_of_known_dates() -> None:
    assert written() == []
    closed = DatedHours(date(2026, 12, 25), date(2026, 12, 25), "Christmas Day")
    assert written(dated=(closed,)) == [entry(["Friday"], "00:00", "00:00", "2026-12-25")]
