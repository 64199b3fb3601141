"""Opening hours as files write them: read, read with a note, or refused with what is wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.days import merged
from stores.hours.engine.rows import Span
from stores.importing.hours_parsing import osm_week, parse_day, parse_week
from stores.importing.problems import Refused

READ = {
    "Mo-Fr 08:00-20:00; Sa 09:00-20:00; Su 10:00-18:00": "Mo-Fr 08:00-20:00, Sa 09:00-20:00, Su 10:00-18:00",
    "Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed": "Mo-Fr 09:00-19:00, Sa 09:00-16:00",
    "Mo-Fr 09:00-13:30,14:00-19:00, Sa 09:00-16:00": "Mo-Fr 09:00-13:30,14:00-19:00, Sa 09:00-16:00",
    "Mo-Su 09:00-20:00; Sa 10:00-14:00": "Mo-Fr 09:00-20:00, Sa 10:00-14:00, Su 09:00-20:00",
    "08:00-20:00; Su off": "Mo-Sa 08:00-20:00",
    "24/7": "24/7",
    "24/7; Sa off": "Mo-Fr 00:00-24:00, Su 00:00-24:00",
    "Mo-Fr 00:00-24:00": "Mo-Fr 00:00-24:00",
    "Mo-Fr 06:00-01:00; Sa-Su 06:00-22:00": "Mo-Fr 06:00-01:00, Sa-Su 06:00-22:00",
    "Mo 20:00-26:00": "Mo 20:00-02:00",
    "Mo,We,Fr 10:00-14:00": "Mo 10:00-14:00, We 10:00-14:00, Fr 10:00-14:00",
    "Fr-Mo 09:00-17:00": "Mo 09:00-17:00, Fr-Su 09:00-17:00",
    "Mon-Sun 9:00am-5:00pm": "Mo-Su 09:00-17:00",
    "Mo-Fr 9am-5pm,": "Mo-Fr 09:00-17:00",
    "Monday: 8:00 AM – 9:00 PM, Tuesday: 8:00 AM – 9:00 PM": "Mo-Tu 08:00-21:00",
    "Mon & Tue 9 a.m. to 5:30 p.m.": "Mo-Tu 09:00-17:30",
    "Weekdays 9am-5pm; Weekends 10am-noon": "Mo-Fr 09:00-17:00, Sa-Su 10:00-12:00",
    "M-F 0900-1700": "Mo-Fr 09:00-17:00",
    "Mon-Fri: 8am-8pm\nSat: 9am-midnight\nSun: Closed": "Mo-Fr 08:00-20:00, Sa 09:00-00:00",
    "1:00p - 5:00p": "Mo-Su 13:00-17:00",
    "Mo-Fr 09:00-17:00, Fr 18:00-20:00": "Mo-Th 09:00-17:00, Fr 09:00-17:00,18:00-20:00",
    "Sa 10:00-12:00": "Sa 10:00-12:00",
    "unknown": "unknown",
}

NOTED = {
    "24 hours": "24/7",
    "Open 24 hrs": "24/7",
    "12:00 AM - 11:59 PM": "24/7",
    "Mo-Fr 00:00-23:59; Sa-Su 08:00-22:00": "Mo-Fr 00:00-24:00, Sa-Su 08:00-22:00",
    "9-5": "Mo-Su 09:00-17:00",
    "9:00-5:00": "Mo-Su 09:00-17:00",
    "9-5pm": "Mo-Su 09:00-17:00",
    "M-F 9-7; Sat 9-1, 2-6": "Mo-Fr 09:00-19:00, Sa 09:00-13:00,14:00-18:00",
    "9:00 am 5:00 pm": "Mo-Su 09:00-17:00",
    "Mon-Fri 9am-6pm (Closed between 12:00-1:00pm)": "Mo-Fr 09:00-12:00,13:00-18:00",
    "Mon-Fri 9:00am-5:30pm closed for lunch 1:30-2:00": "Mo-Fr 09:00-13:30,14:00-17:30",
    "Mo-Fr 9:00am-5:00pm, Sun -": "Mo-Fr 09:00-17:00",
    "Mo-Sa 07:00-19:00; Su ": "Mo-Sa 07:00-19:00",
    "Mo-Su ": "unknown",
    "8:00am - 0": "Mo-Su 08:00-00:00",
    "1:9:00:17:00,3:15:00:12:00": "Tu 15:00-12:00, Su 09:00-17:00",
}

REFUSED = {
    "Mo-Su 00:00-00:00": "",
    "Mo-Fr 08:00-18:00; Sa-Su 00:00-00:00": "Mo-Fr 08:00-18:00; Sa-Su off",
    "12am-12am": "",
    "7-9": "7:00am - 9:00pm",
    "Mo-Fr 9-12": "9:00am - 12:00pm",
    "9am-9am": "9:00am - 9:00pm",
    "9:00 AM - 5:00 AM": "9:00am - 5:00pm",
    "Closed": "",
    "Closed - Closed": "",
    "Mo-Su off": "",
    "Mo-Fr 09:00-17:00; PH off": "Mo-Fr 09:00-17:00",
    "2026-12-24: 09:00-13:00, 2026-12-25: x": "",
    "Mo-Fr 09:00-17:00; Dec 24 09:00-12:00": "",
    "Mo-Fr 09:00+": "",
    "Mo[1] 09:00-12:00": "",
    "Mo-Fr sunrise-sunset": "",
    'Mo-Fr 09:00-18:00 "by appointment"': "",
    "8:00AM-10:00PM Mon-Fri": "",
    "Mo-Fr 09:00-17:00, We 12:00-20:00": "",
    "Mo 09:00-17:00, Mo off": "",
    "Mo-Fr 25:00-26:00": "",
    "Mo-Fr 9:75-17:00": "",
    "Mo-Fr 09:00": "",
    "Mo-Fr 09:00-12:00 (closed between 1:00pm-2:00pm)": "",
    "come in": "",
    "S 9-5": "",
}

DAYS = {
    "9:00 am 5:00 pm": "09:00-17:00",
    "1:00p-6:00p": "13:00-18:00",
    "24 hours": "00:00-24:00",
    "8:00am - 0": "08:00-00:00",
    "Closed": "",
    "null": "",
    "x": "",
    "0": "",
    "": "",
    "Closed - Closed": "",
}


def text_of(day: tuple[Span, ...]) -> str:
    return osm_week((day, *[()] * 6)).removeprefix("Mo ").replace("unknown", "")


@pytest.mark.parametrize(("text", "means"), READ.items())
def test_plain_hours_are_read_without_a_note(text: str, means: str) -> None:
    reading = parse_week(text)
    assert osm_week(reading.value) == means.replace("-00:00", "-24:00")
    assert reading.notes == ()


@pytest.mark.parametrize(("text", "means"), NOTED.items())
def test_hours_that_are_safe_to_read_are_said_to_be_read_so(text: str, means: str) -> None:
    reading = parse_week(text)
    assert osm_week(reading.value) == means.replace("-00:00", "-24:00")
    assert reading.notes


@pytest.mark.parametrize(("text", "suggestion"), REFUSED.items())
def test_hours_that_may_mean_something_else_are_refused(text: str, suggestion: str) -> None:
    with pytest.raises(Refused) as error:
        parse_week(text)
    assert error.value.suggestion == suggestion
    assert error.value.message


@pytest.mark.parametrize("text", ["", " ", "-", "--", "null", "N/A"])
def test_empty_cell_lists_no_counter(text: str) -> None:
    assert parse_week(text).value is None


@pytest.mark.parametrize(("text", "means"), DAYS.items())
def test_cell_of_one_weekday(text: str, means: str) -> None:
    assert text_of(parse_day(text).value) == means.replace("-00:00", "-24:00")


def test_cell_of_one_weekday_names_none() -> None:
    with pytest.raises(Refused):
        parse_day("Mon 9am-5pm")


def test_monday_of_yext_is_2() -> None:
    assert osm_week(parse_week("2:9:00:17:00").value) == "Mo 09:00-17:00"


slots = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 1439), st.integers(1, 1440))
# 11:59pm is read as midnight, so no day is written that closes then.
days = st.lists(slots, max_size=3).map(merged).filter(lambda day: all(span.end % 1440 != 1439 for span in day))
weeks = st.lists(days, min_size=7, max_size=7).map(tuple)


@given(weeks)
def test_every_week_that_is_written_is_read_back_as_it_was(week: tuple[tuple[Span, ...], ...]) -> None:
    reading = parse_week(osm_week(week))
    assert reading.value == week


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_week, parse_day):
        try:
            parse(text)
        except Refused:
            continue


WORDS = ["Mo", "Tu-Th", "Sat", "Sun", "weekdays", "9", "9:00", "09:00", "17:00", "5pm", "noon", "24:00"]
MARKS = ["-", "to", ",", ";", "|", "closed", "24/7", "(", ")", "between", "lunch", "+"]


@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=12).map(" ".join))
def test_any_row_of_words_is_read_or_refused(text: str) -> None:
    try:
        reading = parse_week(text)
    except Refused:
        return
    assert reading.value is None or parse_week(osm_week(reading.value)).value == reading.value


@pytest.mark.parametrize("text", ["Mon-Fri 12-12", "Mon-Fri 12:00-12:00"])
def test_times_to_open_and_close_that_are_the_same_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="the same"):
        parse_week(text)
