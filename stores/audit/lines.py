"""Changes as lines of a CSV file."""

import csv
from collections.abc import Iterator

from stores.audit.reading import Changes
from stores.audit.rows import ChangeRow
from stores.formulas import guarded

CSV_COLUMNS = ("when", "code", "store", "who", "written by", "about", "what", "before", "after")


class _LineBuffer:
    """What `csv` writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(changes: Changes) -> Iterator[str]:
    """A heading, and a line for each change; no cell is a formula."""
    writer = csv.writer(_LineBuffer())
    # With a mark at the start, so that Excel reads UTF-8.
    yield "\ufeff" + str(writer.writerow(CSV_COLUMNS))
    for row in changes.every():
        for cells in _csv_rows(row):
            yield str(writer.writerow([guarded(cell) for cell in cells]))


def _csv_rows(row: ChangeRow) -> Iterator[tuple[str, ...]]:
    code = row.store.registration.code if row.store else ""
    start = (row.at.isoformat(timespec="seconds"), code, row.store.title if row.store else "", row.by, row.written_by)
    for words in row.words:
        yield (*start, row.kinds_text, words.about, words.old, words.new)
