"""Files as rows: encodings, delimiters, headers, workbooks, and what is no list of stores."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from stores.importing.files.csv_files import ENCODINGS
from stores.importing.normalizing import Vocabulary, normalize
from stores.importing.problems import Answers, UnreadableFile
from stores.importing.reading import RawTable, read_bytes

PLAIN = "code,name,city\r\npitman,Café Señor,Pitman\r\n"


def csv_table(text: str, encoding: str = "utf-8", said: str = "") -> RawTable:
    return read_bytes(text.encode(encoding), "stores.csv", Answers(encoding=said))


def workbook(*rows: list[Any], title: str = "Stores") -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    table = csv_table(PLAIN, encoding)
    assert table.rows[0].cells == {"code": "pitman", "name": "Café Señor", "city": "Pitman"}


def test_encoding_that_would_be_a_guess_is_asked_about() -> None:
    with pytest.raises(UnreadableFile, match=r"line 2.*windows-1252.*Señor"):
        csv_table(PLAIN, "cp1252")
    assert csv_table(PLAIN, "cp1252", "windows-1252").rows[0].cells["name"] == "Café Señor"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_can_be_said_is_read(encoding: str) -> None:
    assert csv_table(PLAIN, encoding, encoding).rows[0].cells["name"] == "Café Señor"


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
        ["code", "name", "city", "state", "zip", "phone", "lat"],
        [16136.0, True, None, time(9, 30), 8084, 8565892392, 39.7323],
    )
    assert list(read_bytes(data, "stores.xlsx").rows[0].cells.values()) == [
        "16136", "TRUE", "", "09:30", "8084", "8565892392", "39.7323",
    ]  # fmt: skip


@pytest.mark.parametrize("column", ["code", "street", "exceptions", "hours_store", "npi"])
@pytest.mark.parametrize("cell", [date(2026, 1, 2), datetime(2026, 1, 2, 9, 30)])  # noqa: DTZ001
def test_what_a_spreadsheet_made_a_date_of_is_refused(column: str, cell: date) -> None:
    """`1-2` is kept as the second of January, and no column of a store is a date."""
    code = [] if column == "code" else ["code"]
    table = read_bytes(workbook(["name", *code, column], ["P", *code, cell]), "stores.xlsx")
    list(normalize(table.rows, Vocabulary({}), table.findings))
    [problem, *_others] = table.findings.problems
    assert (problem.column, problem.value.startswith("2026-01-02")) == (column, True)
    assert "format it as text" in problem.message


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


GOOGLE = (
    "Store code,Business name,Address line 1,Address line 2,Locality,Administrative area,Country / Region,Postal code,"
    "Latitude,Longitude,Primary phone,Sunday hours,Monday hours,Special hours"
)
YEXT = "Entity ID,Name,address.line1,address.city,address.region,address.postalCode,mainPhone,Hours,timezone"
ALL_THE_PLACES = "ref,name,addr:housenumber,addr:street,addr:city,addr:state,addr:postcode,phone,opening_hours"
TIMES = (
    "code,monday_open,monday_close,Tuesday Opening Time,Tuesday Closing Time,pharmacy_wed_open,hours_store_thu_close"
)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            GOOGLE,
            "code,name,street,street_2,city,state,country,postal_code,latitude,longitude,phone,hours_store_sun,"
            "hours_store_mon,exceptions",
        ),
        (YEXT, "code,name,street,city,state,postal_code,phone,hours_store,time_zone"),
        (ALL_THE_PLACES, "code,name,house_number,street,city,state,postal_code,phone,hours_store"),
        (
            TIMES,
            "code,hours_store_mon_open,hours_store_mon_close,hours_store_tue_open,hours_store_tue_close,"
            "hours_pharmacy_wed_open,hours_store_thu_close",
        ),
    ],
)
def test_headers_of_others_are_read(header: str, columns: str) -> None:
    table = csv_table(f"{header}\n{','.join('x' for _name in header.split(','))}\n")
    assert list(table.rows[0].cells) == columns.split(",")
    assert table.findings.problems == []


def changed_workbook(change: Callable[[Any], None]) -> bytes:
    book = Workbook()
    book.active.append(["code", "name", "city"])
    for number in range(2, 6):
        book.active.append([f"s{number}", "P", "C"])
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def hide_row(book: Any) -> None:
    book.active.row_dimensions[3].hidden = True


def hide_column(book: Any) -> None:
    book.active.column_dimensions["C"].hidden = True


def hide_sheet(book: Any) -> None:
    book.create_sheet("About")
    book.active.sheet_state = "hidden"
    book.active = 1


@pytest.mark.parametrize(("hide", "left"), [(hide_row, 3), (hide_column, 4)])
def test_what_is_hidden_in_a_workbook_is_asked_about(hide: Callable[[Any], None], left: int) -> None:
    data = changed_workbook(hide)
    with pytest.raises(UnreadableFile, match="hidden"):
        read_bytes(data, "stores.xlsx")
    assert len(read_bytes(data, "stores.xlsx", Answers(hidden="take")).rows) == 4
    assert len(read_bytes(data, "stores.xlsx", Answers(hidden="leave")).rows) == left


def test_hidden_sheet_of_stores_is_asked_about() -> None:
    data = changed_workbook(hide_sheet)
    with pytest.raises(UnreadableFile, match="hidden"):
        read_bytes(data, "stores.xlsx")
    assert len(read_bytes(data, "stores.xlsx", Answers(hidden="take")).rows) == 4


def test_two_sheets_of_stores_are_asked_about() -> None:
    def double(book: Any) -> None:
        book.copy_worksheet(book.active)

    with pytest.raises(UnreadableFile, match="both hold stores"):
        read_bytes(changed_workbook(double), "stores.xlsx")


def test_formula_without_a_value_is_not_an_empty_cell() -> None:
    def formula(book: Any) -> None:
        book.active["C3"] = '=A2&"@example.com"'

    cells = read_bytes(changed_workbook(formula), "stores.xlsx").rows[1].cells
    assert cells["city"].endswith('formula:=A2&"@example.com"')


def test_rows_of_a_workbook_are_counted_while_it_is_unpacked() -> None:
    """Some kilobytes that unpack to a million rows cost no minute."""
    source = zipfile.ZipFile(io.BytesIO(changed_workbook(lambda book: None)))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", b"<row/>" * 1_000_000 + b"</sheetData>")
            archive.writestr(name, content)
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(UnreadableFile, match="more than"):
        read_bytes(bomb.getvalue(), "stores.xlsx")


@pytest.mark.parametrize("part", ["xl/theme/theme1.xml", "xl/styles.xml"])
def test_any_part_of_a_workbook_may_be_too_large(part: str) -> None:
    source = zipfile.ZipFile(io.BytesIO(changed_workbook(lambda book: None)))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name) + (b"<si/>" * 13_000_000 if name == part else b"")
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile, match="far more"):
        read_bytes(bomb.getvalue(), "stores.xlsx")


def test_rows_are_kept_packed_and_come_back_in_order() -> None:
    lines = "".join(f"s{number},P,C\n" for number in range(250))
    table = csv_table(f"code,name,city\n{lines}")
    assert len(table.rows) == 250
    assert [row.cells["code"] for row in table.rows] == [f"s{number}" for number in range(250)]
    assert table.rows[249].written == ["s249", "P", "C"]
