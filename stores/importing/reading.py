"""Files as raw rows: JSON, CSV and XLSX; cells by the column that their header means."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from stores.formulas import is_formula_guarded, without_guard
from stores.importing.columns import COLUMNS, DOORS, HOURS, LINK_COLUMNS, column_named, is_own_name, like, misspelt
from stores.importing.csv_files import csv_rows
from stores.importing.problems import Findings, Problem, UnreadableFile
from stores.importing.xlsx_files import xlsx_rows
from stores.readings import Refused

MAX_ROWS = 20_000
MAX_FILE_BYTES = 100 * 1024 * 1024
HEADER_WITHIN = 10
"""How many rows may stand above the header: titles, a date."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells by column. Text from tables; from JSON whatever stood there. A column that is not there is not in it."""

    number: int
    cells: dict[str, Any]


@dataclass(slots=True)
class RawTable:
    rows: list[RawRow] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)


def read_file(path: Path) -> RawTable:
    """The rows of a .json, .csv or .xlsx file. UnreadableFile when it can't be opened or is no list of stores."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror}.") from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> RawTable:
    """The rows of an uploaded file of this name, as `read_file` reads them."""
    suffix = Path(name).suffix.lower()
    if suffix not in {".json", ".csv", ".xlsx"}:
        raise UnreadableFile(f"{name}: give a .json, .csv or .xlsx file.")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableFile(f"{name} is larger than {MAX_FILE_BYTES // 1024 // 1024} MB.")
    if not data.strip():
        raise UnreadableFile(f"{name} is empty.")
    if suffix == ".json":
        table = _read_json(data)
    else:
        table = RawTable()
        lines = csv_rows(data, table.findings) if suffix == ".csv" else xlsx_rows(data)
        _read_lines(lines, table, pads_rows=suffix == ".xlsx")
    if not table.rows and not table.findings.problems:
        raise UnreadableFile(f"{name} holds no stores.")
    return table


def _read_lines(lines: Iterable[tuple[int, Sequence[str]]], table: RawTable, *, pads_rows: bool) -> None:
    """`pads_rows`: a row may end early, as in a workbook; in a CSV that is a sign of something lost."""
    filled = [(number, list(cells)) for number, cells in lines if any(cell.strip() for cell in cells)]
    at = _header_at(filled)
    columns = _columns_of(filled[at][1], table.findings)
    if len(filled) - at - 1 > MAX_ROWS:
        raise UnreadableFile(f"The file has {len(filled) - at - 1} rows; at most {MAX_ROWS} at once.")
    width = 1 + max(columns, default=0)
    titles = len(filled[at][1])
    for number, written in filled[at + 1 :]:
        cells = [*written, *[""] * (width - len(written))] if pads_rows else written
        if len(cells) < width or any(cell.strip() for cell in cells[titles:]):
            message = f"It has {len(cells)} cells and the header {titles}: is a value with a delimiter unquoted?"
            table.findings.problems.append(Problem(number, "row", "", message))
            continue
        table.rows.append(RawRow(number, {name: _unguarded(cells[place]) for place, name in columns.items()}))


def _unguarded(text: str) -> str:
    return without_guard(text) if is_formula_guarded(text) else text


def _header_at(lines: list[tuple[int, list[str]]]) -> int:
    """The first row that names the code, or three columns at least."""
    for at, (_number, cells) in enumerate(lines[:HEADER_WITHIN]):
        names = {column_named(cell) for cell in cells} - {None}
        if len(names) >= 3 or "code" in names:
            return at
    raise UnreadableFile(f"This is no table of stores: no row names the columns. Wanted: {','.join(COLUMNS)}.")


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


def _with_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableFile(f"The JSON names '{twice}' twice in one object.")
    return found


def _refuse_constant(text: str) -> Any:
    raise UnreadableFile(f"The JSON holds {text}, which is no number.")


def _read_json(data: bytes) -> RawTable:
    try:
        # json knows UTF-8, UTF-16 and UTF-32 by their first bytes.
        text = data.decode(json.detect_encoding(data))
        content = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_with_unique_names
        )
    except UnicodeDecodeError as error:
        raise UnreadableFile("The JSON is not in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"This is no JSON: {error.msg} in line {error.lineno}.") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile("This is no JSON that can be read.") from error
    stores = content.get("stores") if isinstance(content, dict) else content
    if not isinstance(stores, list):
        raise UnreadableFile('This is no list of stores. Wanted: {"stores": [{"code": "pitman", …}]}.')
    if len(stores) > MAX_ROWS:
        raise UnreadableFile(f"The file has {len(stores)} stores; at most {MAX_ROWS} at once.")
    table = RawTable()
    for number, store in enumerate(stores, start=1):
        if isinstance(store, dict):
            table.rows.append(RawRow(number, _flat_cells(number, store, table.findings)))
        else:
            table.findings.refuse(number, "row", store, Refused("An object with the fields of one store is wanted."))
    return table


def _flat_cells(number: int, store: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """One JSON store with the columns of a table. Hours are given whole: a counter that is not named is not listed."""
    cells: dict[str, Any] = {}
    for name, value in store.items():
        if name == "links" or name == "hours":
            cells |= _flat_group(number, name, value, findings)
        elif name in COLUMNS:
            cells[name] = value
        elif slip := misspelt(name, store.keys()):
            findings.problems.append(Problem(number, name, "", "This field is unknown.", slip))
        else:
            findings.note(number, name, name, "", ["unknown field, left out"])
    return cells


def _flat_group(number: int, name: str, value: Any, findings: Findings) -> dict[str, Any]:
    by_name = {
        "links": dict(zip(LINK_COLUMNS, LINK_COLUMNS, strict=True)),
        "hours": {counter: name for name, counter in HOURS.items()},
    }
    known = by_name[name]
    cells = dict.fromkeys(known.values()) if name == "hours" else {}
    if isinstance(value, str) and name == "hours":
        return {**cells, "hours_store": value}
    if value is not None and not isinstance(value, dict):
        findings.refuse(number, name, value, Refused(f"An object is wanted, with any of: {', '.join(known)}."))
        return {}
    for key, part in (value or {}).items():
        if key in known:
            if name == "hours" and isinstance(part, dict) and "door" in part and key in DOORS.values():
                cells[known[key].replace("hours_", "door_")] = part["door"]
                week = {day: slots for day, slots in part.items() if day != "door"}
            else:
                week = part
            cells[known[key]] = "unknown" if name == "hours" and not week else week
        else:
            close = like(key.replace("_", "-"), known)
            findings.refuse(number, f"{name}.{key}", "", Refused(f"Unknown. Known: {', '.join(known)}.", close))
    return cells
