"""An item of a feed before anybody knows what it means: values by the names that its format gives them."""

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Any

logger = logging.getLogger(__name__)

MOST_TEXT = 500_000
"""Characters of one value of an item: a long article has 50,000."""
MOST_KEPT = 10_000
"""Characters of an item that can't be read, kept so that somebody sees what it is."""
NESTED = "It is nested so deeply that it is a trap, or broken."
UNKEPT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\ufffe\uffff\ud800-\udfff]")
"""What no database, or no feed of ours, could carry on, and what turns the direction of all that stands beside it."""
PAGE_BREAKS = re.compile(r"[\x0b\x0c]")


class Unreadable(Exception):
    """A document, or one item of it, that can't be read; in words for the newsroom."""


def kept(text: str) -> str:
    """A text as it can be stored and sent on: without characters that nobody sees and that break other texts."""
    return UNKEPT.sub("", PAGE_BREAKS.sub(" ", text))


@dataclass(frozen=True, slots=True)
class RawPicture:
    """A picture that an item names. `rights`: what may be done with it, in the provider's words."""

    href: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    rights: str = ""

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, kept(getattr(self, each.name)).strip())


@dataclass(frozen=True, slots=True)
class Raw:
    """One item. `text`: as it came, of one with a `problem`; then there are no values."""

    values: Mapping[str, list[str]] = field(default_factory=dict)
    pictures: tuple[RawPicture, ...] = ()
    text: str = ""
    problem: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", kept(self.text)[:MOST_TEXT])
        object.__setattr__(self, "problem", kept(self.problem))

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


def read_one(read: Callable[[], Raw], text: Callable[[], str], name: str) -> Raw:
    """An item, or why it can't be read: whatever is wrong with one holds up no other.

    `text`: it as it came; `name`: what it calls itself, where that is nested too deeply to be written down.
    """
    try:
        return read()
    except Unreadable as error:
        problem = str(error)
    except RecursionError:
        problem = NESTED
    except Exception as error:
        logger.exception("An item of a feed can't be read")
        problem = f"Mortar itself has failed to read it ({type(error).__name__}); its log says where."
    try:
        return Raw(text=text()[:MOST_KEPT], problem=problem)
    except RecursionError:
        return Raw(text=name, problem=problem)


def collected(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Name -> its texts in order, without empty ones, and without what nobody could carry on."""
    found: dict[str, list[str]] = {}
    for name, written in pairs:
        text = kept(written).strip()
        if len(text) > MOST_TEXT:
            raise Unreadable(f"'{name}' has more than {MOST_TEXT:,} characters.")
        if text:
            found.setdefault(kept(name), []).append(text)
    return found


def width_in(text: Any) -> int:
    """How wide a picture says that it is; 0 for `auto`, `100%` and their like."""
    plain = str(text or "").strip().removesuffix("px")
    return int(plain) if plain.isdecimal() and len(plain) < 9 else 0
