"""XLSX workbooks: the sheet with the stores, every cell as the text that its author sees."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook

from stores.importing.columns import column_named
from stores.importing.problems import UnreadableFile

MAX_UNPACKED = 500 * 1024 * 1024
MAX_COLUMNS = 200


def xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Row number and cells of the first sheet that names stores' columns. UnreadableFile for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("The workbook unpacks to more than 500 MB.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, row in enumerate(_sheet_of_stores(book).iter_rows(max_col=MAX_COLUMNS), start=1):
            yield number, _trimmed([_cell_text(cell) for cell in row])
        book.close()
    # Broken XML is a SyntaxError; a bad part shows only when its rows are read.
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, TypeError, SyntaxError) as error:
        raise UnreadableFile("This is no XLSX workbook. Save it anew as .xlsx or .csv.") from error


def _sheet_of_stores(book: Any) -> Any:
    best, most = None, -1
    for sheet in book.worksheets:
        # What the file says of its own size is often wrong.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=10, max_col=MAX_COLUMNS, values_only=True)
        named = max((sum(column_named(str(cell)) is not None for cell in row if cell) for row in rows), default=0)
        if named > most:
            best, most = sheet, named
    if best is None:
        raise UnreadableFile("The workbook has no sheet.")
    return best


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
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
