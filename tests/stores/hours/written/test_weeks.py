"""Opening hours as files write them: read, read with a note, or refused with what is wanted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.hours.engine.days import merged
from stores.hours.engine.rows import Span
from stores.hours.written.weeks import NO_COUNTER, NO_HOURS, osm_week, read_day, read_week
from stores.hours.written.words import ALL_DAY_WORDS, CLOSED_WORDS, DAY_NAMES, DAY_RANGES
from stores.readings import Refused

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
    "Thu 9am-6pm": "Th 09:00-18:00",
    "Mon-Thu 9am-6pm, Fri 9am-5pm": "Mo-Th 09:00-18:00, Fr 09:00-17:00",
    "Mon to Thu 9am-6pm": "Mo-Th 09:00-18:00",
    "Mon-Fri 0900-1900": "Mo-Fr 09:00-19:00",
    "Mon-Fri 0900-2000, Sat 1000-1900": "Mo-Fr 09:00-20:00, Sa 10:00-19:00",
    "Tues-Thurs: 9:00am - 5:00pm": "Tu-Th 09:00-17:00",
    "Mo-Fr 06:00-02:00": "Mo-Fr 06:00-02:00",
    "Mo-Fr 09:00-29:00": "Mo-Fr 09:00-29:00",
    "Mo-Fr 09:00-12:00, 13:00-17:00": "Mo-Fr 09:00-12:00,13:00-17:00",
    "Open Mon-Fri 9am-5pm, open Sat from 10am to 2pm": "Mo-Fr 09:00-17:00, Sa 10:00-14:00",
    "Hours: Mon-Fri 9am-5pm": "Mo-Fr 09:00-17:00",
    "Mon-Fri 9am-1pm / 2pm-6pm": "Mo-Fr 09:00-13:00,14:00-18:00",
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
    "Mon-Fri 9-9": "Mo-Fr 09:00-21:00",
    "8:00am - 0": "Mo-Su 08:00-00:00",
    "1:9:00:17:00,3:15:00:20:00": "Tu 15:00-20:00, Su 09:00-17:00",
}

REFUSED = {
    "1:9:00:17:00,3:15:00:12:00": "",
    "Mo-Su 00:00-00:00": "",
    "Mo-Fr 08:00-18:00; Sa-Su 00:00-00:00": "Mo-Fr 08:00-18:00; Sa-Su closed",
    "12am-12am": "",
    "7-9": "7:00am - 9:00pm",
    "Mo-Fr 9-12": "Mo-Fr 9:00am - 12:00pm",
    "9am-9am": "9:00am - 9:00pm",
    "9:00 AM - 5:00 AM": "9:00am - 5:00pm",
    "Mon-Fri: 9:00-6:00, Sat: 9:00-12:00, Sun: Closed": "Mon-Fri: 9:00-6:00, Sat: 9:00am - 12:00pm, Sun: Closed",
    "Mon-Fri 7-9, Sat 9-12": "Mon-Fri 7:00am - 9:00pm, Sat 9:00am - 12:00pm",
    "Mo-Fr 09:00-09:00": "Mo-Fr 09:00-21:00",
    "Mo-Fr 09:00-05:00; Sa 10:00-14:00": "Mo-Fr 09:00-17:00; Sa 10:00-14:00",
    "Mon-Fri 12-12": "Mon-Fri 12:00pm - 12:00am",
    "Mon-Fri 9am-5pm EST": "Mon-Fri 9am-5pm",
    "Closed": "",
    "Closed - Closed": "",
    "Mo-Su off": "",
    "Mo-Fr 09:00-17:00; PH off": "Mo-Fr 09:00-17:00",
    "2026-12-24: 09:00-13:00, 2026-12-25: x": "",
    "Mo-Fr 09:00-17:00; Dec 24 09:00-12:00": "",
    "Mo-Fr 2026-2027": "",
    "2026 Mo-Fr 09:00-17:00": "",
    "Mo-Fr 09:00-17:00 12/24/26": "",
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
    "Mo-Fr 9am-5pm (lunch)": "",
    "come in": "",
    "S 9-5": "",
    "Mo-Fr open; Sa 9am-1pm": "",
    "Mo-Fr open, Sa 9am-1pm": "",
    "Mo-Fr TBD; Sa 9am-1pm": "",
    "Mo-Fr 9am-5pm; Sa n/a": "",
    "Mo-Fr 9am-5pm; Sa ?": "",
    "Mo-Sa 07:00-19:00; Su ": "Mo-Sa 07:00-19:00; Su closed",
    "Mo-Su ": "",
    "Open": "",
    "TBD": "",
    "nan": "",
    "?": "",
    "call for hours": "",
    "Weekend: 8:00 am - 8:00 pm / 9:00 am - 6:00 pm": "",
    "Mon-Fri 9am-5pm, 8am-6pm": "",
    "Mon-Fri 9am-5pm, 9am-5pm": "",
    "Mo 09:00-12:00; Mo 13:00-17:00": "",
    "Mo-Fr 09:00-12:00; Mo-Fr 13:00-17:00": "",
    "Mon-Wed-Fri: 9:00am - 6:00pm, Tues-Thurs: 9:00am - 5:00pm": "",
    "Mon-Wed-Fri: 9:00am - 6:00pm": "",
    "Store Hours: Mon-Fri 9-9, Pharmacy Hours: Mon-Fri 9-7": "",
    "2:9:00:17:00,2:10:00:18:00": "",
    "2:9:00:17:00,2:closed": "",
    "2:9:75:17:00": "",
}

DAYS = {
    "9:00 am 5:00 pm": "09:00-17:00",
    "1:00p-6:00p": "13:00-18:00",
    "24 hours": "00:00-24:00",
    "8:00am - 0": "08:00-00:00",
    "Closed": "",
    "null": "",
    "x": "",
    "-": "",
    "off": "",
    "9am-12pm, 1-5pm": "09:00-12:00,13:00-17:00",
    "Closed - Closed": "",
}


def text_of(day: tuple[Span, ...]) -> str:
    return osm_week((day, *[()] * 6)).removeprefix("Mo ").replace("unknown", "")


@pytest.mark.parametrize(("text", "means"), READ.items())
def test_plain_hours_are_read_without_a_note(text: str, means: str) -> None:
    reading = read_week(text)
    assert osm_week(reading.value) == means.replace("-00:00", "-24:00")
    assert reading.notes == ()


@pytest.mark.parametrize(("text", "means"), NOTED.items())
def test_hours_that_are_safe_to_read_are_said_to_be_read_so(text: str, means: str) -> None:
    reading = read_week(text)
    assert osm_week(reading.value) == means.replace("-00:00", "-24:00")
    assert reading.notes


@pytest.mark.parametrize(("text", "suggestion"), REFUSED.items())
def test_hours_that_may_mean_something_else_are_refused(text: str, suggestion: str) -> None:
    with pytest.raises(Refused) as error:
        read_week(text)
    assert error.value.suggestion == suggestion
    assert error.value.message


@pytest.mark.parametrize("text", ["", " ", "-", "--", "null", "N/A", "none"])
def test_empty_text_is_no_counter_and_a_placeholder_says_that_it_is_one(text: str) -> None:
    reading = read_week(text)
    assert reading.value is None
    assert reading.is_placeholder == bool(text.strip())


@pytest.mark.parametrize(("text", "means"), DAYS.items())
def test_cell_of_one_weekday(text: str, means: str) -> None:
    assert text_of(read_day(text).value) == means.replace("-00:00", "-24:00")


@pytest.mark.parametrize(
    "text", ["Mon 9am-5pm", "", "Open", "TBD", "n/a", "nan", "?", ".", "0", "0-0", "none", "to", "9-5, 4-6", "yes"]
)
def test_day_is_refused_unless_it_gives_times_or_is_closed(text: str) -> None:
    with pytest.raises(Refused):
        read_day(text)


@pytest.mark.parametrize("name", [*DAY_NAMES, *(f"{name}s" for name in DAY_NAMES)])
def test_every_name_of_a_weekday_is_read(name: str) -> None:
    number = DAY_NAMES.get(name, DAY_NAMES.get(name[:-1]))
    for written in (name, name.title(), f"{name.upper()}:"):
        week = read_week(f"{written} 9am-5pm").value
        assert [day for day, spans in enumerate(week) if spans] == [number]


@pytest.mark.parametrize("name", DAY_RANGES)
def test_every_name_of_several_weekdays_is_read(name: str) -> None:
    week = read_week(f"{name} 9am-5pm").value
    assert [day for day, spans in enumerate(week) if spans] == list(DAY_RANGES[name])


@pytest.mark.parametrize("word", CLOSED_WORDS)
def test_every_word_for_closed_is_read(word: str) -> None:
    assert read_day(word).value == ()
    assert osm_week(read_week(f"Mo-Fr 9am-5pm; Sa {word}").value) == "Mo-Fr 09:00-17:00"


@pytest.mark.parametrize("word", ALL_DAY_WORDS)
def test_every_word_for_all_day_is_read(word: str) -> None:
    assert read_day(word).value == (Span(0, 1440),)


@pytest.mark.parametrize("word", NO_COUNTER | NO_HOURS)
def test_every_word_for_nothing_is_read(word: str) -> None:
    assert read_week(word).value is None


def test_monday_of_yext_is_2() -> None:
    assert osm_week(read_week("2:9:00:17:00").value) == "Mo 09:00-17:00"


slots = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 1439), st.integers(1, 1440))
# 11:59pm is read as midnight, so no day is written that closes then.
days = st.lists(slots, max_size=3).map(merged).filter(lambda day: all(span.end % 1440 != 1439 for span in day))
weeks = st.lists(days, min_size=7, max_size=7).map(tuple)


@given(weeks)
def test_every_week_that_is_written_is_read_back_as_it_was(week: tuple[tuple[Span, ...], ...]) -> None:
    reading = read_week(osm_week(week))
    assert reading.value == week


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (read_week, read_day):
        try:
            parse(text)
        except Refused:
            continue


WORDS = ["Mo", "Tu-Th", "Sat", "Sun", "weekdays", "9", "9:00", "09:00", "17:00", "5pm", "noon", "24:00"]
MARKS = ["-", "to", ",", ";", "|", "closed", "24/7", "(", ")", "between", "lunch", "+"]


@given(st.lists(st.sampled_from(WORDS + MARKS), max_size=12).map(" ".join))
def test_any_row_of_words_is_read_or_refused(text: str) -> None:
    try:
        reading = read_week(text)
    except Refused:
        return
    assert reading.value is None or read_week(osm_week(reading.value)).value == reading.value


@given(weeks, st.booleans())
def test_what_a_refusal_suggests_is_read_as_what_was_meant(week: tuple[tuple[Span, ...], ...], leads: bool) -> None:
    """A day's slot by day, written without am and pm; where it is refused, the suggestion is the whole text."""
    plain = [tuple(filter(is_plain, day))[:1] for day in week]
    meant = tuple(plain)
    if not any(meant):
        return
    texts = [
        f"{name} {'' if leads else 'from '}{hours(day[0].start)}-{hours(day[0].end)}" if day else f"{name} closed"
        for name, day in zip(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), meant, strict=True)
    ]
    text = ", ".join(texts)
    try:
        reading = read_week(text)
    except Refused as refused:
        reading = read_week(refused.suggestion)
    assert reading.value == meant


def is_plain(span: Span) -> bool:
    """A day's hours for which twelve are enough; `10:00-11:30`, two digits each, is on the 24-hour clock."""
    return 300 <= span.start < 720 <= span.end < (1320 if span.start >= 600 else 1440)


def hours(minute: int) -> str:
    return f"{(minute // 60 - 1) % 12 + 1}:{minute % 60:02}"


@pytest.mark.parametrize("text", [text for text, suggestion in REFUSED.items() if suggestion])
def test_every_suggestion_is_read(text: str) -> None:
    with pytest.raises(Refused) as error:
        read_week(text)
    assert read_week(error.value.suggestion).value


@pytest.mark.parametrize("text", ["Mon-Fri 12-12", "Mon-Fri 12:00-12:00"])
def test_times_to_open_and_close_that_are_the_same_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="the same"):
        read_week(text)
