"""Raw cells to values of a store, column by column. Pure: what the database knows is passed in as a `Vocabulary`."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from stores.choices import Language, Service
from stores.hours.written.weeks import read_day
from stores.importing import contacts, nested_values, places
from stores.importing.columns import DAY_COLUMNS, DOORS, HOURS, LINK_COLUMNS, PHONE_COLUMNS, REQUIRED, like
from stores.importing.problems import Findings
from stores.importing.reading import RawRow
from stores.readings import Reading, Refused

LENGTHS = {"name": 255, "legal_name": 200, "street": 120, "city": 80, "hostname": 253, "email": 254} | dict.fromkeys(
    LINK_COLUMNS, 200
)
NO_VALUE = {"-", "--", "---", "n/a", "#n/a", "null", "none", "nil", "nan", "tbd", "?"}
"""What files write for no value. Not for code and name."""
_SHEET_ERROR = re.compile(r"#(REF|VALUE|DIV/0|NAME|NULL|NUM)[!?]", re.I)

_LISTS = ("groups", "services", "languages")
_NESTED = ("exceptions", "banners")
_SIMPLE: dict[str, Callable[[str], Reading]] = {
    "code": contacts.code,
    "hostname": contacts.hostname,
    "state": places.state,
    "country": places.country,
    "latitude": lambda text: places.degrees(text, 90),
    "longitude": lambda text: places.degrees(text, 180),
    "email": contacts.email,
    "time_zone": places.time_zone,
    "npi": contacts.npi,
    "ncpdp": contacts.ncpdp,
    **dict.fromkeys(DOORS, places.door),
    **dict.fromkeys(PHONE_COLUMNS, contacts.phone),
    **dict.fromkeys(LINK_COLUMNS, contacts.web_address),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that a list column may hold: slug -> name, for groups, services and languages."""

    groups: Mapping[str, str]
    services: Mapping[str, str] = field(default_factory=lambda: dict(Service.choices))
    languages: Mapping[str, str] = field(default_factory=lambda: dict(Language.choices))

    def of(self, column: str) -> Mapping[str, str]:
        return {"groups": self.groups, "services": self.services, "languages": self.languages}[column]


@dataclass(slots=True)
class StoreRow:
    """One store of a file: column -> value, for the columns that the file has and that could be read.

    Phones are E.164, coordinates Decimal, lists tuples of slugs, weeks of `hours_parsing.Week` or None (not listed),
    exceptions and banners tuples of `nested_values`, all else text. Nothing is None or, for text, empty.
    """

    number: int
    values: dict[str, Any]
    refused: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        code: str = self.values.get("code", "")
        return code


def normalize(rows: Iterable[RawRow], vocabulary: Vocabulary, findings: Findings) -> list[StoreRow]:
    """Every row that has a code; what is wrong with each, and what was read in our own way, goes into `findings`."""
    found = [_Normalizer(row, vocabulary, findings).row() for row in rows]
    first_with: dict[str, int] = {}
    kept = []
    for row in found:
        if row.code in first_with:
            message = f"Row {first_with[row.code]} has the same code. Each store stands in one row."
            findings.refuse(row.number, "code", row.code, Refused(message))
        elif row.code:
            first_with[row.code] = row.number
            kept.append(row)
    return kept


def tidy(value: Any) -> str:
    """One line without control characters, and single spaces."""
    text = "".join(char if char.isprintable() or char.isspace() else "" for char in str(value))
    return " ".join(text.replace("\ufeff", "").split())


class _Normalizer:
    """Reads the cells of one row into values."""

    def __init__(self, raw: RawRow, vocabulary: Vocabulary, findings: Findings) -> None:
        self.raw = raw
        self.vocabulary = vocabulary
        self.findings = findings
        self.values: dict[str, Any] = {}
        self.refused: set[str] = set()

    def row(self) -> StoreRow:
        for column, cell in self.raw.cells.items():
            if column in DOORS and not tidy("" if cell is None else cell):
                continue  # says nothing of the door
            if column not in DAY_COLUMNS and column != "postal_code":
                self._attempt(column, cell, partial(self._reading, column, cell))
        if "postal_code" in self.raw.cells:
            self._attempt("postal_code", self.raw.cells["postal_code"], self._postal_code)
        self._join_days()
        self._check_place()
        return StoreRow(self.raw.number, self.values, frozenset(self.refused))

    def _attempt(self, column: str, cell: Any, read: Callable[[], Reading]) -> None:
        try:
            reading = read()
        except Refused as refused:
            self._refuse(column, cell, refused)
            return
        self.findings.note(self.raw.number, column, cell, reading.read_as, reading.notes)
        self.values[column] = reading.value

    def _refuse(self, column: str, cell: Any, refused: Refused) -> None:
        self.refused.add(column)
        self.findings.refuse(self.raw.number, column, cell, refused)

    def _reading(self, column: str, cell: Any) -> Reading:
        if isinstance(cell, str) and _SHEET_ERROR.match(cell.strip()):
            raise Refused("The spreadsheet has an error in this cell.")
        if column in HOURS:
            return nested_values.week(cell)
        if column in _NESTED:
            return nested_values.exceptions(cell) if column == "exceptions" else nested_values.banners(cell)
        if column in _LISTS:
            return self._list(column, cell)
        text, reasons = self._text(column, cell)
        if not text:
            return self._empty(column, reasons)
        if len(text) > LENGTHS.get(column, 1000):
            raise Refused(f"At most {LENGTHS[column]} characters.")
        reading = _SIMPLE[column](text) if column in _SIMPLE else Reading(text)
        if reading.value is None and column in REQUIRED:
            raise Refused("A phone number is wanted: this one stands for none.")
        return Reading("" if reading.value is None else reading.value, reading.read_as, (*reasons, *reading.notes))

    def _text(self, column: str, cell: Any) -> tuple[str, list[str]]:
        if isinstance(cell, bool | list | dict):
            raise Refused("Text is wanted.")
        text = tidy("" if cell is None else cell)
        if column not in {"code", "name"} and text.lower() in NO_VALUE:
            return "", ["stands for nothing"]
        if column in {"latitude", "longitude"} and self._is_null_island():
            return "", ["0, 0 lies in the Atlantic and stands for unknown"]
        return text, []

    def _is_null_island(self) -> bool:
        pair = [self.raw.cells.get(name) for name in ("latitude", "longitude")]
        return all(cell is not None and re.fullmatch(r"0(\.0*)?", tidy(cell)) for cell in pair)

    def _empty(self, column: str, reasons: list[str]) -> Reading:
        if column in REQUIRED:
            raise Refused("A value is wanted.")
        if column == "country":
            return Reading("US", "US", tuple(reasons))
        return Reading(None if column in {"latitude", "longitude"} else "", "", tuple(reasons))

    def _postal_code(self) -> Reading:
        text, reasons = self._text("postal_code", self.raw.cells["postal_code"])
        if not text:
            return self._empty("postal_code", reasons)
        return places.postal_code(text, self.values.get("state", ""))

    def _list(self, column: str, cell: Any) -> Reading:
        """Slugs in the order of the closed list; names are taken too."""
        if isinstance(cell, str) or cell is None:
            text = "" if (cell or "").strip().lower() in NO_VALUE else cell or ""
            parts = [tidy(part) for part in re.split(r"[|;,\n]", text) if part.strip()]
        elif isinstance(cell, list) and all(isinstance(part, str) for part in cell):
            parts = [tidy(part) for part in cell]
        else:
            raise Refused("A list of words is wanted.")
        known = self.vocabulary.of(column)
        by_plain = {_comparable(word): slug for slug, name in known.items() for word in (name, slug)}
        unknown = [part for part in parts if _comparable(part) not in by_plain]
        if unknown:
            close = like(unknown[0], known) or by_plain.get(like(_comparable(unknown[0]), by_plain), "")
            among = f"Known: {', '.join(known)}." if 0 < len(known) <= 20 else f"There are {len(known)} {column}."
            raise Refused(f"'{unknown[0]}' is none of the {column}. {among}", close)
        chosen = {by_plain[_comparable(part)] for part in parts}
        value = tuple(slug for slug in known if slug in chosen)
        is_by_name = any(part not in known for part in parts)
        return Reading(value, "|".join(value), ("by name",) if is_by_name else ())

    def _join_days(self) -> None:
        """Columns of single weekdays to the week of their counter."""
        cells = [column for column in self.raw.cells if column in DAY_COLUMNS]
        for hours in dict.fromkeys(DAY_COLUMNS[column][0] for column in cells):
            own = {DAY_COLUMNS[column][1]: column for column in cells if DAY_COLUMNS[column][0] == hours}
            if hours in self.raw.cells:
                message = f"The hours stand in '{hours}' and in columns of single weekdays: keep one of the two."
                self._refuse(own[min(own)], "", Refused(message))
                continue
            week: list[tuple[Any, ...]] = [()] * 7
            for number, column in own.items():
                week[number] = self._day(column) or ()
            texts = [tidy(self.raw.cells[column]) for column in own.values()]
            if any(week):
                self.values[hours] = tuple(week)
            elif not any(texts):
                self.values[hours] = None
            elif not self.refused.intersection(own.values()):
                message = "Closed on every day can't be told from unknown: leave all days empty, or give hours."
                self._refuse(own[min(own)], texts[0], Refused(message))

    def _day(self, column: str) -> tuple[Any, ...] | None:
        cell = self.raw.cells[column]
        self._attempt(column, cell, lambda: read_day(tidy(cell)))
        return self.values.pop(column, None)

    def _check_place(self) -> None:
        if "latitude" not in self.values and "longitude" not in self.values:
            return
        try:
            if {"latitude", "longitude"}.isdisjoint(self.refused):
                places.check_coordinates(self.values.get("latitude"), self.values.get("longitude"))
        except Refused as refused:
            cell = f"{self.raw.cells.get('latitude', '')}, {self.raw.cells.get('longitude', '')}"
            self._refuse("longitude", cell, refused)


def _comparable(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", word.lower().replace("thru", "through")).strip("-")
