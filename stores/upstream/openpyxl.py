"""openpyxl, XLSX: in which part of the ZIP a sheet's cells stand."""

from typing import Any

READ_IN = "3.1.5"
LEANED_ON = {
    "openpyxl.worksheet._read_only.ReadOnlyWorksheet.__init__": "keeps the name of the sheet's part",
}


def sheet_part(sheet: Any) -> str:
    """`xl/worksheets/sheet1.xml` of a sheet that was opened for reading."""
    return str(sheet._worksheet_path).lstrip("/")
