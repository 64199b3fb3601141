"""What may be said of today, and of the night that runs."""

from datetime import date, time
from typing import Any

import pytest

from stores.hours.engine.rows import DAY, Span
from stores.hours.today import StoreDay, closing_minute, closings_today
from stores.hours.today_form import BOTH, TodayForm

FRIDAY, SATURDAY = date(2026, 12, 11), date(2026, 12, 12)
EVENING = (Span(20 * 60, 27 * 60),)
NIGHT = (StoreDay(FRIDAY, DAY + 30, EVENING), StoreDay(SATURDAY, 30, EVENING))
"""Saturday, half past midnight: Friday's night runs until three."""
AFTERNOON = (StoreDay(FRIDAY, 14 * 60, (Span(9 * 60, 13 * 60), Span(14 * 60, 19 * 60))),)
NOON = (
    StoreDay(FRIDAY, DAY + 12 * 60, (Span(14 * 60, 37 * 60 + 30),)),
    StoreDay(SATURDAY, 12 * 60, (Span(14 * 60, 18 * 60),)),
)
"""Saturday noon: what opened on Friday at two runs until half past one; Saturday opens at two."""


def cleaned(days: Any, **data: str) -> dict[str, Any]:
    form = TodayForm(data, days=days)
    assert form.is_valid(), form.errors
    return {name: value for name, value in form.cleaned_data.items() if value}


def refused(days: Any, **data: str) -> dict[str, list[str]]:
    form = TodayForm(data, days=days)
    assert not form.is_valid()
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def test_closing_after_midnight_is_of_the_night_that_runs() -> None:
    assert cleaned(NIGHT, closes_at="1am") == {"on": FRIDAY, "closes_at": time(1), "closes_next_day": True}


def test_closing_before_the_night_ends_leaves_the_next_days_hours() -> None:
    assert cleaned(NOON, closes_at="12:30pm") == {"on": FRIDAY, "closes_at": time(12, 30), "closes_next_day": True}
    assert cleaned(NOON, closes_at="5pm") == {"on": SATURDAY, "closes_at": time(17)}


def test_closed_and_a_time_are_not_both_meant() -> None:
    assert refused(AFTERNOON, is_closed="on", closes_at="5pm") == {"is_closed": [BOTH]}
    assert refused(AFTERNOON, is_closed="on", opens_at="10am") == {"is_closed": [BOTH]}


def test_time_that_stood_there_goes_with_the_day() -> None:
    was = {"closes_at": time(17)}
    form = TodayForm({"is_closed": "on", "closes_at": "5:00pm"}, days=AFTERNOON, initial=was)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"on": FRIDAY, "is_closed": True}
    closed = {"is_closed": True}
    assert TodayForm({"is_closed": "on", "closes_at": "4pm"}, days=AFTERNOON, initial=closed).errors
    assert TodayForm({"closes_at": "4pm"}, days=AFTERNOON, initial=closed).is_valid()


def test_closing_at_midnight_before_it_comes_is_the_end_of_the_date() -> None:
    evening = (StoreDay(FRIDAY, 21 * 60, EVENING),)
    assert cleaned(evening, closes_at="midnight") == {"on": FRIDAY, "closes_at": time()}
    assert cleaned(evening, closes_at="1am") == {"on": FRIDAY, "closes_at": time(1), "closes_next_day": True}


def test_closed_all_day_asks_which_night_is_meant() -> None:
    assert refused(NIGHT, is_closed="on") == {"on": ["Say which day is meant."]}
    assert cleaned(NIGHT, is_closed="on", on="2026-12-12") == {"on": SATURDAY, "is_closed": True}
    assert cleaned(NIGHT, is_closed="on", on="2026-12-11") == {"on": FRIDAY, "is_closed": True}
    choices = [str(label) for _value, label in TodayForm(days=NIGHT).fields["on"].choices]  # type: ignore[attr-defined]
    assert choices == [
        "The night that began on Friday, December 11, 2026, until 3:00am",
        "Saturday, December 12, 2026",
    ]


def test_nobody_is_asked_by_day() -> None:
    assert cleaned(AFTERNOON, is_closed="on") == {"on": FRIDAY, "is_closed": True}
    assert "on" not in TodayForm(days=AFTERNOON).fields


@pytest.mark.parametrize("typed", ["9-5", "430", "7:", "abc", "3"])
def test_half_typed_time_is_refused(typed: str) -> None:
    assert list(refused(AFTERNOON, closes_at=typed)) == ["closes_at"]


def test_empty_form_says_nothing() -> None:
    assert list(refused(AFTERNOON)) == ["__all__"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        ({"closes_at": "5am"}, "closes_at", "No department is open before 5:00am. Did you mean 5:00pm?"),
        ({"closes_at": "8pm"}, "closes_at", "Every department closes by 7:00pm anyway."),
        ({"closes_at": "7am"}, "closes_at", "For the whole day, choose “Closed all day”."),
        ({"opens_at": "8am"}, "opens_at", "No department opens before 9:00am anyway."),
        ({"opens_at": "8pm"}, "opens_at", "Every department is closed by then."),
        ({"opens_at": "4pm", "closes_at": "3pm"}, "closes_at", "It would close before it opens."),
    ],
)
def test_times_that_can_hardly_be_meant_are_refused(data: dict[str, str], name: str, words: str) -> None:
    assert words in refused(AFTERNOON, **data)[name][0]


def test_time_that_has_just_passed_is_taken() -> None:
    assert cleaned(AFTERNOON, closes_at="12:30pm") == {"on": FRIDAY, "closes_at": time(12, 30)}


def test_closings_after_midnight_are_offered() -> None:
    evening = StoreDay(FRIDAY, 21 * 60 + 10, EVENING)
    assert closings_today(evening) == [time(22), time(23), time(0), time(1), time(2)]
    assert closings_today(NIGHT[0]) == [time(1), time(2)]
    assert [closing_minute(NIGHT[0], each) for each in closings_today(NIGHT[0])] == [25 * 60, 26 * 60]


def test_no_closing_is_offered_where_nothing_opens() -> None:
    assert closings_today(StoreDay(FRIDAY, 600, ())) == []
    assert closing_minute(StoreDay(FRIDAY, 600, ()), time(12)) is None


def test_any_time_may_be_said_of_a_counter_with_unknown_hours() -> None:
    day = (StoreDay(FRIDAY, 600, (), is_unknown=True),)
    assert cleaned(day, closes_at="3pm") == {"on": FRIDAY, "closes_at": time(15)}
    assert cleaned(day, opens_at="11am") == {"on": FRIDAY, "opens_at": time(11)}
    assert closings_today(day[0]) == []


def test_closing_long_before_now_is_asked_about_and_just_now_is_taken() -> None:
    evening = (StoreDay(FRIDAY, 18 * 60 + 30, (Span(9 * 60, 21 * 60),)),)
    told = "1:00pm is over already: it is 6:30pm. To close right now, type 6:30pm."
    assert refused(evening, closes_at="1pm") == {"closes_at": [told]}
    assert cleaned(evening, closes_at="6pm")["closes_at"] == time(18)
    assert refused(evening, closes_at="1:00") == {"closes_at": ["“1:00”: Is it 1:00am or 1:00pm?"]}
