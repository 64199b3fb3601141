"""What an import says of a file: problems, which stop it, and notes on what it read in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from stores.readings import Refused


class UnreadableFile(Exception):
    """The file as a whole is no list of stores; the message says why and what is wanted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that can't be understood safely. `row` counts as a spreadsheet does, in JSON from 1; 0 is the file."""

    row: int
    column: str
    value: str
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.row else f"column {self.column}"
        value = f" '{self.value}':" if self.value else ""
        suggestion = f" Did you mean '{self.suggestion}'?" if self.suggestion else ""
        return f"{where}:{value} {self.message}{suggestion}"


@dataclass(frozen=True, slots=True)
class Note:
    """A cell that was read as something else than what it says, and why that is safe."""

    row: int
    column: str
    value: str
    read_as: str
    why: str

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.row else f"column {self.column}"
        return f"{where}: '{self.value}' read as {f'{self.read_as!r}' if self.read_as else 'nothing'} ({self.why})"


@dataclass(slots=True)
class Findings:
    """Problems and notes of one file, in the order of its rows."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def refuse(self, row: int, column: str, value: object, refused: Refused) -> None:
        self.problems.append(Problem(row, column, shown(value), refused.message, refused.suggestion))

    def note(self, row: int, column: str, value: object, read_as: str, reasons: Iterable[str]) -> None:
        self.notes.extend(Note(row, column, shown(value), read_as, reason) for reason in reasons)


def shown(value: object, limit: int = 80) -> str:
    """A value on one line that can't move a terminal's cursor: no control characters, at most `limit` long."""
    text = "" if value is None else str(value)
    line = "".join(char if char.isprintable() else " " for char in text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"
