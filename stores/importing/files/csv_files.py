"""CSV files: whatever encoding and delimiter a spreadsheet program wrote."""

import codecs
import csv
import io
from collections.abc import Iterator

from stores.importing.columns import column_named
from stores.importing.problems import UnreadableFile, shown

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")


ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "mac-roman", "cp437", "cp850")
"""What a person may say that a file is in."""


def csv_rows(data: bytes, encoding: str = "") -> Iterator[tuple[int, list[str]]]:
    """Row number (as a spreadsheet counts, the header is in 1) and cells. UnreadableFile for what is no text.

    `encoding` is one of `ENCODINGS`, for a file that does not show its own.
    """
    text = _decoded(data, encoding)
    skipped, text = _without_separator_line(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from enumerate(reader, start=1 + skipped)
    except csv.Error as error:
        raise UnreadableFile(f"The CSV breaks off in line {reader.line_num + skipped}: {error}.") from error


def _decoded(data: bytes, encoding: str) -> str:
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG")):
        raise UnreadableFile("This is no CSV but a file of another kind.")
    own = next((name for bom, name in _BOMS if data.startswith(bom)), None) or _bare_utf16(data)
    try:
        text = data.decode(own or encoding or "utf-8")
    except UnicodeDecodeError as error:
        if own or encoding:
            raise UnreadableFile(f"The file is not in {own or encoding}.") from error
        raise UnreadableFile(_question(data, error)) from error
    if "\x00" in text:
        raise UnreadableFile("This is no CSV but a file of another kind.")
    return text


def _question(data: bytes, error: UnicodeDecodeError) -> str:
    """What the file may be in, by the first line that is not in UTF-8."""
    line = data.count(b"\n", 0, error.start) + 1
    begin = data.rfind(b"\n", 0, error.start) + 1
    text = data[max(begin, error.start - 20) : error.start + 20].split(b"\n")[0].decode("cp1252", "replace")
    return (
        f"The file is not in UTF-8 (line {line}), and its encoding is not guessed. Save it as “CSV UTF-8”, or say "
        f"what it is in: as windows-1252, line {line} would read “{shown(text)}”. Known: {', '.join(ENCODINGS)}."
    )


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark at its start: every other byte of plain text is zero."""
    head = data[:200]
    if len(head) >= 4 and head[1::2].count(0) > len(head) // 4 and not head[0::2].count(0):
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) > len(head) // 4 and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _without_separator_line(text: str) -> tuple[int, str]:
    """Excel's first line `sep=;` says the delimiter; the rest of the file says it too."""
    line, _end, rest = text.partition("\n")
    return (1, rest) if line.strip().lower().startswith("sep=") and len(line.strip()) <= 5 else (0, text)


def _delimiter(text: str) -> str:
    """The delimiter with which the first rows name the most columns."""
    head = "\n".join(text.splitlines()[:10])
    best, most = ",", 0
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        named = max((sum(column_named(cell) is not None for cell in row) for row in rows), default=0)
        if named > most:
            best, most = delimiter, named
    return best
