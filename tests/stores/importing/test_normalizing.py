"""Cells as chains write them: what is understood and said so, what is refused with a suggestion."""

from decimal import Decimal
from typing import Any

import pytest

from stores.importing.normalizing import StoreRow, Vocabulary, normalize
from stores.importing.problems import Findings, Problem
from stores.importing.reading import RawRow

GROUPS = Vocabulary({"south-jersey": "South Jersey", "north": "Northern stores"})


def read(**cells: Any) -> tuple[StoreRow, Findings]:
    findings = Findings()
    rows = list(normalize([RawRow(2, {"code": "pitman", **cells})], GROUPS, findings))
    return rows[0], findings


def value(column: str, cell: Any, **others: Any) -> tuple[Any, bool]:
    """The value, and whether a note was left."""
    row, findings = read(**{**others, column: cell})
    assert findings.problems == []
    return row.values[column], bool(findings.notes)


def problem(column: str, cell: Any, **others: Any) -> Problem:
    _row, findings = read(**{**others, column: cell})
    assert len(findings.problems) == 1
    return findings.problems[0]


@pytest.mark.parametrize(
    ("cell", "state", "means"),
    [
        ("8084", "NJ", "08084"),
        ("601", "PR", "00601"),
        ("80711234", "NJ", "08071-1234"),
        ("080711234", "NJ", "08071-1234"),
        ("08071 1234", "NJ", "08071-1234"),
    ],
)
def test_zip_gets_its_zero_back_with_a_note(cell: str, state: str, means: str) -> None:
    assert value("postal_code", cell, state=state) == (means, True)


def test_zip_as_it_should_be_leaves_no_note() -> None:
    assert value("postal_code", "08071-1234", state="NJ") == ("08071-1234", False)


@pytest.mark.parametrize(
    ("cell", "state", "suggestion"),
    [("8084", "CA", "08084"), ("601", "NJ", ""), ("AB1 2CD", "NJ", ""), ("8084", "", "08084")],
)
def test_zip_that_no_lost_zero_explains_is_refused(cell: str, state: str, suggestion: str) -> None:
    _row, findings = read(postal_code=cell, **({"state": state} if state else {}))
    assert [(found.column, found.suggestion) for found in findings.problems] == [("postal_code", suggestion)]


@pytest.mark.parametrize(
    "cell",
    [
        "(856) 589-2392",
        "856-589-2392",
        "856.589.2392",
        "8565892392",
        "+1 856 589 2392",
        "1-856-589-2392",
        "tel:8565892392",
    ],
)
def test_phone_in_any_common_form(cell: str) -> None:
    assert value("phone", cell) == ("+18565892392", False)


@pytest.mark.parametrize("cell", ["1-800-FLOWERS", "1 (800) FLOWERS", "800 356-WERS"])
def test_letters_of_a_phone_s_keys_are_read_and_said_so(cell: str) -> None:
    assert value("phone", cell)[1] is True


@pytest.mark.parametrize("cell", ["(999) 999-9999", "--", "000-000-0000", "n/a", "null"])
def test_filler_is_no_phone(cell: str) -> None:
    assert value("fax", cell) == ("", True)


@pytest.mark.parametrize("cell", ["(999) 999-9999", "--", "", "589-2392", "call us"])
def test_phone_of_a_store_is_required(cell: str) -> None:
    assert problem("phone", cell).message


@pytest.mark.parametrize("cell", ["New Jersey", "nj", "N.J.", "new  jersey"])
def test_state_by_name(cell: str) -> None:
    assert value("state", cell) == ("NJ", True)


def test_state_in_mixed_case() -> None:
    assert value("state", "Ga") == ("GA", True)


def test_misspelt_state_gets_a_suggestion() -> None:
    assert problem("state", "New Jersy").suggestion == "NJ"


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("america/new_york", "America/New_York"),
        ("US/Eastern", "America/New_York"),
        ("America/New York", "America/New_York"),
    ],
)
def test_other_spelling_of_a_time_zone(cell: str, zone: str) -> None:
    assert value("time_zone", cell)[0] == zone


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [
        ("Eastern", "America/New_York"),
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("Chicago", "America/Chicago"),
        ("America/NewYork", "America/New_York"),
        ("-05:00", ""),
        ("", ""),
        ("Europe/Berlin", ""),
    ],
)
def test_time_zone_is_never_guessed(cell: str, suggestion: str) -> None:
    assert problem("time_zone", cell).suggestion == suggestion


def test_coordinates_are_rounded_to_six_places() -> None:
    assert value("latitude", "35.34039918", longitude="-79.4")[0] == Decimal("35.340399")


@pytest.mark.parametrize(
    ("latitude", "longitude", "suggestion"),
    [
        ("39.7323", "75.1316", "-75.1316"),
        ("39.7323", "", ""),
        ("48.85", "2.35", ""),
    ],
)
def test_coordinates_that_can_be_no_store_are_refused(latitude: str, longitude: str, suggestion: str) -> None:
    assert problem("latitude", latitude, longitude=longitude).suggestion == suggestion


@pytest.mark.parametrize("cell", ["95.5", "north", "NaN1", "1e400"])
def test_no_degrees(cell: str) -> None:
    assert problem("latitude", cell, longitude="-75.1").column == "latitude"


def test_null_island_stands_for_unknown() -> None:
    assert value("latitude", "0.0", longitude="0") == (None, True)


@pytest.mark.parametrize("cell", ["delivery|immunizations", "immunizations | delivery", "Delivery, Immunizations"])
def test_services_by_slug_or_name_in_the_order_of_the_list(cell: str) -> None:
    assert value("services", cell)[0] == ("delivery", "immunizations")


@pytest.mark.parametrize(
    ("column", "cell", "suggestion"),
    [
        ("services", "imunizations", "immunizations"),
        ("languages", "Spansh", "es"),
    ],
)
def test_unknown_word_gets_the_nearest_known(column: str, cell: str, suggestion: str) -> None:
    assert problem(column, cell).suggestion == suggestion


@pytest.mark.parametrize("cell", ["1234567890", "12345", "123456789X"])
def test_npi_with_a_wrong_check_digit_is_refused(cell: str) -> None:
    assert problem("npi", cell).column == "npi"


def test_npi_with_the_right_check_digit() -> None:
    assert value("npi", "1234567893") == ("1234567893", False)


def test_ncpdp_gets_its_zero_back() -> None:
    assert value("ncpdp", "512345") == ("0512345", True)


@pytest.mark.parametrize("column", ["license_number", "pharmacist_license"])
@pytest.mark.parametrize(
    ("cell", "means", "is_noted"),
    [
        ("28RS00123400", "28RS00123400", False),
        ("PHY 57123", "PHY 57123", False),
        ("License No. 28RS00123400", "28RS00123400", True),
        ("Lic# 12-345.6", "12-345.6", True),
        (712345, "712345", False),
    ],
)
def test_license_number_is_read_without_the_words_before_it(
    column: str, cell: Any, means: str, is_noted: bool
) -> None:
    assert value(column, cell) == (means, is_noted)


@pytest.mark.parametrize("cell", ["pending", "28RS00123400 (NJ)", "=1+1", "1.2346E+12", "28RS1, 28RS2", "9" * 41])
def test_what_is_no_license_number_is_refused(cell: str) -> None:
    assert problem("license_number", cell).column == "license_number"


def test_name_without_a_letter_is_no_pharmacist() -> None:
    assert value("pharmacist_in_charge", " Dana  Reyes, PharmD ") == ("Dana Reyes, PharmD", False)


@pytest.mark.parametrize(
    ("cell", "means"),
    [("https://Pitman.example.com/", "pitman.example.com"), ("pitman.example.com:443", "pitman.example.com")],
)
def test_only_the_host_of_a_web_address(cell: str, means: str) -> None:
    assert value("hostname", cell) == (means, True)


@pytest.mark.parametrize(
    ("cell", "suggestion"), [("pit_man.example.com", "pit-man.example.com"), ("pitman/x", "pitman")]
)
def test_bad_hostname_gets_a_suggestion(cell: str, suggestion: str) -> None:
    assert problem("hostname", cell).suggestion == suggestion


def test_web_address_without_scheme() -> None:
    assert value("facebook", "facebook.com/pitman") == ("https://facebook.com/pitman", True)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("email", "a@b, c@d"),
        ("facebook", "javascript:alert(1)"),
        ("name", ""),
        ("street", "#REF!"),
        ("country", "Canada"),
        ("city", "x" * 81),
        ("name", True),
        ("name", ["a"]),
        ("hours_store", 9),
        ("exceptions", "no list"),
        ("banners", '[{"text": "{{ store.nam }}"}]'),
    ],
)
def test_refused(column: str, cell: Any) -> None:
    assert problem(column, cell).column == column


@pytest.mark.parametrize("column", ["legal_name", "npi", "email", "facebook"])
@pytest.mark.parametrize("cell", ["", "null", "N/A", "-", None])
def test_nothing_is_empty(column: str, cell: Any) -> None:
    assert read(**{column: cell})[0].values[column] == ""


def test_text_is_one_line_without_control_characters() -> None:
    assert value("city", " Pit\u00a0 man\r\n\x1b[31m")[0] == "Pit man [31m"


def test_code_that_stands_twice_is_refused_and_names_the_first_row() -> None:
    findings = Findings()
    rows = [RawRow(2, {"code": "pitman"}), RawRow(3, {"code": "Pitman"})]
    assert len(list(normalize(rows, GROUPS, findings))) == 1
    assert [(found.row, found.column) for found in findings.problems] == [(3, "code")]
    assert "Row 2" in findings.problems[0].message


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    _row, findings = read(state="XX", phone="1", time_zone="EST", npi="1", hours_store="7-9")
    assert [found.column for found in findings.problems] == ["state", "phone", "time_zone", "npi", "hours_store"]


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_columns_of_single_weekdays_make_a_week() -> None:
    days = {f"hours_store_{day}": "Closed" for day in DAYS}
    row, findings = read(**{**days, "hours_store_mon": "9am-5pm", "hours_store_wed": "null"})
    assert findings.problems == []
    assert [bool(day) for day in row.values["hours_store"]] == [True, *[False] * 6]


def test_weekdays_that_are_all_closed_are_refused() -> None:
    days = {f"hours_store_{day}": "Closed" for day in DAYS}
    assert problem("hours_store_mon", "Closed", **days).message


def test_google_special_hours_become_exceptions() -> None:
    found, noted = value("exceptions", "2026-12-24: 09:00-13:00, 2026-12-25: x")
    assert noted
    assert [(str(item.first), len(item.spans)) for item in found] == [("2026-12-24", 1), ("2026-12-25", 0)]


SLOTS = [[["00:00", "00:00"]], [["9", "17:00"]], [["09:00"]], ["09:00-17:00"], "?", [["24:00", "25:00"]]]


@pytest.mark.parametrize("slots", SLOTS)
def test_bad_slots_of_a_json_week_are_refused(slots: Any) -> None:
    assert "mon: " in problem("hours_store", {**{day: [] for day in DAYS}, "mon": slots}).message


def test_json_day_that_is_null_is_closed_with_a_note() -> None:
    found, noted = value("hours_store", {**{day: [["09:00", "17:00"]] for day in DAYS}, "tue": None})
    assert noted
    assert found[1] == ()


def test_two_exceptions_of_one_rank_on_one_day_are_refused() -> None:
    day: dict[str, Any] = {"counter": None, "from": "2026-12-25", "to": "2026-12-25", "label": "One", "slots": []}
    assert "both rule" in problem("exceptions", [day, {**day, "label": "Two"}]).message
