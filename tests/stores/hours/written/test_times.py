"""One time, and the two of a slot, as people type them: read, or refused with what is wanted."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.rows import Span
from stores.hours.written.times import SlotRefused, apart, read_time, slot_between
from stores.readings import Refused

READ = {
    "7pm": 19 * 60,
    "5pm": 17 * 60,
    "4:30 PM": 16 * 60 + 30,
    "4:30pm": 16 * 60 + 30,
    "4.30 p.m.": 16 * 60 + 30,
    "430p": 16 * 60 + 30,
    "9 a.m.": 9 * 60,
    "12:00 am": 0,
    "12am": 0,
    "12 pm": 12 * 60,
    "noon": 12 * 60,
    "Midday": 12 * 60,
    "midnight": 0,
    "09:00": 9 * 60,
    "10:30": 10 * 60 + 30,
    "0900": 9 * 60,
    "1730": 17 * 60 + 30,
    "17:30": 17 * 60 + 30,
    "17:30:00": 17 * 60 + 30,
    "5:30\u202fPM": 17 * 60 + 30,
    "00:00": 0,
    "23:59": 23 * 60 + 59,
}
REFUSED = [
    "", " ", "9-5", "25:00", "24:30", "abc", "\U0001f600", "430", "9", "9:00", "12", "7:", ":30", "9:75", "19", "13am",
    "0am", "9am 5pm", "9am to 5pm", "closed", "9:5", "12345", "9:000", "-9am", "9amx", "tomorrow 9am", "²:00",
]  # fmt: skip


@pytest.mark.parametrize(("text", "minute"), READ.items())
def test_time_that_can_mean_one_thing_is_read(text: str, minute: int) -> None:
    assert read_time(text).value == minute


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("closes", [True, False])
def test_all_else_is_refused_in_words(text: str, closes: bool) -> None:
    with pytest.raises(Refused) as error:
        read_time(text, closes=closes)
    assert error.value.message


def test_morning_or_evening_is_asked() -> None:
    with pytest.raises(Refused, match=r"Is it 4:30am or 4:30pm\?"):
        read_time("430")


@pytest.mark.parametrize("text", ["24:00", "midnight", "12am", "00:00"])
def test_closing_at_midnight_ends_the_day(text: str) -> None:
    assert read_time(text, closes=True).value == 1440


def test_nothing_opens_at_the_end_of_a_day() -> None:
    with pytest.raises(Refused) as error:
        read_time("24:00")
    assert read_time(error.value.suggestion).value == 0


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    with suppress(Refused):
        assert 0 <= read_time(text).value < 1440


@given(st.integers(0, 1439))
def test_what_a_time_reads_as_is_read_again(minute: int) -> None:
    reading = read_time(f"{minute // 60:02}:{minute % 60:02}")
    assert (reading.value, read_time(reading.read_as).value) == (minute, minute)


SLOTS = [
    (540, 1020, (540, 1020)),
    (0, 1440, (0, 1440)),
    (0, 1439, (0, 1440)),
    (480, 1439, (480, 1440)),
    (540, 0, (540, 1440)),
    (1200, 120, (1200, 1560)),
    (360, 120, (360, 1560)),
    (540, 1740, (540, 1740)),
    (600, 2040, (600, 2040)),
]


@pytest.mark.parametrize(("start", "end", "span"), SLOTS)
def test_slot(start: int, end: int, span: tuple[int, int]) -> None:
    assert slot_between(start, end).span == span


@pytest.mark.parametrize(
    ("start", "end", "likely"),
    [
        (17 * 60, 9 * 60, (17 * 60, 21 * 60)),
        (14 * 60, 13 * 60 + 30, None),
        (540, 540, (540, 1260)),
        (720, 720, (720, 1440)),
        (1020, 1020, None),
        (540, 300, (540, 1020)),
        (600, 360, (600, 1080)),
        (1020, 960, None),
        (0, 0, None),
        (540, 2000, None),
    ],
)
def test_slot_that_is_hardly_meant_is_refused(start: int, end: int, likely: tuple[int, int] | None) -> None:
    with pytest.raises(SlotRefused) as error:
        slot_between(start, end)
    assert error.value.likely == likely


def test_slots_that_touch_are_one() -> None:
    assert apart([Span(780, 1080), Span(540, 780)]) == (Span(540, 1080),)


@pytest.mark.parametrize("other", [Span(540, 1020), Span(600, 660), Span(1000, 1100)])
def test_slots_of_a_day_that_overlap_are_refused(other: Span) -> None:
    with pytest.raises(Refused, match="overlap"):
        apart([Span(540, 1020), other])
