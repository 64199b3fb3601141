"""Raw cells to values of a store, column by column. Pure: what the database knows is passed in as a `Vocabulary`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from stores.choices import Language, Service
from stores.importing.cells import contacts, nested_values, places
from stores.importing.cells.counter_labels import counters_message, counters_named_in
from stores.importing.cells.damage import refuse_damage, without_marks
from stores.importing.cells.weekdays import hours_columns_of, joined_week
from stores.importing.cells.zones import proposed_zone
from stores.importing.columns import (
    DAY_COLUMNS,
    DOORS,
    HOURS,
    LINK_COLUMNS,
    PHONE_COLUMNS,
    REQUIRED,
    STREET_PARTS,
    TIME_COLUMNS,
    like,
)
from stores.importing.problems import NO_ANSWERS, Answers, Findings
from stores.importing.reading import RawRow
from stores.readings import Reading, Refused, clipped

LENGTHS = {
    "code": 80,
    "name": 255,
    "legal_name": 200,
    "privacy_contact": 200,
    "pharmacist_in_charge": 80,
    **dict.fromkeys(("license_number", "pharmacist_license"), 40),
    "street": 120,
    "city": 80,
    "hostname": 253,
    "frontend_address": 255,
    "email": 254,
} | dict.fromkeys(LINK_COLUMNS, 200)
NO_VALUE = {"-", "--", "---", "n/a", "#n/a", "null", "none", "nil", "nan", "tbd", "?"}
"""What files write for no value. Not for code and name."""
LONGEST = 100
"""Characters of a column whose values are short by nature."""

_LISTS = ("groups", "services", "languages")
_NESTED = ("exceptions", "banners")
_SIMPLE: dict[str, Callable[[str], Reading]] = {
    "code": contacts.code,
    "hostname": contacts.hostname,
    "frontend_address": contacts.frontend_address,
    "built_in_site": contacts.built_in_site,
    "state": places.state,
    "country": places.country,
    "latitude": lambda text: places.degrees(text, 90),
    "longitude": lambda text: places.degrees(text, 180),
    "email": contacts.email,
    "time_zone": places.time_zone,
    "npi": contacts.npi,
    "ncpdp": contacts.ncpdp,
    **dict.fromkeys(("license_number", "pharmacist_license"), contacts.license_number),
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
    placeholders: Mapping[str, str] = field(default_factory=dict)
    """Column -> what stands there for nothing, such as `n/a`."""

    @property
    def code(self) -> str:
        code: str = self.values.get("code", "")
        return code


def normalize(
    rows: Iterable[RawRow], vocabulary: Vocabulary, findings: Findings, answers: Answers = NO_ANSWERS
) -> Iterator[StoreRow]:
    """Every row that has a code; what is wrong with each, and what was read in our own way, goes into `findings`."""
    first_with: dict[str, tuple[str, int]] = {}
    for raw in rows:
        row = _Normalizer(raw, vocabulary, findings, answers).row()
        if not row.code:
            continue
        code, number = first_with.setdefault(row.code.lstrip("0"), (row.code, row.number))
        if number == row.number:
            yield row
        elif code == row.code:
            message = f"Row {number} has the same code. Each store stands in one row."
            findings.refuse(row.number, "code", row.code, Refused(message))
        else:
            message = f"Row {number} has the code {code}: has a leading zero been lost?"
            findings.refuse(row.number, "code", row.code, Refused(message))


def tidy(value: Any) -> str:
    """One line without control characters, and single spaces."""
    text = "".join(char if char.isprintable() or char.isspace() else "" for char in str(value))
    return " ".join(text.replace("\ufeff", "").split())


class _Normalizer:
    """Reads the cells of one row into values."""

    def __init__(self, raw: RawRow, vocabulary: Vocabulary, findings: Findings, answers: Answers) -> None:
        self.raw = raw
        self.vocabulary = vocabulary
        self.findings = findings
        self.answers = answers
        self.values: dict[str, Any] = {}
        self.refused: set[str] = set()
        self.placeholders: dict[str, str] = {}

    def row(self) -> StoreRow:
        # A ZIP is read by its state, and a zone is proposed by the place.
        cells = self.raw.cells
        first = [column for column in ("state", "latitude", "longitude") if column in cells]
        later = {*first, *DAY_COLUMNS, *TIME_COLUMNS, *STREET_PARTS, *self._silent()}
        for column in (*first, *(column for column in cells if column not in later)):
            self._attempt(column, cells[column], partial(self._reading, column, cells[column]))
        self._join_street()
        self._join_days()
        self._check_place()
        return StoreRow(self.raw.number, self.values, frozenset(self.refused), self.placeholders)

    def _silent(self) -> list[str]:
        """Columns of a choice that say nothing of it: it stays as it is, or as it is for new stores."""
        words = {
            name: tidy("" if self.raw.cells[name] is None else self.raw.cells[name])
            for name in (*DOORS, "built_in_site")
            if name in self.raw.cells
        }
        silent = [name for name, text in words.items() if not text or text.lower() in NO_VALUE]
        for name in silent:
            self.findings.note(self.raw.number, name, words[name], "", ["stands for nothing"] if words[name] else ())
        return silent

    def _attempt(self, column: str, cell: Any, read: Callable[[], Reading]) -> Reading | None:
        try:
            refuse_damage(cell)
            reading = read()
        except Refused as refused:
            self._refuse(column, cell, refused)
            return None
        self.findings.note(self.raw.number, column, cell, reading.read_as, reading.notes)
        if reading.is_placeholder:
            self.placeholders[column] = tidy(cell)
        self.values[column] = reading.value
        return reading

    def _refuse(self, column: str, cell: Any, refused: Refused) -> None:
        self.refused.add(column)
        plain = without_marks(cell) if isinstance(cell, str) else cell
        self.findings.refuse(self.raw.number, column, plain, refused)

    def _reading(self, column: str, cell: Any) -> Reading:
        if column in HOURS:
            return self._week(column, cell)
        if column in _NESTED:
            return nested_values.exceptions(cell) if column == "exceptions" else nested_values.banners(cell)
        if column in _LISTS:
            return self._list(column, cell)
        text, reason = self._text(column, cell)
        if not text:
            return self._empty(column, reason)
        limit = LENGTHS.get(column, LONGEST)
        if len(text) > limit:
            raise Refused(f"At most {limit} characters.")
        if column == "postal_code":
            reading = places.postal_code(text, self.values.get("state", ""))
        else:
            reading = _SIMPLE[column](text) if column in _SIMPLE else Reading(text)
        if reading.value is None and column in REQUIRED:
            raise Refused("Give a real phone number: this one is a placeholder.")
        value = "" if reading.value is None else reading.value
        return Reading(value, reading.read_as, reading.notes, is_placeholder=reading.value is None)

    def _week(self, column: str, cell: Any) -> Reading:
        if isinstance(cell, str) and (parts := counters_named_in(cell)):
            raise Refused(counters_message(column, parts))
        return nested_values.week(cell, blank_days_closed=self.answers.blank_days_closed)

    def _text(self, column: str, cell: Any) -> tuple[str, str]:
        if isinstance(cell, bool | list | dict):
            raise Refused("Give a text.")
        text = tidy("" if cell is None else cell)
        if column not in {"code", "name"} and text.lower() in NO_VALUE:
            return "", "stands for nothing"
        if column in {"latitude", "longitude"} and self._is_null_island():
            return "", "0, 0 lies in the Atlantic and stands for unknown"
        return text, ""

    def _is_null_island(self) -> bool:
        pair = [self.raw.cells.get(name) for name in ("latitude", "longitude")]
        return all(cell is not None and re.fullmatch(r"0(\.0*)?", tidy(cell)) for cell in pair)

    def _empty(self, column: str, reason: str) -> Reading:
        """An empty cell, or one that says in words that it is: `reason`."""
        if column == "time_zone":
            zone = self._proposed_zone()
            raise Refused("Give a time zone, such as America/New_York; it is never taken from the place.", zone)
        if column in REQUIRED:
            raise Refused("Give a value.")
        reasons = (reason,) if reason else ()
        if column == "country":
            return Reading("US", "US", reasons)
        value = None if column in {"latitude", "longitude"} else ""
        return Reading(value, "", reasons, is_placeholder=bool(reason))

    def _proposed_zone(self) -> str:
        return zone_proposed_for(self.values)

    def _list(self, column: str, cell: Any) -> Reading:
        """Slugs in the order of the closed list; names are taken too."""
        if isinstance(cell, str) or cell is None:
            is_placeholder = (cell or "").strip().lower() in NO_VALUE
            text = "" if is_placeholder else cell or ""
            parts = [tidy(part) for part in re.split(r"[|;,\n]", text) if part.strip()]
        elif isinstance(cell, list) and all(isinstance(part, str) for part in cell):
            is_placeholder, parts = False, [tidy(part) for part in cell]
        else:
            raise Refused("Give a list of words.")
        if is_placeholder:
            return Reading((), "", ("stands for nothing",), is_placeholder=True)
        known = self.vocabulary.of(column)
        by_plain = {comparable(word): slug for slug, name in known.items() for word in (name, slug)}
        unknown = [part for part in parts if comparable(part) not in by_plain]
        if unknown and column == "groups":
            return self._unknown_groups(unknown, parts, by_plain)
        if unknown:
            raise self._unknown_word(column, unknown[0], parts, by_plain)
        chosen = {by_plain[comparable(part)] for part in parts}
        value = tuple(slug for slug in known if slug in chosen)
        is_by_name = any(part not in known for part in parts)
        return Reading(value, "|".join(value), ("by name",) if is_by_name else ())

    def _unknown_groups(self, unknown: list[str], parts: list[str], by_plain: Mapping[str, str]) -> Reading:
        """All rows with a group that does not exist are one problem; or it is made, if that was answered."""
        for part in unknown:
            if not 1 <= len(comparable(part)) <= 50:
                raise Refused(f"'{clipped(part)}' can be no group: its name needs letters or digits, 50 at most.")
            self.findings.unknown_groups.setdefault(part, []).append(self.raw.number)
        if not self.answers.make_groups:
            self.refused.add("groups")
        slugs = [by_plain.get(comparable(part), comparable(part)) for part in parts]
        return Reading(tuple(dict.fromkeys(slugs)))

    def _unknown_word(self, column: str, unknown: str, parts: list[str], by_plain: Mapping[str, str]) -> Refused:
        known = self.vocabulary.of(column)
        among = f"Known: {', '.join(known)}." if 0 < len(known) <= 20 else f"There are {len(known)} {column}."
        mended = [
            by_plain.get(comparable(part)) or like(part, known) or by_plain.get(like(comparable(part), by_plain), "")
            for part in parts
        ]
        suggestion = "|".join(dict.fromkeys(mended)) if all(mended) else ""
        return Refused(f"'{clipped(unknown)}' is none of the {column}. {among}", suggestion)

    def _join_street(self) -> None:
        """A house number and a suite that stand beside the street become part of it."""
        parts = {name: tidy(self.raw.cells.get(name) or "") for name in STREET_PARTS}
        street = self.values.get("street")
        given = {name: text for name, text in parts.items() if text and text.lower() not in NO_VALUE}
        if not given or not street:
            return
        if number := given.get("house_number"):
            street = street if street.startswith(f"{number} ") else f"{number} {street}"
        if suite := given.get("street_2"):
            street = f"{street}, {suite}"
        self._attempt("street", street, lambda: self._joined_street(street))

    def _joined_street(self, street: str) -> Reading:
        if len(street) > LENGTHS["street"]:
            raise Refused(f"At most {LENGTHS['street']} characters, its second line included.")
        return Reading(street, street, ("joined of the columns of its parts",))

    def _join_days(self) -> None:
        """Columns of single weekdays to the week of their counter."""
        for hours in hours_columns_of(self.raw.cells):
            own = [name for name in self.raw.cells if name.startswith(f"{hours}_")]
            if hours in self.raw.cells:
                message = f"The hours stand in '{hours}' and in columns of single weekdays: keep one of the two."
                self._refuse(own[0], "", Refused(message))
                continue
            cells = {name: tidy("" if cell is None else cell) for name, cell in self.raw.cells.items()}
            try:
                reading = joined_week(hours, cells, self.answers, self._attempt)
            except Refused as refused:
                self._refuse(own[0], cells[own[0]], refused)
                continue
            for name in own:
                self.values.pop(name, None)
            if reading is not None:
                self.values[hours] = reading.value
            else:
                self.refused.add(hours)

    def _check_place(self) -> None:
        if "latitude" not in self.values and "longitude" not in self.values:
            return
        if not {"latitude", "longitude"}.isdisjoint(self.refused):
            return
        for column, refused in places.check_coordinates(self.values.get("latitude"), self.values.get("longitude")):
            self._refuse(column, self.raw.cells.get(column, ""), refused)


def zone_proposed_for(values: Mapping[str, Any]) -> str:
    """The zone that the place of a row probably keeps; empty where that is not safe to say."""
    latitude, longitude = values.get("latitude"), values.get("longitude")
    if latitude is None or longitude is None or not values.get("state"):
        return ""
    return proposed_zone(values["state"], latitude, longitude)


def comparable(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", word.lower().replace("thru", "through")).strip("-")
