"""Minutes of single dates."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.days import UNKNOWN_DAY, DayPlan, constant_state, merged, on_the_clock, shared, spill
from stores.hours.engine.rows import DAY, Span, span_of

SPANS = st.lists(st.builds(span_of, st.times(), st.times()), max_size=6)
ALL_DAY = DayPlan((Span(0, DAY),))
CLOSED = DayPlan()


def minutes(spans: Iterable[Span]) -> set[int]:
    return {minute for span in spans for minute in range(*span)}


@given(spans=SPANS)
def test_merging_keeps_every_minute_and_adds_none(spans: list[Span]) -> None:
    assert minutes(merged(spans)) == minutes(spans)


@given(spans=SPANS)
def test_merged_spans_are_in_order_apart_and_no_longer_than_a_day(spans: list[Span]) -> None:
    result = merged(spans)
    assert all(0 <= span.start < DAY and 0 < span.end - span.start <= DAY for span in result)
    for before, after in pairwise(result):
        assert before.end <= after.start
        assert before.end < after.start or after.end - before.start > DAY


@given(first=SPANS, second=SPANS)
def test_shared_minutes_are_those_of_both(first: list[Span], second: list[Span]) -> None:
    assert minutes(shared(merged(first), merged(second))) == minutes(first) & minutes(second)


def test_overlapping_and_touching_spans_are_one() -> None:
    assert merged([Span(840, 1140), Span(540, 780), Span(700, 800), Span(800, 840)]) == ((540, 1140),)


def test_more_than_a_day_stays_two_spans_that_touch() -> None:
    assert merged([Span(0, DAY), Span(1200, 1560)]) == ((0, 1200), (1200, 1560))


def test_spill_is_what_runs_past_midnight() -> None:
    assert spill([Span(540, DAY), Span(1200, 1560)]) == ((0, 120),)


def test_clock_of_a_date_shows_the_night_before_and_its_own_hours() -> None:
    clock = on_the_clock(DayPlan((Span(1200, 1560),)), DayPlan((Span(60, 300), Span(1300, 1500))))
    assert clock.open_spans == ((0, 300), (1300, DAY))


def test_night_before_answers_for_unknown_hours() -> None:
    clock = on_the_clock(DayPlan((Span(1200, 1560),)), UNKNOWN_DAY)
    assert (clock.open_spans, clock.unknown_spans) == (((0, 120),), ((120, DAY),))


def test_dates_that_are_all_alike_have_one_state() -> None:
    assert constant_state([ALL_DAY] * 3) == "open"
    assert constant_state([CLOSED] * 3) == "closed"
    assert constant_state([UNKNOWN_DAY] * 3) == "unknown"


def test_dates_that_differ_have_none() -> None:
    assert constant_state([ALL_DAY, ALL_DAY, CLOSED]) is None
    assert constant_state([CLOSED, CLOSED, UNKNOWN_DAY]) is None
    assert constant_state([CLOSED, DayPlan((Span(540, 600),))]) is None
    assert constant_state([CLOSED, DayPlan(unknown_spans=(Span(0, 600),))]) is None


def test_night_into_closed_dates_is_not_all_alike() -> None:
    assert constant_state([DayPlan((Span(1200, 1560),)), CLOSED]) is None


@given(minute=st.integers(1, 1200))
def test_night_spills_into_the_next_date_from_its_first_minute(minute: int) -> None:
    assert spill([Span(20 * 60, DAY + minute)]) == (Span(0, minute),)
    assert spill([Span(20 * 60, DAY)]) == ()
