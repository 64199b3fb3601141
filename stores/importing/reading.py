"""Files as raw rows: JSON, CSV and XLSX; cells by the column that their header means."""

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, overload

from stores.formulas import is_formula_guarded, without_guard
from stores.importing.columns import ANNOTATIONS, COLUMNS, column_named, is_own_name, misspelt
from stores.importing.files.csv_files import csv_rows
from stores.importing.files.json_files import flat_cells, json_stores
from stores.importing.files.xlsx_files import xlsx_rows
from stores.importing.problems import NO_ANSWERS, Answers, Findings, Problem, UnreadableFile
from stores.readings import Refused

MAX_ROWS = 20_000
MAX_FILE_BYTES = 100 * 1024 * 1024
HEADER_WITHIN = 10
"""How many rows may stand above the header: titles, a date."""
PACK = 100


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells by column. Text from tables; from JSON whatever stood there. A column that is not there is not in it.

    `written` is the row as the file has it: the cells of a table, or one object of JSON.
    """

    number: int
    cells: dict[str, Any]
    written: Any = None


class PackedRows(Sequence[RawRow]):
    """Rows that are kept small until they are read, a hundred at a time: 20,000 stores are some megabytes."""

    def __init__(self) -> None:
        self._packs: list[bytes] = []
        self._open: list[RawRow] = []
        self._count = 0

    def append(self, row: RawRow) -> None:
        self._open.append(row)
        self._count += 1
        if len(self._open) == PACK:
            self._packs.append(_packed(self._open))
            self._open = []

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[RawRow]:
        for pack in self._packs:
            yield from _unpacked(pack)
        yield from self._open

    @overload
    def __getitem__(self, index: int) -> RawRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[RawRow]: ...
    def __getitem__(self, index: int | slice) -> RawRow | list[RawRow]:
        return list(self)[index]


def _packed(rows: list[RawRow]) -> bytes:
    plain = [(row.number, row.cells, row.written) for row in rows]
    return zlib.compress(pickle.dumps(plain, protocol=5), level=1)


def _unpacked(pack: bytes) -> Iterator[RawRow]:
    # Only what `_packed` made a moment ago in this process.
    for number, cells, written in pickle.loads(zlib.decompress(pack)):  # noqa: S301
        yield RawRow(number, cells, written)


@dataclass(slots=True)
class RawTable:
    """A file that was read. `header` are the titles of a table's columns; empty for JSON."""

    rows: PackedRows | list[RawRow] = field(default_factory=PackedRows)
    findings: Findings = field(default_factory=Findings)
    broken: PackedRows | list[RawRow] = field(default_factory=PackedRows)
    """Rows that are a problem as a whole."""
    header: list[str] = field(default_factory=list)


def read_file(path: Path, answers: Answers = NO_ANSWERS) -> RawTable:
    """The rows of a .json, .csv or .xlsx file. UnreadableFile when it can't be opened or is no list of stores."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror}.") from error
    return read_bytes(data, path.name, answers)


def read_bytes(data: bytes, name: str, answers: Answers = NO_ANSWERS) -> RawTable:
    """The rows of an uploaded file of this name, as `read_file` reads them."""
    suffix = Path(name).suffix.lower()
    if suffix not in {".json", ".csv", ".xlsx"}:
        raise UnreadableFile(f"{name}: give a .json, .csv or .xlsx file.")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(f"{name} is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise UnreadableFile(f"{name} is empty.")
    table = RawTable()
    if suffix == ".json":
        for number, store in enumerate(json_stores(data), start=1):
            if number > MAX_ROWS:
                raise UnreadableFile(f"The file has more than {MAX_ROWS} stores; at most {MAX_ROWS} at once.")
            _read_store(number, store, table)
    elif suffix == ".csv":
        _read_lines(csv_rows(data, answers.encoding), table, pads_rows=False)
    else:
        _read_lines(xlsx_rows(data, MAX_ROWS + HEADER_WITHIN, answers.hidden), table, pads_rows=True)
    if not table.rows and not table.findings.problems:
        raise UnreadableFile(f"{name} holds no stores.")
    return table


def _read_lines(lines: Iterable[tuple[int, Sequence[str]]], table: RawTable, *, pads_rows: bool) -> None:
    """`pads_rows`: a row may end early, as in a workbook; in a CSV that is a sign of something lost."""
    filled = ((number, list(cells)) for number, cells in lines if any(cell.strip() for cell in cells))
    table.header = _header_of(filled)
    columns = _columns_of(table.header, table.findings)
    width = 1 + max(columns, default=0)
    titles = len(table.header)
    for count, (number, written) in enumerate(filled, start=1):
        if count > MAX_ROWS:
            raise UnreadableFile(f"The file has more than {MAX_ROWS} rows; at most {MAX_ROWS} at once.")
        cells = [*written, *[""] * (width - len(written))] if pads_rows else written
        if len(cells) < width or any(cell.strip() for cell in cells[titles:]):
            message = f"It has {len(cells)} cells and the header {titles}: is a value with a delimiter unquoted?"
            table.findings.problems.append(Problem(number, "row", "", message))
            table.broken.append(RawRow(number, {}, written))
            continue
        by_name = {name: _unguarded(cells[place]) for place, name in columns.items() if name not in ANNOTATIONS}
        table.rows.append(RawRow(number, by_name, written))


def _unguarded(text: str) -> str:
    return without_guard(text) if is_formula_guarded(text) else text


def _header_of(lines: Iterator[tuple[int, list[str]]]) -> list[str]:
    """The first row that names the code, or three columns at least; the rows above it are read over."""
    for _number, cells in islice(lines, HEADER_WITHIN):
        names = {column_named(cell) for cell in cells} - {None}
        if len(names) >= 3 or "code" in names:
            return cells
    raise UnreadableFile(f"This is no table of stores: no row names the columns. Expected: {','.join(COLUMNS)}.")


def _columns_of(header: list[str], findings: Findings) -> dict[int, str]:
    """Place -> column. Another's column is left out and said so; one that is a slip of ours, or twice, is refused."""
    named = {place: column_named(text) for place, text in enumerate(header) if text.strip()}
    own = {column for place, column in named.items() if column and is_own_name(header[place], column)}
    columns: dict[int, str] = {}
    for place, column in named.items():
        if column is None:
            _report_unknown_column(header[place], {name for name in named.values() if name}, findings)
        elif column in own and not is_own_name(header[place], column):
            findings.note(0, header[place], header[place], "", [f"the file has '{column}', which goes before it"])
        elif column in columns.values():
            message = f"The file has the column '{column}' twice. Take one away."
            findings.problems.append(Problem(0, header[place], "", message))
        else:
            columns[place] = column
    return columns


def _report_unknown_column(name: str, present: set[str], findings: Findings) -> None:
    if slip := misspelt(name, present):
        findings.problems.append(Problem(0, name, "", "This column is unknown.", slip))
    else:
        findings.note(0, name, name, "", ["unknown column, left out"])


def _read_store(number: int, store: Any, table: RawTable) -> None:
    if isinstance(store, dict):
        table.rows.append(RawRow(number, flat_cells(number, store, table.findings), store))
        return
    table.findings.refuse(number, "row", store, Refused("Give an object with the fields of one store."))
    table.broken.append(RawRow(number, {}, store))
