"""Compares a real answer with a sample of the contract: members, nesting, types and formats; values are free.

The samples stand in `contract/`. A member more is fine; one that is missing, renamed or of another type is not.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "contract"

NULLABLE = frozenset(
    {
        *("hero", "photo", "logo", "focal_point", "location", "sms", "fax", "email", "npi", "ncpdp", "dateline"),
        *("local_note", "reviewed_by", "reviewed_on", "review_due_on", "link", "show_from", "show_until", "label"),
        *("until", "redirect", "thumbnail"),
    }
)
"""Members that are null when there is nothing; so is each member of `links`."""

FORMATS = {
    "moment with offset": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time of day": re.compile(r"\d\d:\d\d"),
    "source set": re.compile(r"\S+ \d+w(, \S+ \d+w)*"),
    "web address": re.compile(r"https?://\S+"),
    "E.164 number": re.compile(r"\+\d{8,15}"),
    "colour": re.compile(r"#[0-9a-f]{6}"),
    "uuid": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "rich text": re.compile(r"<p>.*</p>", re.DOTALL),
}

DISCRIMINATORS = ("type", "network")


def sample(name: str) -> Any:
    """A sample whole: where it says `…` with another's name, the other stands."""
    found = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if name == "storefront":
        found["store"] = sample("store")
        found["banners"] = sample("banners")["items"]
        found["page"] = {**sample("article"), "type": "article"}
    return found


def departures(expected: Any, real: Any, place: str = "answer") -> Iterator[str]:
    """What of `expected` the real answer does not keep, in words."""
    if expected is None:
        return
    if real is None:
        if place.rpartition(".")[2] not in NULLABLE and ".links." not in place:
            yield f"{place} is null"
    elif type(real) is not type(expected):
        yield f"{place} is {type(real).__name__}, not {type(expected).__name__}"
    elif isinstance(expected, dict):
        for name, value in expected.items():
            if name in real:
                yield from departures(value, real[name], f"{place}.{name}")
            else:
                yield f"{place}.{name} is missing"
    elif isinstance(expected, list):
        for at, item in enumerate(real if expected else []):
            yield from departures(_alike(expected, item), item, f"{place}[{at}]")
    elif isinstance(expected, str):
        yield from _format_departures(expected, real, place)


def _alike(expected: list[Any], item: Any) -> Any:
    """The sample's item of the same kind, else its first."""
    for name in DISCRIMINATORS:
        for each in expected:
            if isinstance(each, dict) and isinstance(item, dict) and name in each and each[name] == item.get(name):
                return each
    return expected[0]


def _format_departures(expected: str, real: str, place: str) -> Iterator[str]:
    wanted = next((name for name, pattern in FORMATS.items() if pattern.fullmatch(expected)), None)
    if wanted and not FORMATS[wanted].fullmatch(real):
        yield f"{place} is no {wanted}: {real!r}"
