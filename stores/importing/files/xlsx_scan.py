"""What a workbook holds, before it is parsed: its real size, its rows, and what is hidden in it.

What a ZIP says of its own sizes is what its author wrote. A part is unpacked in pieces that are counted and thrown
away, so a file of some kilobytes that unpacks to a million rows costs a second and no memory.
"""

import re
import zipfile
from dataclasses import dataclass, field

from stores.importing.problems import UnreadableFile

MAX_UNPACKED = 200 * 1024 * 1024
MAX_MARKS = 12_000_000
"""Opening and closing marks of XML in all parts: 20,000 rows of 60 filled cells have half of it."""
MAX_PARTS = 1_000
_PIECE = 1024 * 1024
_TAIL = 4096
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COL = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ATTRIBUTE = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(slots=True)
class SheetScan:
    """Of one sheet's XML: how many rows it has, and the numbers of rows and columns that are hidden."""

    rows: int = 0
    has_formulas: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def scan_workbook(archive: zipfile.ZipFile, max_rows: int) -> dict[str, SheetScan]:
    """Each sheet, by the name of its part. UnreadableFile when the workbook is too large to be a list of stores."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MAX_PARTS:
        raise UnreadableFile(f"The workbook has more than {MAX_PARTS} parts.")
    found: dict[str, SheetScan] = {}
    size = marks = 0
    for member in members:
        is_sheet = re.fullmatch(r"xl/worksheets/[^/]+\.xml", member.filename) is not None
        scan = found.setdefault(member.filename, SheetScan()) if is_sheet else None
        with archive.open(member) as part:
            tail = b""
            while piece := part.read(_PIECE):
                size += len(piece)
                marks += piece.count(b"<")
                if size > MAX_UNPACKED or marks > MAX_MARKS:
                    raise UnreadableFile("The workbook unpacks to far more than a list of stores holds.")
                if scan is not None:
                    tail = _scan_piece(scan, tail + piece, max_rows)
    return found


def _scan_piece(scan: SheetScan, text: bytes, max_rows: int) -> bytes:
    """Count what is whole in the text; what it may break off in is handed back for the next piece."""
    cut = text.rfind(b"<")
    whole, rest = (text, b"") if cut < 0 or b">" in text[cut:] else (text[:cut], text[cut:])
    scan.has_formulas = scan.has_formulas or _FORMULA.search(whole) is not None
    for match in _ROW.finditer(whole):
        scan.rows += 1
        own = dict(_ATTRIBUTE.findall(match[1]))
        if scan.rows > max_rows:
            raise UnreadableFile(f"A sheet of the workbook has more than {max_rows} rows.")
        if _is_hidden(own, b"ht"):
            scan.hidden_rows.add(int(own.get(b"r", b"0") or scan.rows))
    for match in _COL.finditer(whole):
        own = dict(_ATTRIBUTE.findall(match[1]))
        if _is_hidden(own, b"width"):
            scan.hidden_columns.update(range(int(own[b"min"]), min(int(own[b"max"]), 1_000) + 1))
    return rest[-_TAIL:]


def _is_hidden(attributes: dict[bytes, bytes], size: bytes) -> bool:
    return attributes.get(b"hidden") in {b"1", b"true"} or attributes.get(size) in {b"0", b"0.0"}
