"""XLSX workbooks: the sheet with the stores, every cell as the text that its author sees."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from stores.importing.cells.damage import A_DATE, NOT_CALCULATED
from stores.importing.columns import column_named
from stores.importing.files.xlsx_scan import SheetScan, scan_workbook
from stores.importing.problems import UnreadableFile
from stores.upstream.openpyxl import sheet_part

MAX_COLUMNS = 200
STORES_SHEET = 3
"""Columns of ours that a sheet names at least, if it is one of stores."""


def xlsx_rows(data: bytes, max_rows: int, hidden: str = "") -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of the sheet that names stores' columns. UnreadableFile for what is no workbook.

    `hidden` says whether hidden rows, columns and sheets are taken (`take`) or left out (`leave`); without an answer
    they are asked about.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            scans = scan_workbook(archive, max_rows)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = _sheet_of_stores(book, hidden)
        scan = scans.get(sheet_part(sheet), SheetScan())
        for number, (row, written) in enumerate(_rows_with_formulas(data, sheet, scan), start=1):
            cells = [_cell_text(cell, other) for cell, other in zip(row, written, strict=True)]
            if visible := _visible(number, cells, scan, hidden):
                yield number, visible
        book.close()
    # Broken XML is a SyntaxError; a bad part shows only when its rows are read.
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError, zlib.error) as error:
        raise UnreadableFile("This is no XLSX workbook. Save it anew as .xlsx or .csv.") from error


def _rows_with_formulas(data: bytes, sheet: Any, scan: SheetScan) -> Iterator[tuple[Any, Any]]:
    """Each row with its values, and again with formulas in their place; twice the same row where there are none."""
    rows = sheet.iter_rows(max_col=MAX_COLUMNS)
    if not scan.has_formulas:
        yield from ((row, row) for row in rows)
        return
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    written = book[sheet.title]
    written.reset_dimensions()
    yield from zip(rows, written.iter_rows(max_col=MAX_COLUMNS), strict=True)
    book.close()


def _visible(number: int, cells: list[str], scan: SheetScan, hidden: str) -> list[str]:
    """The cells of a row, trimmed; empty where it is left out. What is hidden and holds something is asked about."""
    is_hidden_row = number in scan.hidden_rows
    full = [place for place, text in enumerate(cells, start=1) if text]
    if hidden != "take" and full:
        hidden_cells = [place for place in full if place in scan.hidden_columns]
        if (is_hidden_row or hidden_cells) and not hidden:
            what = f"Row {number}" if is_hidden_row else f"Column {get_column_letter(hidden_cells[0])}"
            raise UnreadableFile(f"{what} is hidden and not empty. Say whether what is hidden belongs to the file.")
        if is_hidden_row:
            return []
        for place in hidden_cells:
            cells[place - 1] = ""
    return _trimmed(cells)


def _sheet_of_stores(book: Any, hidden: str) -> Any:
    """The one sheet that names stores' columns. Asked about where it is hidden, or where there are two."""
    named = {sheet.title: _columns_named_in(sheet) for sheet in book.worksheets}
    if not named:
        raise UnreadableFile("The workbook has no sheet.")
    sheets = [sheet for sheet in book.worksheets if hidden != "leave" or sheet.sheet_state == "visible"]
    if not sheets:
        raise UnreadableFile("Every sheet of the workbook is hidden.")
    best = max(sheets, key=lambda sheet: named[sheet.title])
    others = [sheet.title for sheet in sheets if sheet is not best and named[sheet.title] >= STORES_SHEET]
    if others:
        raise UnreadableFile(f"Sheets '{best.title}' and '{others[0]}' both hold stores: keep one in the workbook.")
    if best.sheet_state != "visible" and not hidden:
        raise UnreadableFile(f"The sheet '{best.title}' is hidden. Say whether what is hidden belongs to the file.")
    return best


def _columns_named_in(sheet: Any) -> int:
    # What the file says of its own size is often wrong.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=10, max_col=MAX_COLUMNS, values_only=True)
    return max((sum(column_named(str(cell)) is not None for cell in row if cell) for row in rows), default=0)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell_text(cell: Any, written: Any) -> str:
    """What one sees in the cell. `written` is the same cell with its formula in place of the value."""
    value = cell.value
    if value is None:
        formula = written.value if getattr(written, "data_type", "") == "f" else None
        return "" if formula is None else f"{NOT_CALCULATED}{formula}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    if isinstance(value, datetime):
        return A_DATE + (value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes"))
    if isinstance(value, date):
        return f"{A_DATE}{value.isoformat()}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def _number_text(value: float, number_format: str) -> str:
    """The number without `.0` or an exponent; one that is shown with leading zeros (`00000`) keeps them."""
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    if int(value) == value:
        zeros = re.fullmatch(r"0+", number_format)
        return str(int(value)).zfill(len(zeros.group()) if zeros else 0)
    return format(Decimal(repr(value)), "f")
