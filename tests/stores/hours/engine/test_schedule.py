"""Hours by example. Properties are in test_timeline.py and test_osm.py."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from stores.hours.engine.rows import DatedHours, DayCut, Slot
from stores.hours.engine.schedule import Schedule, Status
from tests.stores.hours.engine.reference import ALWAYS, EVERY_DAY, NIGHTS, USUAL, clock, daily, ranges, slot

CHRISTMAS = date(2026, 12, 25)
EVE = DatedHours(date(2026, 12, 24), date(2026, 12, 24), "Christmas Eve", ranges("09:00-14:00"))
CHRISTMAS_DAY = DatedHours(CHRISTMAS, CHRISTMAS, "Christmas Day")


def schedule(
    *regular: Slot, dated: tuple[DatedHours, ...] = (), cuts: tuple[DayCut, ...] = (), zone: str = "America/New_York"
) -> Schedule:
    return Schedule(zone, regular, dated, cuts, counter="store")


def closed(first: str, last: str | None = None, *times: str) -> DatedHours:
    """Closed, or other hours when there are `times`, until further notice when `last` is empty."""
    ends_on = date.fromisoformat(first) if last is None else date.fromisoformat(last) if last else None
    return DatedHours(date.fromisoformat(first), ends_on, "Other hours", ranges(*times))


def seen(hours: Schedule, at: str) -> tuple[str, str | None, str]:
    """State, end and text at a local time (`2026-12-18T10:00`); the end likewise."""
    status = hours.status(datetime.fromisoformat(at).replace(tzinfo=hours.zone))
    return status.state, f"{status.until:%Y-%m-%dT%H:%M}" if status.until else None, status.text


def test_contract_sample_is_answered_as_in_the_contract() -> None:
    at = datetime(2026, 12, 18, 10, tzinfo=ZoneInfo("America/New_York"))
    answer = schedule(*USUAL, dated=(EVE, CHRISTMAS_DAY)).hours(at)
    assert list(answer) == ["known", "door", "week", "dates", "summary", "osm", "status"]
    assert answer["known"] is True
    assert [day["slots"] for day in answer["week"]] == [
        *[[{"opens": "09:00", "closes": "19:00"}]] * 5,
        [{"opens": "09:00", "closes": "16:00"}],
        [],
    ]
    assert [(day["weekday"], day["day"]) for day in answer["week"]][::6] == [(1, "Monday"), (7, "Sunday")]
    assert answer["dates"] == [
        {
            "date": "2026-12-24",
            "slots": [{"opens": "09:00", "closes": "14:00"}],
            "label": "Christmas Eve",
            "is_exception": True,
        },
        {"date": "2026-12-25", "slots": [], "label": "Christmas Day", "is_exception": True},
    ]
    assert answer["summary"] == "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"
    assert answer["osm"] == "Mo-Fr 09:00-19:00, Sa 09:00-16:00; 2026 Dec 24 09:00-14:00; 2026 Dec 25 off"
    assert answer["status"] == {
        "state": "open",
        "until": "2026-12-18T19:00:00-05:00",
        "text": "Open until 7:00pm",
        "reason": "regular",
        "label": None,
    }


def test_opening_is_open_and_closing_is_closed() -> None:
    hours = schedule(*USUAL)
    assert seen(hours, "2026-12-18T08:59")[0] == "closed"
    assert seen(hours, "2026-12-18T09:00")[0] == "open"
    assert seen(hours, "2026-12-18T18:59")[0] == "open"
    assert seen(hours, "2026-12-18T19:00") == ("closed", "2026-12-19T09:00", "Closed, opens Saturday 9:00am")


def test_moment_may_come_in_any_zone() -> None:
    hours = schedule(*USUAL)
    status = hours.status(datetime(2026, 12, 18, 23, 59, tzinfo=UTC))
    assert status.text == "Open until 7:00pm"
    assert status.until is not None
    assert status.until.isoformat() == "2026-12-18T19:00:00-05:00"


def test_store_keeps_its_own_time_zone() -> None:
    at = datetime(2026, 12, 18, 14, 30, tzinfo=UTC)
    assert schedule(*USUAL, zone="America/New_York").status(at).state == "open"
    assert schedule(*USUAL, zone="America/Chicago").status(at).state == "closed"


def test_weekend_is_skipped() -> None:
    assert seen(schedule(*USUAL), "2026-12-19T16:00") == ("closed", "2026-12-21T09:00", "Closed, opens Monday 9:00am")


def test_lunch_break_is_closed_until_the_afternoon() -> None:
    hours = schedule(*daily(range(1, 6), "09:00-13:30", "14:00-19:00"))
    assert seen(hours, "2026-12-18T10:00") == ("open", "2026-12-18T13:30", "Open until 1:30pm")
    assert seen(hours, "2026-12-18T13:45") == ("closed", "2026-12-18T14:00", "Closed, opens 2:00pm")


def test_overlapping_and_back_to_back_slots_are_one() -> None:
    hours = schedule(*daily((5,), "09:00-13:00", "12:00-15:00", "15:00-18:00"))
    assert seen(hours, "2026-12-18T10:00")[1] == "2026-12-18T18:00"
    assert hours.week()[4]["slots"] == [{"opens": "09:00", "closes": "18:00"}]


def test_slots_that_touch_at_midnight_are_one_for_the_status_and_two_in_the_week() -> None:
    hours = schedule(slot(5, "18:00", "00:00"), slot(6, "00:00", "06:00"))
    assert seen(hours, "2026-12-18T20:00") == ("open", "2026-12-19T06:00", "Open until 6:00am")
    assert [day["slots"] for day in hours.week()[4:6]] == [
        [{"opens": "18:00", "closes": "00:00"}],
        [{"opens": "00:00", "closes": "06:00"}],
    ]


def test_open_from_monday_morning_to_saturday_night_without_a_break() -> None:
    hours = schedule(slot(1, "06:00", "00:00"), *daily(range(2, 6), "00:00-00:00"), slot(6, "00:00", "22:00"))
    assert seen(hours, "2026-12-16T12:00") == ("open", "2026-12-19T22:00", "Open until Saturday 10:00pm")


def test_round_the_clock_never_changes() -> None:
    hours = schedule(*ALWAYS)
    assert seen(hours, "2026-12-18T10:00") == ("open", None, "Open 24 hours")
    assert hours.week()[0]["slots"] == [{"opens": "00:00", "closes": "24:00"}]
    assert hours.status(datetime(2026, 12, 18, tzinfo=UTC)).stale_at is None


def test_round_the_clock_closes_for_a_holiday_far_away() -> None:
    hours = schedule(*ALWAYS, dated=(CHRISTMAS_DAY,))
    assert seen(hours, "2026-01-02T10:00") == ("open", "2026-12-25T00:00", "Open 24 hours")
    assert seen(hours, "2026-12-20T10:00") == ("open", "2026-12-25T00:00", "Open until Thursday night at midnight")
    assert seen(hours, "2026-12-25T10:00") == ("closed", "2026-12-26T00:00", "Closed, opens midnight")
    assert seen(hours, "2026-12-26T00:00") == ("open", None, "Open 24 hours")


@pytest.mark.parametrize("days", [*range(1, 35), 200, 400, 4000])
def test_exception_is_found_however_far_it_is(days: int) -> None:
    on = CHRISTMAS + timedelta(days=days)
    at = datetime(2026, 12, 25, 12, tzinfo=UTC)
    same = DatedHours(on - timedelta(days=1), on - timedelta(days=1), "Open as ever", ranges("00:00-00:00"))
    closing, opening = closed(f"{on}"), closed(f"{on}", None, "00:00-00:00")
    for hours, state in (
        (schedule(*ALWAYS, dated=(closing,)), "open"),
        (schedule(*ALWAYS, dated=(same, closing)), "open"),
        (schedule(*ALWAYS, cuts=(DayCut(on, is_closed=True),)), "open"),
        (schedule(*USUAL, dated=(closed("2026-01-01", ""), opening)), "closed"),
    ):
        status = hours.status(at)
        assert (status.state, status.until) == (state, datetime.combine(on, clock("00:00"), hours.zone))
        assert hours.status(datetime.combine(on, clock("00:00"), hours.zone)).state != state


def test_last_of_a_chain_of_24_hour_slots_runs_into_the_holiday() -> None:
    hours = schedule(*daily(EVERY_DAY, "20:00-20:00"), dated=(CHRISTMAS_DAY,))
    assert seen(hours, "2026-11-02T10:00")[:2] == ("open", "2026-12-25T20:00")
    assert seen(hours, "2026-12-25T21:00")[:2] == ("closed", "2026-12-26T20:00")


def test_night_runs_into_the_next_day() -> None:
    hours = schedule(*daily((5, 6), "20:00-02:00"))
    assert seen(hours, "2026-12-18T21:00") == ("open", "2026-12-19T02:00", "Open until 2:00am")
    assert seen(hours, "2026-12-19T01:00") == ("open", "2026-12-19T02:00", "Open until 2:00am")
    assert seen(hours, "2026-12-19T02:00") == ("closed", "2026-12-19T20:00", "Closed, opens 8:00pm")
    assert seen(hours, "2026-12-20T02:00") == ("closed", "2026-12-25T20:00", "Closed, opens Friday 8:00pm")


def test_saturday_night_runs_into_a_sunday_that_is_closed_as_an_exception() -> None:
    hours = schedule(slot(6, "20:00", "02:00"), slot(7, "10:00", "18:00"), dated=(closed("2026-12-20"),))
    assert seen(hours, "2026-12-19T23:00")[1] == "2026-12-20T02:00"
    assert seen(hours, "2026-12-20T01:00")[0] == "open"
    assert seen(hours, "2026-12-20T02:00")[:2] == ("closed", "2026-12-26T20:00")


def test_holiday_closes_its_own_night_and_leaves_that_of_the_day_before() -> None:
    hours = schedule(*NIGHTS, dated=(CHRISTMAS_DAY,))
    assert seen(hours, "2026-12-25T01:00") == ("open", "2026-12-25T02:00", "Open until 2:00am")
    assert seen(hours, "2026-12-25T21:00") == ("closed", "2026-12-26T20:00", "Closed, opens Saturday 8:00pm")
    assert seen(hours, "2026-12-26T01:00")[0] == "closed"
    assert [day["date"] for day in hours.dates(date(2026, 12, 24))] == ["2026-12-25"]


def test_exceptional_night_runs_into_a_regular_day() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-24", "2026-12-24", "20:00-09:00"),))
    assert seen(hours, "2026-12-24T21:00") == ("open", "2026-12-25T19:00", "Open until 7:00pm")


def test_closure_of_many_days_is_skipped() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-19", "2027-01-10"),))
    expected = ("closed", "2027-01-11T09:00", "Closed, opens Monday, January 11, 9:00am")
    assert seen(hours, "2026-12-18T20:00") == expected
    assert seen(hours, "2026-12-28T12:00") == expected


def test_closed_until_further_notice_never_opens() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-19", ""),))
    assert seen(hours, "2026-12-18T10:00")[1] == "2026-12-18T19:00"
    assert seen(hours, "2026-12-18T20:00") == ("closed", None, "Closed until further notice")
    assert seen(hours, "2031-06-02T12:00") == ("closed", None, "Closed until further notice")
    assert hours.summary() == "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"


def test_open_one_day_in_a_closure_until_further_notice() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-01", ""), EVE))
    assert seen(hours, "2026-12-02T12:00")[1] == "2026-12-24T09:00"
    assert seen(hours, "2026-12-24T14:00") == ("closed", None, "Closed until further notice")


def test_other_hours_until_further_notice_hold_every_day() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-01", "", "10:00-12:00"),))
    assert seen(hours, "2026-12-20T09:00") == ("closed", "2026-12-20T10:00", "Closed, opens 10:00am")


def test_end_of_the_year_is_no_break() -> None:
    hours = schedule(*daily(EVERY_DAY, "22:00-03:00"))
    assert seen(hours, "2026-12-31T23:30") == ("open", "2027-01-01T03:00", "Open until 3:00am")
    assert seen(hours, "2027-01-01T02:59")[0] == "open"


def test_leap_day_is_a_day_like_others() -> None:
    hours = schedule(*USUAL, dated=(closed("2028-02-29"),))
    assert seen(hours, "2028-02-28T20:00")[1] == "2028-03-01T09:00"
    assert [day["date"] for day in hours.dates(date(2028, 2, 20))] == ["2028-02-29"]
    assert hours.osm(date(2028, 2, 20)).endswith("; 2028 Feb 29 off")


def test_counter_without_a_row_has_unknown_hours() -> None:
    hours = schedule()
    assert seen(hours, "2026-12-18T10:00") == ("unknown", None, "Hours unknown")
    answer = hours.hours(datetime(2026, 12, 18, tzinfo=UTC))
    assert (answer["known"], answer["summary"], answer["osm"]) == (False, "Hours unknown", "unknown")
    assert [day["slots"] for day in answer["week"]] == [[]] * 7
    assert answer["status"] == {
        "state": "unknown",
        "until": None,
        "text": "Hours unknown",
        "reason": "unknown",
        "label": None,
    }


def test_exception_at_a_counter_with_unknown_hours_makes_that_date_known() -> None:
    hours = schedule(dated=(closed("2026-12-24", "2026-12-24", "09:00-14:00"), CHRISTMAS_DAY))
    assert seen(hours, "2026-12-23T23:59") == ("unknown", None, "Hours unknown")
    assert seen(hours, "2026-12-24T08:00") == ("closed", "2026-12-24T09:00", "Closed, opens 9:00am")
    assert seen(hours, "2026-12-24T10:00") == ("open", "2026-12-24T14:00", "Open until 2:00pm")
    assert seen(hours, "2026-12-25T10:00") == ("closed", None, "Closed")
    assert seen(hours, "2026-12-26T00:00") == ("unknown", None, "Hours unknown")
    assert [day["date"] for day in hours.dates(date(2026, 12, 18))] == ["2026-12-24", "2026-12-25"]


def test_status_before_a_known_date_is_stale_when_that_date_begins() -> None:
    status = schedule(dated=(CHRISTMAS_DAY,)).status(datetime(2026, 12, 18, tzinfo=UTC))
    assert status.stale_at == datetime(2026, 12, 25, 5, tzinfo=UTC)


def test_closed_at_a_known_date_is_stale_when_the_unknown_begins() -> None:
    status = schedule(dated=(CHRISTMAS_DAY,)).status(datetime(2026, 12, 25, 12, tzinfo=UTC))
    assert (status.state, status.stale_at) == ("closed", datetime(2026, 12, 26, 5, tzinfo=UTC))


def test_text_that_names_the_day_is_stale_when_the_time_alone_will_do() -> None:
    hours = schedule(slot(5, "00:00", "00:00"), slot(6, "00:00", "02:00"))
    at = datetime(2026, 12, 18, 1, tzinfo=hours.zone)
    assert hours.status(at).text == "Open until Saturday 2:00am"
    assert hours.status(at).stale_at == datetime(2026, 12, 18, 7, tzinfo=UTC)
    assert hours.status(datetime(2026, 12, 18, 7, tzinfo=UTC)).text == "Open until 2:00am"


def test_night_of_a_known_date_is_known_to_its_end() -> None:
    hours = schedule(dated=(closed("2026-12-24", "2026-12-24", "20:00-02:00"),))
    assert seen(hours, "2026-12-25T01:00") == ("open", "2026-12-25T02:00", "Open until 2:00am")
    assert seen(hours, "2026-12-25T02:00")[0] == "unknown"


def test_weekday_without_a_row_at_a_counter_with_others_is_closed() -> None:
    assert seen(schedule(slot(1, "09:00", "17:00")), "2026-12-18T10:00")[0] == "closed"


def test_closing_early_today_cuts_todays_slots_only() -> None:
    hours = schedule(*USUAL, cuts=(DayCut(date(2026, 12, 18), closes_at=clock("14:00")),))
    assert seen(hours, "2026-12-18T10:00") == ("open", "2026-12-18T14:00", "Open until 2:00pm")
    assert seen(hours, "2026-12-18T15:00")[1] == "2026-12-19T09:00"
    assert seen(hours, "2026-12-21T15:00")[0] == "open"
    assert hours.dates(date(2026, 12, 18)) == [
        {
            "date": "2026-12-18",
            "slots": [{"opens": "09:00", "closes": "14:00"}],
            "label": None,
            "is_exception": True,
        }
    ]


def test_closing_early_never_opens_a_closed_counter() -> None:
    hours = schedule(*USUAL, dated=(CHRISTMAS_DAY,), cuts=(DayCut(CHRISTMAS, closes_at=clock("18:00")),))
    assert seen(hours, "2026-12-25T12:00")[0] == "closed"
    sunday = date(2026, 12, 20)
    hours = schedule(*USUAL, cuts=(DayCut(sunday, closes_at=clock("18:00")),))
    assert seen(hours, "2026-12-20T12:00")[0] == "closed"


def test_closing_early_cuts_what_an_exception_gives() -> None:
    hours = schedule(*USUAL, dated=(EVE,), cuts=(DayCut(EVE.starts_on, closes_at=clock("12:00")),))
    assert seen(hours, "2026-12-24T10:00") == ("open", "2026-12-24T12:00", "Open until noon")
    assert hours.dates(date(2026, 12, 24), 1)[0]["label"] == "Christmas Eve"


def test_closing_early_ends_tonights_hours_past_midnight() -> None:
    hours = schedule(*NIGHTS, cuts=(DayCut(date(2026, 12, 18), closes_at=clock("22:00")),))
    assert seen(hours, "2026-12-18T01:00")[0] == "open"
    assert seen(hours, "2026-12-18T21:00")[1] == "2026-12-18T22:00"
    assert seen(hours, "2026-12-19T01:00")[0] == "closed"


def test_closed_today_leaves_the_end_of_last_night() -> None:
    hours = schedule(*NIGHTS, cuts=(DayCut(date(2026, 12, 18), is_closed=True),))
    assert seen(hours, "2026-12-18T01:00")[1] == "2026-12-18T02:00"
    assert seen(hours, "2026-12-18T02:00")[1] == "2026-12-19T20:00"


def test_opening_late_today() -> None:
    hours = schedule(*USUAL, cuts=(DayCut(date(2026, 12, 18), opens_at=clock("11:00")),))
    assert seen(hours, "2026-12-18T10:00") == ("closed", "2026-12-18T11:00", "Closed, opens 11:00am")


def test_several_cuts_of_one_date_all_apply() -> None:
    on = date(2026, 12, 18)
    cuts = (DayCut(on, closes_at=clock("16:00")), DayCut(on, opens_at=clock("10:00")), DayCut(on, clock("15:00")))
    assert schedule(*USUAL, cuts=cuts).dates(on, 1)[0]["slots"] == [{"opens": "10:00", "closes": "15:00"}]


def test_order_of_cuts_does_not_matter() -> None:
    # After the first cut the second alone would read as 02:00 past midnight; it is read against the whole date.
    on = date(2026, 12, 18)
    cuts = (DayCut(on, opens_at=clock("06:00")), DayCut(on, closes_at=clock("02:00")))
    regular = daily((5,), "01:00-05:00", "20:00-03:00")
    for order in (cuts, cuts[::-1]):
        assert schedule(*regular, cuts=order).dates(on, 1)[0]["slots"] == []


def test_closed_today_at_a_counter_with_unknown_hours_is_closed_for_that_date() -> None:
    hours = schedule(cuts=(DayCut(date(2026, 12, 18), is_closed=True),))
    assert seen(hours, "2026-12-18T12:00") == ("closed", None, "Closed")
    assert seen(hours, "2026-12-19T12:00")[0] == "unknown"
    assert [day["date"] for day in hours.dates(date(2026, 12, 18))] == ["2026-12-18"]


def test_closing_early_at_a_counter_with_unknown_hours_is_known_from_then_on() -> None:
    hours = schedule(cuts=(DayCut(date(2026, 12, 18), closes_at=clock("14:00")),))
    assert seen(hours, "2026-12-18T12:00") == ("unknown", None, "Hours unknown")
    assert seen(hours, "2026-12-18T14:00") == ("closed", None, "Closed")
    assert hours.dates(date(2026, 12, 18)) == []


def test_exception_with_the_regular_hours_is_no_difference() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-25", None, "09:00-19:00"), closed("2026-12-20")))
    assert hours.dates(date(2026, 12, 18)) == []
    assert hours.osm(date(2026, 12, 18)) == "Mo-Fr 09:00-19:00, Sa 09:00-16:00"


def test_dates_are_fourteen_from_the_first_on() -> None:
    hours = schedule(*daily(EVERY_DAY, "09:00-17:00"), dated=(closed("2026-12-01", ""),))
    days = [day["date"] for day in hours.dates(date(2026, 12, 18))]
    assert (days[0], days[-1], len(days)) == ("2026-12-18", "2026-12-31", 14)


def test_dates_follow_the_stores_calendar() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-17"),), zone="Pacific/Honolulu")
    answer = hours.hours(datetime(2026, 12, 18, 9, tzinfo=UTC))  # 23:00 on the 17th in Honolulu
    assert [day["date"] for day in answer["dates"]] == ["2026-12-17"]


def test_hours_are_stale_at_midnight_or_when_the_status_changes() -> None:
    hours = schedule(*USUAL)
    assert hours.stale_at(datetime(2026, 12, 18, 15, tzinfo=UTC)) == datetime(2026, 12, 19, 0, tzinfo=UTC)
    assert hours.stale_at(datetime(2026, 12, 20, 15, tzinfo=UTC)) == datetime(2026, 12, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize("year", [2, 1950, 9988])
def test_any_reasonable_year_is_answered(year: int) -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-19", "9999-12-31"),), zone="Pacific/Guam")
    assert isinstance(hours.status(datetime(year, 1, 1, tzinfo=UTC)), Status)


def test_end_of_time_is_further_notice() -> None:
    hours = schedule(*USUAL, dated=(closed("2026-12-19", "9999-12-31"),))
    assert seen(hours, "2026-12-20T10:00") == ("closed", None, "Closed until further notice")


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_moment_at_the_edge_of_time_is_refused(at: datetime) -> None:
    with pytest.raises(ValueError, match="year"):
        schedule(*USUAL).status(at)


def test_moment_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 12, 18, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        schedule(*USUAL).status(naive)


def test_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        schedule(*USUAL, zone="America/Nowhere").status(datetime(2026, 12, 18, tzinfo=UTC))


def test_status_takes_well_under_a_millisecond() -> None:
    moments = [datetime(2026, 12, 18, tzinfo=UTC) + timedelta(hours=hour) for hour in range(100)]
    fastest = []
    for _ in range(3):
        schedules = [schedule(*USUAL, dated=(EVE, CHRISTMAS_DAY)) for _ in moments]
        began = process_time()
        for hours, at in zip(schedules, moments, strict=True):
            hours.status(at)
        fastest.append(process_time() - began)
    assert min(fastest) / len(moments) < 0.001


def test_store_that_closes_half_an_hour_past_midnight_is_open_until_then() -> None:
    hours = schedule(*daily(range(1, 8), "20:00-00:30"))
    assert seen(hours, "2026-12-19T00:15")[0] == "open"
    assert seen(hours, "2026-12-19T00:45")[0] == "closed"
