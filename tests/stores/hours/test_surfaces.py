"""What a store says of itself on every surface."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from stores.choices import Counter
from stores.hours.engine.rows import DatedHours, TimeRange
from stores.hours.engine.schedule import Schedule
from stores.hours.schedules import schedules_of_rows
from stores.hours.surfaces import leading_status, special_days, status_lines

EASTERN = ZoneInfo("America/New_York")
FRIDAY = date(2026, 12, 18)
CHRISTMAS = date(2026, 12, 25)
Rows = list[tuple[str, int, time, time]]


def rows(counter: str, opens: int, closes: int, days: range = range(1, 7)) -> Rows:
    return [(counter, day, time(opens), time(closes)) for day in days]


def schedules(
    *given: Rows, counters: tuple[Counter, ...], dated: tuple[DatedHours, ...] = ()
) -> dict[Counter, Schedule]:
    flat = [row for each in given for row in each]
    return schedules_of_rows("America/New_York", counters, ["drive-through"], flat, dated)


BOTH = schedules(rows("store", 9, 21), rows("pharmacy", 9, 19), counters=(Counter.STORE, Counter.PHARMACY))


def lines(found: dict[Counter, Schedule], hour: int, day: date = FRIDAY) -> list[str]:
    at = datetime.combine(day, time(hour), EASTERN)
    return [line["text"] for line in status_lines({key: each.status(at) for key, each in found.items()})]


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (10, ["Pharmacy open until 7:00pm", "Store until 9:00pm"]),
        (20, ["Pharmacy closed, opens Saturday 9:00am", "Store open until 9:00pm"]),
        (22, ["Pharmacy and store closed, opens Saturday 9:00am"]),
    ],
)
def test_every_status_names_its_counter_and_the_pharmacy_leads(hour: int, said: list[str]) -> None:
    assert lines(BOTH, hour) == said


def test_lunch_is_named() -> None:
    lunch = schedules(
        rows("store", 9, 21),
        rows("pharmacy", 9, 13),
        rows("pharmacy", 14, 19),
        counters=(Counter.STORE, Counter.PHARMACY),
    )
    at = datetime.combine(FRIDAY, time(13, 30), EASTERN)
    statuses = {key: each.status(at) for key, each in lunch.items()}
    assert [line["text"] for line in status_lines(statuses)] == [
        "Pharmacy closed for lunch, opens 2:00pm",
        "Store open until 9:00pm",
    ]
    answer = leading_status(lunch, statuses)
    assert (answer["counter"], answer["reason"]) == ("pharmacy", "lunch")
    assert answer["text"] == "Pharmacy closed for lunch, opens 2:00pm"
    assert statuses[Counter.PHARMACY].text == "Closed, opens 2:00pm"


def test_unknown_hours_have_no_line_and_lead_all_the_same() -> None:
    found = schedules(rows("store", 9, 21), counters=(Counter.STORE, Counter.PHARMACY))
    assert lines(found, 10) == ["Store open until 9:00pm"]
    at = datetime.combine(FRIDAY, time(10), EASTERN)
    assert (
        leading_status(found, {key: each.status(at) for key, each in found.items()})["text"]
        == "Pharmacy hours unknown"
    )


def test_store_without_counters_has_no_status() -> None:
    assert leading_status({}, {}) == {
        "counter": None,
        "state": "unknown",
        "until": None,
        "text": "Hours unknown",
        "reason": "unknown",
        "label": None,
    }


def test_special_days_are_all_that_are_known_as_usual_ones_included() -> None:
    dated = (
        DatedHours(CHRISTMAS, CHRISTMAS, "Christmas Day", origin="network"),
        DatedHours(date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve", (TimeRange(time(9), time(21)),)),
        DatedHours(date(2027, 7, 4), date(2027, 7, 4), "Independence Day", origin="network"),
        DatedHours(date(2026, 12, 1), date(2026, 12, 31), "Winter hours", (TimeRange(time(9), time(21)),)),
        DatedHours(date(2026, 12, 1), date(2026, 12, 2), "Over", origin="network"),
    )
    found = schedules(rows("store", 9, 21), counters=(Counter.STORE,), dated=dated)
    assert special_days(found, FRIDAY) == [
        {
            "date": "2026-12-24",
            "label": "Christmas Eve",
            "is_as_usual": True,
            "is_confirmed": True,
            "hours": {"store": [{"opens": "09:00", "closes": "21:00"}]},
        },
        {
            "date": "2026-12-25",
            "label": "Christmas Day",
            "is_as_usual": False,
            "is_confirmed": False,
            "hours": {"store": []},
        },
        {
            "date": "2027-07-04",
            "label": "Independence Day",
            "is_as_usual": True,
            "is_confirmed": None,
            "hours": {"store": []},
        },
    ]
