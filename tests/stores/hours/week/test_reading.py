"""Seven texts as a regular week."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.rows import DAY, Span
from stores.hours.week.reading import (
    NO_DAY,
    TOO_LONG,
    read_written_day,
    read_written_week,
    rows_from,
    spoken,
    week_from,
    week_written,
    written,
)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("9-5", "9:00am to 5:00pm"),
        ("9a-1p, 2-7", "9:00am to 1:00pm, then 2:00pm to 7:00pm"),
        ("9-noon", "9:00am to noon"),
        ("noon-5", "noon to 5:00pm"),
        ("9am - 5pm, lunch 1-2", "9:00am to 1:00pm, then 2:00pm to 5:00pm"),
        ("closed", "Closed"),
        ("24 hours", "Open 24 hours"),
        ("8pm-2am", "8:00pm to 2:00am the next day"),
        ("9am - midnight", "9:00am to midnight"),
    ],
)
def test_day_is_read_as_files_are_and_said_on_the_12_hour_clock(typed: str, read_as: str) -> None:
    assert read_written_day(typed).read_as == read_as


@pytest.mark.parametrize("typed", ["noon", "9", "9-", "abc", "😀", "25:00-3", "7pm", "9am - 5pm, lunch ", "Mon 9-5"])
def test_what_is_no_day_is_refused_and_stays(typed: str) -> None:
    day = read_written_day(typed)
    assert (day.text, day.spans, day.read_as) == (typed, None, "")
    assert day.error
    assert "Mo-Fr" not in day.error


def test_night_of_sixteen_hours_is_refused_with_what_is_likely() -> None:
    assert read_written_day("5pm-9am").suggestion == "5:00pm - 9:00pm"


def test_ten_thousand_characters_are_too_long_and_stay() -> None:
    day = read_written_day("9" * 10_000)
    assert (day.error, len(day.text)) == (TOO_LONG, 10_000)


def test_hours_of_most_of_a_day_are_doubted_unless_they_stood_there() -> None:
    assert "17 hours" in read_written_day("6am-11pm").doubt
    assert not read_written_day("6am - 11pm", (Span(360, 1380),)).doubt


def test_empty_box_beside_others_is_no_statement() -> None:
    days = read_written_week(["9-5", *[""] * 6])
    assert [day.error for day in days] == ["", *[NO_DAY] * 6]
    assert week_written(days) is None


def test_seven_empty_boxes_say_nothing() -> None:
    assert week_written(read_written_week([""] * 7)) is None
    assert not any(day.error for day in read_written_week([""] * 7))


spans = st.lists(st.integers(0, DAY - 2), min_size=0, max_size=6, unique=True).map(
    lambda minutes: tuple(Span(*pair) for pair in list(pairwise(sorted(minutes)))[::2])
)


@given(st.lists(spans, min_size=7, max_size=7).map(tuple))
def test_week_that_is_not_touched_stays_what_it_was(week: tuple[tuple[Span, ...], ...]) -> None:
    assert week_written(read_written_week([written(day) for day in week], week)) == week


@given(st.lists(spans, min_size=7, max_size=7).map(tuple).filter(any))
def test_week_becomes_rows_and_comes_back(week: tuple[tuple[Span, ...], ...]) -> None:
    assert week_from(rows_from("store", week)) == week


@given(spans)
def test_what_stands_in_a_box_reads_as_the_same_hours(day: tuple[Span, ...]) -> None:
    again = read_written_day(written(day))
    # What an import would ask about is asked about here, too.
    assert again.error or again.read_as == spoken(day)
