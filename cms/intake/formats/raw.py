"""An item of a feed before anybody knows what it means: values by the names that its format gives them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

MOST_TEXT = 2_000_000
"""Characters of one item."""
NESTED = "It is nested so deeply that it is a trap, or broken."


class Unreadable(Exception):
    """A document, or one item of it, that can't be read; in words for the newsroom."""


@dataclass(frozen=True, slots=True)
class RawPicture:
    """A picture that an item names. `rights`: what may be done with it, in the provider's words."""

    href: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """One item. `text`: as it came, of one with a `problem`; then there are no values."""

    values: Mapping[str, list[str]] = field(default_factory=dict)
    pictures: tuple[RawPicture, ...] = ()
    text: str = ""
    problem: str = ""

    @property
    def digest(self) -> str:
        """The same for the same content."""
        said = json.dumps([self.values, self.as_json()["pictures"], self.text], sort_keys=True, ensure_ascii=False)
        return sha256(said.encode("utf-8", "replace")).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """For a row of the database."""
        pictures = [
            {name: getattr(each, name) for name in ("href", "alt", "caption", "credit", "rights")}
            for each in self.pictures
        ]
        return {"values": dict(self.values), "pictures": pictures, "text": self.text, "problem": self.problem}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> "Raw":
        pictures = tuple(RawPicture(**each) for each in row["pictures"])
        return cls(row["values"], pictures, row["text"], row["problem"])


@dataclass(frozen=True, slots=True)
class Document:
    """What was read of a feed. `notes`: what was odd about the whole of it."""

    items: tuple[Raw, ...]
    notes: tuple[str, ...] = ()


def collected(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Name -> its texts in order, without empty ones, and without what no database keeps."""
    found: dict[str, list[str]] = {}
    for name, written in pairs:
        text = written.replace("\0", "").strip()
        if len(text) > MOST_TEXT:
            raise Unreadable(f"'{name}' has more than {MOST_TEXT:,} characters.")
        if text:
            found.setdefault(name, []).append(text)
    return found
