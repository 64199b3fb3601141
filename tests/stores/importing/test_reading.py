"""Files as rows: encodings, delimiters, headers, workbooks, and what is no list of stores."""

import io
import json
from datetime import date, time
from typing import Any

import pytest
from openpyxl import Workbook

from stores.importing.problems import UnreadableFile
from stores.importing.reading import RawTable, read_bytes

PLAIN = "code,name,city\r\npitman,Café Señor,Pitman\r\n"


def csv_table(text: str, encoding: str = "utf-8") -> RawTable:
    return read_bytes(text.encode(encoding), "stores.csv")


def workbook(*rows: list[Any], title: str = "Stores") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    table = csv_table(PLAIN, encoding)
    assert table.rows[0].cells == {"code": "pitman", "name": "Café Señor", "city": "Pitman"}


def test_windows_1252_is_said() -> None:
    assert "Windows-1252" in str(csv_table(PLAIN, "cp1252").findings.notes[0])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    table = csv_table(f"code{delimiter}name\npitman{delimiter}Pitman\n")
    assert table.rows[0].cells == {"code": "pitman", "name": "Pitman"}


def test_separator_line_of_excel() -> None:
    table = csv_table("sep=;\ncode;name\npitman;Pitman\n")
    assert (table.rows[0].number, table.rows[0].cells["name"]) == (3, "Pitman")


def test_headers_by_other_names_in_any_order() -> None:
    table = csv_table("Zip Code,LNG,Store #,Time Zone,PhoneNumber\n08071,-75,p,x,y\n")
    assert list(table.rows[0].cells) == ["postal_code", "longitude", "code", "time_zone", "phone"]


def test_blank_lines_are_skipped_and_rows_counted_as_a_spreadsheet_does() -> None:
    table = csv_table("Our stores,,\n\ncode,name,city\n\n,,\npitman,P,C\n")
    assert [row.number for row in table.rows] == [6]


def test_unknown_column_is_left_out_and_said() -> None:
    table = csv_table("code,name,manager\npitman,P,Ann\n")
    assert "manager" not in table.rows[0].cells
    assert "manager" in str(table.findings.notes[0])


def test_slip_in_a_column_is_refused_with_the_right_name() -> None:
    assert csv_table("code,name,phnoe\np,P,1\n").findings.problems[0].suggestion == "phone"


def test_column_that_stands_twice_is_refused() -> None:
    assert csv_table("code,zip,zip code\np,1,2\n").findings.problems[0].column == "zip code"


def test_column_of_our_own_name_goes_before_another_that_means_the_same() -> None:
    table = csv_table("id,code,name\n17,pitman,P\n")
    assert table.rows[0].cells == {"code": "pitman", "name": "P"}
    assert table.findings.notes[0].column == "id"


@pytest.mark.parametrize("line", ["pitman,P", "pitman,P,C,more"])
def test_row_of_another_length_is_refused(line: str) -> None:
    table = csv_table(f"code,name,city\n{line}\nother,O,C\n")
    assert [(found.row, found.column) for found in table.findings.problems] == [(2, "row")]
    assert len(table.rows) == 1


def test_guard_against_formulas_is_undone() -> None:
    assert csv_table("code,name,city\np,'=1+1,''@x\n").rows[0].cells == {"code": "p", "name": "=1+1", "city": "'@x"}


def test_workbook_cells_become_the_text_that_one_sees() -> None:
    data = workbook(
        ["code", "name", "city", "street", "state", "zip", "phone", "lat"],
        [16136.0, True, None, date(2026, 12, 24), time(9, 30), 8084, 8565892392, 39.7323],
    )
    assert list(read_bytes(data, "stores.xlsx").rows[0].cells.values()) == [
        "16136", "TRUE", "", "2026-12-24", "09:30", "8084", "8565892392", "39.7323",
    ]  # fmt: skip


def test_number_that_is_shown_with_zeros_keeps_them() -> None:
    book = Workbook()
    book.active.append(["code", "name", "zip"])
    book.active.append(["p", "P", 8084])
    book.active["C2"].number_format = "00000"
    buffer = io.BytesIO()
    book.save(buffer)
    assert read_bytes(buffer.getvalue(), "stores.xlsx").rows[0].cells["postal_code"] == "08084"


def test_sheet_with_the_stores_is_found() -> None:
    book = Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Data")
    sheet.append(["code", "name"])
    sheet.append(["p", "P"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert len(read_bytes(buffer.getvalue(), "stores.xlsx").rows) == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("stores.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("stores.csv", b"PK\x03\x04 something"),
        ("stores.csv", b"hello\nworld\n"),
        ("stores.csv", b"code,name,city\n"),
        ("stores.csv", b'code,name,city\np,"P,C\n'),
        ("stores.csv", b"  \n"),
        ("stores.xlsx", b"code,name\np,P\n"),
        ("stores.xlsx", b"PK\x03\x04 something"),
        ("stores.xlsx", b""),
        ("stores.xls", b"x"),
        ("stores.json", b"{"),
        ("stores.json", b"[" * 100_000),
        ("stores.json", b'{"shops": []}'),
        ("stores.json", b'{"stores": []}'),
        ("stores.json", b'{"stores": [{"code": "a", "code": "b"}]}'),
        ("stores.json", b'{"stores": [{"latitude": NaN}]}'),
        ("stores.json", b"\xff\xfe\x00"),
    ],
)
def test_what_is_no_list_of_stores_is_refused_as_a_whole(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_bytes(data, name)
    assert str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_laid_flat(encoding: str) -> None:
    store = {"code": "p", "links": {"facebook": "https://f.example"}, "hours": {"drive-through": {}}, "extra": 1}
    table = read_bytes(json.dumps({"stores": [store]}).encode(encoding), "stores.json")
    assert table.rows[0].cells == {
        "code": "p",
        "facebook": "https://f.example",
        "hours_store": None,
        "hours_pharmacy": None,
        "hours_drive_through": "unknown",
        "hours_delivery": None,
    }
    assert "extra" in str(table.findings.notes[0])


@pytest.mark.parametrize(
    ("store", "column", "suggestion"),
    [
        ({"code": "p", "hours": {"drive_through": {}}}, "hours.drive_through", "drive-through"),
        ({"code": "p", "links": {"facebok": ""}}, "links.facebok", "facebook"),
        ({"code": "p", "links": []}, "links", ""),
        ({"code": "p", "postal_cod": "1"}, "postal_cod", "postal_code"),
        ("p", "row", ""),
    ],
)
def test_wrong_shape_of_a_json_store(store: Any, column: str, suggestion: str) -> None:
    table = read_bytes(json.dumps([store]).encode(), "stores.json")
    found = [(found.column, found.suggestion) for found in table.findings.problems]
    assert found in ([(column, suggestion)], [])
    assert found or suggestion == ""
