"""Hours in words."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from stores.hours.engine.rows import Slot, Span
from stores.hours.engine.schedule import Schedule
from stores.hours.engine.words import clock_text, closed_text, open_text, span_text
from tests.stores.hours.engine.reference import ALWAYS, EVERY_DAY, NIGHTS, USUAL, daily, slot

NEW_YORK = ZoneInfo("America/New_York")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (time(0, 0), "midnight"),
        (time(0, 30), "12:30am"),
        (time(9, 0), "9:00am"),
        (time(11, 59), "11:59am"),
        (time(12, 0), "noon"),
        (time(12, 5), "12:05pm"),
        (time(13, 30), "1:30pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_time_of_day_is_told_as_people_say_it(at: time, text: str) -> None:
    assert clock_text(at) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ((540, 1140), "9:00am - 7:00pm"),
        ((540, 720), "9:00am - noon"),
        ((540, 1440), "9:00am - midnight"),
        ((0, 360), "midnight - 6:00am"),
        ((1200, 1560), "8:00pm - 2:00am"),
        ((0, 1440), "Open 24 hours"),
        ((1200, 2640), "8:00pm - 8:00pm"),
    ],
)
def test_span_is_told_from_opening_to_closing(span: tuple[int, int], text: str) -> None:
    assert span_text(Span(*span)) == text


@pytest.mark.parametrize(
    ("regular", "text"),
    [
        (USUAL, "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"),
        (
            (*daily(range(1, 6), "09:00-13:30", "14:00-19:00"), slot(6, "09:00", "12:00")),
            "Mon-Fri 9:00am - 1:30pm, 2:00pm - 7:00pm | Sat 9:00am - noon | Sun Closed",
        ),
        (ALWAYS, "Open 24 hours, every day"),
        ((), "Hours unknown"),
        (NIGHTS, "Mon-Sun 8:00pm - 2:00am"),
        (daily(EVERY_DAY, "07:00-00:00"), "Mon-Sun 7:00am - midnight"),
        (
            (*daily(range(1, 6), "00:00-00:00"), *daily((6, 7), "09:00-17:00")),
            "Mon-Fri Open 24 hours | Sat-Sun 9:00am - 5:00pm",
        ),
        (daily((1, 3), "09:00-17:00"), "Mon 9:00am - 5:00pm | Tue Closed | Wed 9:00am - 5:00pm | Thu-Sun Closed"),
        (daily((2,), "12:00-15:00", "09:00-13:00"), "Mon Closed | Tue 9:00am - 3:00pm | Wed-Sun Closed"),
    ],
)
def test_week_is_one_line(regular: tuple[Slot, ...], text: str) -> None:
    assert Schedule("America/New_York", regular, counter="store").summary() == text


@pytest.mark.parametrize(
    ("at", "until", "text"),
    [
        ("2026-12-18T10:00", "2026-12-18T19:00", "Open until 7:00pm"),
        ("2026-12-18T10:00", "2026-12-18T12:00", "Open until noon"),
        ("2026-12-18T10:00", "2026-12-19T00:00", "Open until midnight"),
        ("2026-12-18T00:00", "2026-12-19T00:00", "Open until midnight"),
        ("2026-12-18T21:00", "2026-12-19T02:00", "Open until 2:00am"),
        ("2026-12-19T01:00", "2026-12-19T02:00", "Open until 2:00am"),
        ("2026-12-18T01:00", "2026-12-19T02:00", "Open until Saturday 2:00am"),
        ("2026-12-14T10:00", "2026-12-19T22:00", "Open until Saturday 10:00pm"),
        ("2026-12-14T10:00", "2026-12-19T00:00", "Open until Friday night at midnight"),
        ("2026-12-14T10:00", "2026-12-21T00:00", "Open until Sunday night at midnight"),
        ("2026-12-14T10:00", "2026-12-21T09:00", "Open 24 hours"),
        ("2026-12-14T10:00", "2026-12-22T00:00", "Open 24 hours"),
        ("2026-12-14T10:00", None, "Open 24 hours"),
    ],
)
def test_open_tells_until_when(at: str, until: str | None, text: str) -> None:
    assert open_text(moment(at), moment(until) if until else None) == text


@pytest.mark.parametrize(
    ("at", "opens_at", "text"),
    [
        ("2026-12-18T07:00", "2026-12-18T09:00", "Closed, opens 9:00am"),
        ("2026-12-18T13:00", "2026-12-18T14:00", "Closed, opens 2:00pm"),
        ("2026-12-18T07:00", "2026-12-18T12:00", "Closed, opens noon"),
        ("2026-12-18T20:00", "2026-12-19T09:00", "Closed, opens Saturday 9:00am"),
        ("2026-12-18T20:00", "2026-12-21T12:00", "Closed, opens Monday noon"),
        ("2026-12-18T20:00", "2026-12-19T00:00", "Closed, opens midnight"),
        ("2026-12-18T20:00", "2026-12-21T00:00", "Closed, opens Sunday night at midnight"),
        ("2026-12-18T20:00", "2026-12-24T09:00", "Closed, opens Thursday 9:00am"),
        ("2026-12-18T20:00", "2026-12-25T09:00", "Closed, opens Friday, December 25, 9:00am"),
        ("2026-12-18T20:00", "2027-01-04T00:00", "Closed, opens Sunday night, January 3, at midnight"),
        ("2026-12-18T20:00", "2027-01-04T09:00", "Closed, opens Monday, January 4, 9:00am"),
        ("2026-12-18T20:00", "2027-12-20T09:00", "Closed, opens Monday, December 20, 2027, 9:00am"),
    ],
)
def test_closed_tells_when_it_opens(at: str, opens_at: str, text: str) -> None:
    assert closed_text(moment(at), moment(opens_at), "open") == text


def test_closed_for_good_is_until_further_notice() -> None:
    assert closed_text(moment("2026-12-18T20:00"), None, "closed") == "Closed until further notice"


def test_closed_before_unknown_hours_promises_nothing() -> None:
    assert closed_text(moment("2026-12-18T20:00"), None, "unknown") == "Closed"
