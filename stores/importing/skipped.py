"""Rows that were left out, as a file to correct: the same columns, and what is wrong with each row in one more."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook

from stores.formulas import guarded, is_formula_guarded
from stores.importing.cells.damage import without_marks
from stores.importing.columns import PROBLEMS, PROPOSED_ZONE, column_named
from stores.importing.exporting import text_cell
from stores.importing.planning import Plan
from stores.importing.problems import Problem, UnreadableFile
from stores.importing.reading import RawRow, RawTable


def skipped_bytes(table: RawTable, plan: Plan, suffix: str) -> bytes:
    """The rows that the plan left out as a file of `.csv`, `.xlsx` or `.json`, which an import reads when it is right.

    `problems` says what is wrong with each row; `proposed_time_zone` which zone its place probably keeps. An import
    reads neither of the two.
    """
    reasons = _reasons(plan.problems)
    rows = sorted([*_bad(table.rows, plan), *_bad(table.broken, plan)], key=lambda row: row.number)
    if suffix == ".json":
        return _json_bytes(rows, reasons, plan)
    if not table.header:
        raise UnreadableFile("Rows of a JSON file are written as JSON: give a .json file.")
    lines = _lines(table, rows, reasons, plan)
    return _xlsx_bytes(lines) if suffix == ".xlsx" else _csv_bytes(lines)


def _bad(rows: Any, plan: Plan) -> Iterator[RawRow]:
    return (row for row in rows if row.number in plan.bad_rows)


def _reasons(problems: list[Problem]) -> dict[int, str]:
    """Row -> everything that is wrong with it, in words."""
    found: dict[int, list[str]] = {}
    for problem in problems:
        likely = f" Did you mean '{problem.suggestion}'?" if problem.suggestion else ""
        for row in problem.rows:
            found.setdefault(row, []).append(f"{problem.column}: {problem.message}{likely}")
    return {row: "\n".join(texts) for row, texts in found.items()}


def _lines(table: RawTable, rows: list[RawRow], reasons: dict[int, str], plan: Plan) -> Iterator[list[str]]:
    kept = [place for place, title in enumerate(table.header) if column_named(title) not in {PROBLEMS, PROPOSED_ZONE}]
    yield [*(table.header[place] for place in kept), PROPOSED_ZONE, PROBLEMS]
    for row in rows:
        cells = [row.written[place] if place < len(row.written) else "" for place in kept]
        beyond = row.written[len(table.header) :]
        lost = f"\nBeyond the header: {' | '.join(beyond)}" if any(beyond) else ""
        yield [*cells, plan.zones.get(row.number, ""), reasons.get(row.number, "") + lost]


def _safe(line: list[str]) -> list[str]:
    """Cells that no spreadsheet runs; one that was guarded in the file stays as it was."""
    plain = (without_marks(cell) for cell in line)
    return [cell if is_formula_guarded(cell) else guarded(cell) for cell in plain]


def _csv_bytes(lines: Iterator[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_safe(line) for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx_bytes(lines: Iterator[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Stores")
    for line in lines:
        sheet.append([text_cell(sheet, cell) for cell in _safe(line)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _json_bytes(rows: list[RawRow], reasons: dict[int, str], plan: Plan) -> bytes:
    stores = []
    for row in rows:
        store = dict(row.written) if isinstance(row.written, dict) else {"not_a_store": row.written}
        if zone := plan.zones.get(row.number):
            store[PROPOSED_ZONE] = zone
        stores.append({**store, PROBLEMS: reasons.get(row.number, "").split("\n")})
    return (json.dumps({"stores": stores}, ensure_ascii=False, indent=2, default=float) + "\n").encode()
