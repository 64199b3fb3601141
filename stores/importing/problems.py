"""What an import says of a file: problems, which stop it, and notes on what it read in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from stores.readings import Refused


class UnreadableFile(Exception):
    """The file as a whole is no list of stores; the message says why and what is wanted."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What whoever imports has answered to questions that a file leaves open. Nothing of it is ever guessed."""

    encoding: str = ""
    """Of a CSV that is not in UTF-8 or UTF-16."""
    hidden: Literal["", "take", "leave"] = ""
    """Whether hidden rows and columns of a workbook belong to the file."""
    blank_days_closed: bool = False
    """A weekday without hours is closed, where the other days of its counter have some."""
    make_groups: bool = False
    """Groups that do not exist are made."""
    skip_bad: bool = False
    """Rows with a problem are left out; without it one problem stops the whole file."""


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that can't be understood safely. `row` counts as a spreadsheet does, in JSON from 1; 0 is the file.

    `more_rows` have the very same problem.
    """

    row: int
    column: str
    value: str
    message: str
    suggestion: str = ""
    more_rows: tuple[int, ...] = ()

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.row else f"column {self.column}"
        value = f" '{self.value}':" if self.value else ""
        suggestion = f" Did you mean '{self.suggestion}'?" if self.suggestion else ""
        count = len(self.more_rows)
        more = f" ({count} more {'row has' if count == 1 else 'rows have'} it.)" if count else ""
        return f"{where}:{value} {self.message}{suggestion}{more}"

    @property
    def rows(self) -> tuple[int, ...]:
        return (self.row, *self.more_rows)


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
    unknown_groups: dict[str, list[int]] = field(default_factory=dict)
    """Name of a group that does not exist -> rows that have it."""

    def refuse(self, row: int, column: str, value: object, refused: Refused) -> None:
        self.problems.append(Problem(row, column, shown(value), refused.message, refused.suggestion))

    def note(self, row: int, column: str, value: object, read_as: str, reasons: Iterable[str]) -> None:
        self.notes.extend(Note(row, column, shown(value), read_as, reason) for reason in reasons)


def shown(value: object, limit: int = 80) -> str:
    """A value on one line that can't move a terminal's cursor: no control characters, at most `limit` long."""
    text = "" if value is None else str(value)
    line = "".join(char if char.isprintable() else " " for char in text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"
