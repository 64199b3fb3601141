"""Text that was damaged on its way: decoded twice, escaped for HTML, characters lost. Pure."""

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from stores.readings import Refused

_LOST = "\N{REPLACEMENT CHARACTER}"
_SUSPECT = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013-\u203a\u20ac\u2122]"
)
"""A character that UTF-8 begins with, and one that continues it, both read as Windows-1252."""
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|amp|lt|gt|quot|apos|nbsp|[a-z]{1,2}(?:acute|grave|tilde|uml|cedil|circ));", re.I
)
_SHEET_ERROR = re.compile(r"#(REF|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC)[!?]|#N/A(?=.)", re.I)
NOT_CALCULATED = "\N{NULL}formula:"
"""Stands before a formula of a workbook whose value was never calculated."""
A_DATE = "\N{NULL}date:"
"""Stands before what a workbook keeps as a date: no column of a store is one, so it was something else once."""


def refuse_damage(cell: Any) -> None:
    """Refused, with the text as it should be, where a cell or anything in it was damaged."""
    for text in _texts_in(cell):
        if text.startswith(NOT_CALCULATED):
            raise Refused("The cell holds a formula that was never calculated: open the file, save it, try again.")
        if text.startswith(A_DATE):
            raise Refused("The spreadsheet has made a date of this cell: format it as text, and write it anew.")
        if _SHEET_ERROR.match(text.strip()):
            raise Refused("The spreadsheet has an error in this cell.")
        whole = text if text is cell else ""
        if _LOST in text:
            raise Refused("Characters were lost in this cell: save the file in UTF-8, or type it anew.")
        if (mended := _decoded_once(text)) != text:
            raise Refused(f"The text was decoded twice; '{mended}' is probably meant.", mended if whole else "")
        if _ENTITY.search(text):
            plain = html.unescape(text)
            raise Refused(f"The text is escaped for HTML; '{plain}' is probably meant.", plain if whole else "")


def without_marks(text: str) -> str:
    """The cell as its author wrote it."""
    return text.removeprefix(NOT_CALCULATED).removeprefix(A_DATE)


def _texts_in(cell: Any) -> Iterable[str]:
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, Mapping):
        for name, part in cell.items():
            yield from _texts_in(name)
            yield from _texts_in(part)
    elif isinstance(cell, list):
        for part in cell:
            yield from _texts_in(part)


def _decoded_once(text: str) -> str:
    """`Peña` out of `PeÃ±a`, however often it was decoded; the text itself where nothing of that kind is in it."""
    for _time in range(3):
        if not _SUSPECT.search(text):
            break
        try:
            text = b"".join(map(_byte_of, text)).decode()
        except UnicodeError:
            break
    return text


def _byte_of(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
