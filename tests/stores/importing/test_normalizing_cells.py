"""Cells that were dropped, emptied what a store had, or became closed: each is read whole or refused."""

from typing import Any

import pytest

from stores.hours.written.weeks import osm_week
from stores.importing.normalizing import StoreRow, Vocabulary, normalize
from stores.importing.problems import Answers, Findings, Problem
from stores.importing.reading import RawRow

GROUPS = Vocabulary({"south-jersey": "South Jersey"})
DAY = "hours_store_{}"
OTHER_DAYS = {DAY.format(day): "9am-5pm" for day in ("tue", "wed", "thu", "fri", "sat", "sun")}
LATER_DAYS: dict[str, Any] = {day: [["09:00", "17:00"]] for day in ("tue", "wed", "thu", "fri", "sat")} | {"sun": []}


def read(cells: dict[str, Any], answers: Answers | None = None) -> tuple[StoreRow, Findings]:
    findings = Findings()
    rows = normalize([RawRow(2, {"code": "pitman", **cells})], GROUPS, findings, answers or Answers())
    return next(rows), findings


def problems(cells: dict[str, Any], answers: Answers | None = None) -> list[Problem]:
    return read(cells, answers)[1].problems


EXCEPTIONS = {
    "2026-12-25 closed": [("2026-12-25", "2026-12-25", "closed")],
    "2026-12-24 to 2026-12-26: closed": [("2026-12-24", "2026-12-26", "closed")],
    "2026-12-24 - 2026-12-26: closed": [("2026-12-24", "2026-12-26", "closed")],
    "2026-12-24 \u2013 2026-12-26: closed": [("2026-12-24", "2026-12-26", "closed")],
    "2026-12-24 through 2026-12-26 9am-1pm": [("2026-12-24", "2026-12-26", "09:00-13:00")],
    "2026-12-24, 2026-12-25: closed": [
        ("2026-12-24", "2026-12-24", "closed"),
        ("2026-12-25", "2026-12-25", "closed"),
    ],
    "2026-12-24: 09:00-13:00, 2026-12-25: x": [
        ("2026-12-24", "2026-12-24", "09:00-13:00"),
        ("2026-12-25", "2026-12-25", "closed"),
    ],
    "2026-1-1: closed": [("2026-01-01", "2026-01-01", "closed")],
    "12/24/2026 9am-1pm; 12/25/2026 closed": [
        ("2026-12-24", "2026-12-24", "09:00-13:00"),
        ("2026-12-25", "2026-12-25", "closed"),
    ],
}


@pytest.mark.parametrize(("cell", "means"), EXCEPTIONS.items())
def test_dated_hours_are_read_with_all_their_dates(cell: str, means: list[tuple[str, str, str]]) -> None:
    row, findings = read({"exceptions": cell})
    assert findings.problems == []
    found = [(str(item.first), str(item.last), osm_week((item.spans, *[()] * 6))) for item in row.values["exceptions"]]
    assert found == [(first, last, f"Mo {times}" if times != "closed" else "unknown") for first, last, times in means]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-25: open",
        "2026-12-24: TBD",
        "2026-12-24",
        "2026-12-24, 2026-12-25",
        "2026-12-24: 9am-1pm, 2026-12-25",
        "2026-12-24 closed, 25 closed",
        "2026-12-26 to 2026-12-24: closed",
        "2026-12-24 to 2026-12-25 to 2026-12-26: closed",
        "2026-13-24: closed",
        "2026-12-24 closed (maybe)",
        "12/24: closed",
        "Christmas: closed",
        "closed 2026-12-25",
        "2026-12-24: 7-9",
        "2026-12-24: 9am-5pm, 2026-12-24: closed",
        "null",
        "n/a",
        "TBD",
        "{}",
        '[{"counter": null, "from": "2026-12-24", "to": "2026-12-24", "label": "Eve", "slots": [["09:00", "09:00"]]}]',
    ],
)
def test_dated_hours_that_are_not_clear_are_refused(cell: str) -> None:
    [problem] = problems({"exceptions": cell})
    assert (problem.row, problem.column) == (2, "exceptions")
    assert problem.message


@pytest.mark.parametrize(
    "cell",
    [
        "Mo-Fr open; Sa 9am-1pm",
        "Weekend: 8:00 am - 8:00 pm / 9:00 am - 6:00 pm",
        "Mon-Fri 9am-5pm, 8am-6pm",
        "Mon-Wed-Fri: 9:00am - 6:00pm, Tues-Thurs: 9:00am - 5:00pm",
        "TBD",
        {"mon": [["09:00", "09:00"]], **LATER_DAYS},
        {"mon": [["09:00", "17:00"], ["10:00", "18:00"]], **LATER_DAYS},
        {"mon": [["09:00", "05:00"]], **LATER_DAYS},
        {"mon": "TBD", **LATER_DAYS},
        {"mon": "", **LATER_DAYS},
        {**LATER_DAYS, "mon": "open", "tue": "9am-5pm"},
    ],
)
def test_hours_that_are_not_clear_are_refused(cell: Any) -> None:
    assert [problem.column for problem in problems({"hours_store": cell})] == ["hours_store"]


def test_same_time_twice_is_asked_about_with_the_evening() -> None:
    assert problems({"hours_store": "Mo-Fr 09:00-09:00"})[0].suggestion == "Mo-Fr 09:00-21:00"
    assert '["09:00", "21:00"]' in problems({"hours_store": {"mon": [["09:00", "09:00"]], **LATER_DAYS}})[0].message


def test_weekday_that_json_does_not_name_is_not_closed() -> None:
    [problem] = problems({"hours_store": {"mon": [["09:00", "17:00"]], "sun": []}})
    assert "tue, wed, thu, fri, sat" in problem.message


def test_problem_of_a_week_in_json_names_its_weekday() -> None:
    [problem] = problems({"hours_store": {**LATER_DAYS, "mon": [], "tue": [["09:00", "09:00"]]}})
    assert problem.message.startswith("tue: ")


@pytest.mark.parametrize("cell", ["Open", "TBD", "Mo open"])
def test_a_weekday_is_asked_for_its_times_and_not_for_a_week(cell: str) -> None:
    found = [*problems({DAY.format("mon"): cell, **OTHER_DAYS}), *problems({"exceptions": f"2026-12-24: {cell}"})]
    assert len(found) == 2
    assert not any("Mo-Fr" in problem.message for problem in found)


def test_hours_of_two_counters_in_one_cell_say_which_column_takes_which() -> None:
    cell = "Store Hours: Mon-Fri 9-9, Pharmacy Hours: Mon-Fri 9-7"
    message = problems({"hours_store": cell})[0].message
    assert "'Mon-Fri 9-9' into hours_store" in message
    assert "'Mon-Fri 9-7' into hours_pharmacy" in message


@pytest.mark.parametrize("cell", ["Open", "TBD", "n/a", "nan", "?", "0", "none", "by appointment", "Mon 9am-5pm"])
def test_word_without_times_never_closes_a_weekday(cell: str) -> None:
    [problem] = problems({DAY.format("mon"): cell, **OTHER_DAYS})
    assert (problem.column, problem.value) == ("hours_store_mon", cell)


@pytest.mark.parametrize("cell", ["closed", "Closed", "x", "null", "off", "-", "Closed - Closed"])
def test_weekday_is_closed_by_a_word_for_it(cell: str) -> None:
    row, findings = read({DAY.format("mon"): cell, **OTHER_DAYS})
    assert findings.problems == []
    assert [bool(day) for day in row.values["hours_store"]] == [False, *[True] * 6]


def test_blank_weekday_is_asked_about() -> None:
    cells = {DAY.format("mon"): "", **OTHER_DAYS}
    [problem] = problems(cells)
    assert (problem.column, problem.suggestion) == ("hours_store_mon", "closed")
    row, findings = read(cells, Answers(blank_days_closed=True))
    assert (findings.problems, row.values["hours_store"][0]) == ([], ())


def test_weekday_without_a_column_is_not_closed() -> None:
    [problem] = problems({DAY.format("mon"): "9am-5pm"})
    assert "hours_store_sun" in problem.message


PAIRS = {
    f"hours_store_{day}_{end}": ""
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for end in ("open", "close")
}


def pairs(opens: str, closes: str, **others: str) -> dict[str, str]:
    plain = {name: opens if name.endswith("open") else closes for name in PAIRS}
    return {**plain, **{f"hours_store_{name}": text for name, text in others.items()}}


@pytest.mark.parametrize(
    ("opens", "closes", "means"),
    [
        ("9:00 AM", "5:00 PM", "Mo-Su 09:00-17:00"),
        ("09:00", "17:00", "Mo-Su 09:00-17:00"),
        ("9", "5", "Mo-Su 09:00-17:00"),
    ],
)
def test_opening_and_closing_in_columns_of_their_own(opens: str, closes: str, means: str) -> None:
    row, findings = read(pairs(opens, closes))
    assert findings.problems == []
    assert osm_week(row.values["hours_store"]) == means


@pytest.mark.parametrize(("opens", "closes"), [("closed", "closed"), ("Closed", "")])
def test_closed_in_either_of_two_columns_closes_the_day(opens: str, closes: str) -> None:
    row, findings = read(pairs("9am", "5pm", sun_open=opens, sun_close=closes))
    assert (findings.problems, osm_week(row.values["hours_store"])) == ([], "Mo-Sa 09:00-17:00")


@pytest.mark.parametrize("word", ["24 hours", "Open 24 hours", "24/7"])
def test_all_day_in_both_of_two_columns(word: str) -> None:
    row, findings = read(pairs("9am", "5pm", sun_open=word, sun_close=word))
    assert (findings.problems, osm_week(row.values["hours_store"])) == ([], "Mo-Sa 09:00-17:00, Su 00:00-24:00")


@pytest.mark.parametrize(("opens", "closes"), [("", "5pm"), ("9am", ""), ("", ""), ("9am", "TBD"), ("open", "open")])
def test_half_a_day_is_refused(opens: str, closes: str) -> None:
    assert problems(pairs("9am", "5pm", sun_open=opens, sun_close=closes))[0].column == "hours_store_sun_open"


def test_suggestions_for_two_columns_stand_in_each_of_them() -> None:
    found = problems(pairs("9am", "5pm", sat_open="9:00", sat_close="12:00"))
    assert [(problem.column, problem.suggestion) for problem in found] == [
        ("hours_store_sat_open", "9:00am"),
        ("hours_store_sat_close", "12:00pm"),
    ]


@pytest.mark.parametrize("column", ["phone", "code", "state", "time_zone", "npi", "ncpdp", "country", "email", "city"])
def test_long_text_is_refused_in_every_column(column: str) -> None:
    assert column in [problem.column for problem in list_of_problems(column, "x" * 1200)]


@pytest.mark.parametrize("column", ["groups", "services", "languages", "hours_store", "exceptions"])
def test_what_is_said_of_a_long_text_is_short(column: str) -> None:
    assert all(len(problem.message) < 400 for problem in list_of_problems(column, "x" * 1200))


@pytest.mark.parametrize(
    ("column", "cell", "suggestion"),
    [
        ("phone", "Fax 304-298-4557", ""),
        ("phone", "Rx: 304-298-4557", ""),
        ("phone", "304-298-4557 (pharmacy)", ""),
        ("phone", "304-298-4557 ext. 12", "(304) 298-4557"),
        ("phone", "304-298-4557 or toll-free 866-298-4557", "(304) 298-4557"),
        ("phone", "304-298-4557 / 866-298-4557", "(304) 298-4557"),
        ("fax", "304-298-4557 #3", "(304) 298-4557"),
        ("state", "NJ 08071", ""),
        ("state", "NJ (South)", ""),
        ("country", "US 1", "US"),
        ("country", "US/CA", "US"),
    ],
)
def test_part_of_a_cell_is_not_taken_for_the_whole(column: str, cell: str, suggestion: str) -> None:
    [problem] = problems({column: cell})
    assert (problem.column, problem.suggestion) == (column, suggestion)
    assert not suggestion or problems({column: suggestion}) == []


def list_of_problems(column: str, cell: str) -> list[Problem]:
    findings = Findings()
    list(normalize([RawRow(2, {"code": "pitman", column: cell})], GROUPS, findings))
    return findings.problems


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("PeÃ±a Pharmacy", "Peña Pharmacy"),
        ("PeÃƒÂ±a Pharmacy", "Peña Pharmacy"),
        ("Joeâ€™s Pharmacy", "Joe’s Pharmacy"),
        ("Smith &amp; Sons", "Smith & Sons"),
        ("Joe&#39;s", "Joe's"),
        ("Caf\N{REPLACEMENT CHARACTER}", ""),
        ("#REF!", ""),
    ],
)
def test_damaged_text_is_refused_with_what_was_probably_meant(cell: str, suggestion: str) -> None:
    [problem] = problems({"name": cell})
    assert (problem.column, problem.suggestion) == ("name", suggestion)


@pytest.mark.parametrize(
    "cell", ["Peña", "São Paulo Drugs", "Ångström & Co", "Müller’s", "AT&T; Co", "Ã la carte", "Q&A"]
)
def test_text_that_only_looks_odd_is_taken(cell: str) -> None:
    row, findings = read({"name": cell})
    assert (findings.problems, row.values["name"]) == ([], cell)


def test_damage_deep_inside_json_is_refused() -> None:
    banner = [{"text": "PeÃ±a", "link": None}]
    assert problems({"banners": banner})[0].column == "banners"


def test_formula_that_was_never_calculated_empties_nothing() -> None:
    [problem] = problems({"email": '\N{NULL}formula:=A2&"@example.com"'})
    assert "never calculated" in problem.message


def test_two_codes_that_differ_in_leading_zeros_are_refused() -> None:
    findings = Findings()
    list(normalize([RawRow(2, {"code": "0042"}), RawRow(3, {"code": "42"})], GROUPS, findings))
    assert [(problem.row, problem.column) for problem in findings.problems] == [(3, "code")]


@pytest.mark.parametrize(
    ("cells", "zone"),
    [
        ({"state": "NJ", "latitude": "39.7323", "longitude": "-75.1316"}, "America/New_York"),
        ({"state": "TX", "latitude": "31.76", "longitude": "-106.48"}, "America/Denver"),
        ({"state": "AZ", "latitude": "33.4", "longitude": "-112.1"}, "America/Phoenix"),
        ({"state": "FL", "latitude": "30.2", "longitude": "-85.1"}, ""),
        ({"state": "NJ"}, ""),
    ],
)
def test_zone_is_proposed_by_the_place_and_not_taken(cells: dict[str, str], zone: str) -> None:
    row, findings = read({**cells, "time_zone": ""})
    assert [(problem.column, problem.suggestion) for problem in findings.problems] == [("time_zone", zone)]
    assert "time_zone" not in row.values


def test_house_number_and_suite_become_part_of_the_street() -> None:
    row, _findings = read({"street": "S Broadway", "house_number": "39", "street_2": "Suite 5"})
    assert row.values["street"] == "39 S Broadway, Suite 5"


def test_group_that_does_not_exist_is_kept_for_one_problem() -> None:
    row, findings = read({"groups": "South Jersey|North Stars"})
    assert (findings.problems, findings.unknown_groups) == ([], {"North Stars": [2]})
    assert "groups" in row.refused
    made, _findings = read({"groups": "South Jersey|North Stars"}, Answers(make_groups=True))
    assert made.values["groups"] == ("south-jersey", "north-stars")


@pytest.mark.parametrize("column", ["email", "fax", "facebook", "services", "npi", "latitude"])
@pytest.mark.parametrize("cell", ["n/a", "-", "TBD", "null"])
def test_placeholder_is_marked_as_one(column: str, cell: str) -> None:
    row, findings = read({column: cell})
    assert (row.placeholders, findings.problems) == ({column: cell}, []) or column == "latitude"


SUGGESTED = {
    "services": ["imunizations", "delivery|imunizations"],
    "languages": ["Spansh|en"],
    "state": ["New Jersy"],
    "time_zone": ["Eastern"],
    "hours_store": ["7-9", "Mon-Fri: 9:00-6:00, Sat: 9:00-12:00, Sun: Closed"],
    "longitude": ["75.1316"],
    "hostname": ["pit_man.example.com"],
    "country": ["Canada"],
}


@pytest.mark.parametrize(("column", "cell"), [(name, cell) for name, cells in SUGGESTED.items() for cell in cells])
def test_every_suggestion_is_a_whole_cell_that_is_read(column: str, cell: str) -> None:
    beside = {"latitude": "39.7323"} if column == "longitude" else {}
    [problem] = problems({column: cell, **beside})
    assert problem.suggestion
    assert problems({column: problem.suggestion, **beside}) == []


def test_swapped_coordinates_are_suggested_each_in_its_column() -> None:
    found = problems({"latitude": "-75.1316", "longitude": "39.7323"})
    mended = {problem.column: problem.suggestion for problem in found}
    assert mended == {"latitude": "39.7323", "longitude": "-75.1316"}
    assert problems(mended) == []
