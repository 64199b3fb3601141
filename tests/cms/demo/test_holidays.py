"""Dates of the demo's holidays and of the moments that it shows."""

from datetime import date, datetime

import pytest

from cms.demo.holidays import HOLIDAYS, coming, dates_of
from cms.demo.moments import moments

TODAYS = [date(2026, 1, 1), date(2026, 11, 22), date(2026, 12, 25), date(2026, 12, 31), date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("year", "day"), [(2024, 28), (2025, 27), (2026, 26), (2027, 25), (2028, 23), (2029, 22), (2030, 28)]
)
def test_thanksgiving_is_the_fourth_thursday_of_november(year: int, day: int) -> None:
    assert HOLIDAYS["thanksgiving"](year) == date(year, 11, day)


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("name", HOLIDAYS)
def test_one_of_each_lies_ahead(name: str, today: date) -> None:
    this, following = dates_of(name, today)
    assert (this.year, following.year) == (today.year, today.year + 1)
    assert coming(name, today) in {this, following}
    assert coming(name, today) >= today


@pytest.mark.parametrize("today", TODAYS)
def test_moments_lie_ahead_and_on_the_weekdays_that_they_need(today: date) -> None:
    found = [datetime.fromisoformat(moment.at) for moment in moments(today)]
    assert all(at.date() >= today and at.utcoffset() is not None for at in found)
    assert [found[place].isoweekday() for place in (0, 1, 2, 3, 5)] == [2, 2, 6, 2, 2]
