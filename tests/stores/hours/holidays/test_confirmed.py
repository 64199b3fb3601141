"""Which counters have said what they do on a holiday: pure."""

from dataclasses import replace
from datetime import date, time

import pytest

from stores.hours.engine.rows import DatedHours, TimeRange
from stores.hours.holidays.confirmed import days_left, is_asked_about, unanswered

CHRISTMAS = date(2026, 12, 25)
DAY = DatedHours(CHRISTMAS, CHRISTMAS, "Christmas Day", origin="network")
TWO = replace(DAY, ends_on=date(2026, 12, 26))
BOTH = ["store", "pharmacy"]


def own(first: int = 25, last: int | None = 25, counter: str | None = None) -> DatedHours:
    return DatedHours(date(2026, 12, first), date(2026, 12, last) if last else None, "Own", counter=counter)


def yes(holiday: DatedHours = DAY, counter: str = "") -> frozenset[tuple[DatedHours, str]]:
    return frozenset({(replace(holiday, label=""), counter)})


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [(date(2026, 12, 10), False), (date(2026, 12, 11), True), (CHRISTMAS, True), (date(2026, 12, 26), False)],
)
def test_store_is_asked_from_two_weeks_before_until_it_is_over(today: date, is_asked: bool) -> None:
    assert is_asked_about(DAY, today) is is_asked


@pytest.mark.parametrize("ends_on", [None, date(2027, 1, 1)])
def test_nobody_confirms_a_season(ends_on: date | None) -> None:
    season = replace(DAY, ends_on=ends_on)
    assert (is_asked_about(season, CHRISTMAS), days_left(season, CHRISTMAS)) == (False, [])


def test_days_that_are_over_are_not_asked_about() -> None:
    assert days_left(TWO, date(2026, 12, 26)) == [date(2026, 12, 26)]


@pytest.mark.parametrize(
    ("holiday", "rows", "done", "silent"),
    [
        (DAY, [], frozenset(), BOTH),
        (DAY, [], yes(), []),
        (DAY, [], yes(counter="pharmacy"), ["store"]),
        (DAY, [], yes(replace(DAY, slots=(TimeRange(time(9), time(12)),))), BOTH),
        (replace(DAY, label="Xmas"), [], yes(), []),
        (DAY, [own()], frozenset(), []),
        (DAY, [own(counter="store")], yes(counter="pharmacy"), []),
        (DAY, [own(20, None)], frozenset(), BOTH),
        (TWO, [own()], frozenset(), BOTH),
        (TWO, [own(), own(26, 26)], frozenset(), []),
        (TWO, [own(), own(26, 26, "pharmacy")], frozenset(), ["store"]),
        (replace(DAY, counter="delivery"), [], frozenset(), []),
        (replace(DAY, counter="pharmacy"), [], frozenset(), ["pharmacy"]),
    ],
    ids=[
        "nothing said",
        "all confirmed",
        "one confirmed",
        "yes to another proposal",
        "another label",
        "own row",
        "own row and a yes",
        "vacation without an end",
        "one of two days",
        "both days",
        "second day of one counter",
        "counter that is not there",
        "counter's holiday",
    ],
)
def test_counters_that_have_not_answered(
    holiday: DatedHours, rows: list[DatedHours], done: frozenset[tuple[DatedHours, str]], silent: list[str]
) -> None:
    assert unanswered(holiday, days_left(holiday, CHRISTMAS), BOTH, rows, done) == silent
