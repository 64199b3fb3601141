"""JSON-LD against the vocabulary of schema.org, which stands beside this file with its source and its license."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("schema_org.json")
CONTEXT = "https://schema.org"
KEYWORDS = {"@context", "@type", "@id"}
ADDRESS = r"https?://\S+"
DAY, CLOCK, NUMBER = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d(:\d\d(\.\d+)?)?", r"-?\d+(\.\d+)?"
SHAPES = {
    "URL": ADDRESS,
    "Date": DAY,
    "Time": CLOCK,
    "DateTime": rf"{DAY}T{CLOCK}(Z|[+-]\d\d:\d\d)",
    "Number": NUMBER,
    "Integer": r"-?\d+",
    "Float": NUMBER,
    "Boolean": "True|False",
}


@cache
def vocabulary() -> dict[str, Any]:
    """`classes`: name -> what it is below; `enumerations`: name -> members; `properties`: name -> of what, what."""
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found


@cache
def kinds_of(name: str) -> frozenset[str]:
    """A class and all that it is below."""
    return frozenset({name}).union(*(kinds_of(each) for each in vocabulary()["classes"].get(name, ())))


def faults_of(documents: list[Any]) -> list[str]:
    """What schema.org does not know, in the documents of a page: `Type.property: why`."""
    return [fault for each in documents for fault in (*_context(each), *_object(each))]


def _context(document: dict[str, Any]) -> Iterator[str]:
    if document.get("@context") != CONTEXT:
        yield f"{document.get('@type')}: another context, {document.get('@context')}"


def _object(found: dict[str, Any]) -> Iterator[str]:
    kind = found.get("@type")
    if kind not in vocabulary()["classes"]:
        yield f"{kind}: no class"
        return
    for name, value in found.items():
        if name in KEYWORDS:
            continue
        about = vocabulary()["properties"].get(name)
        if about is None or "superseded_by" in about:
            yield f"{kind}.{name}: no property"
        elif not kinds_of(kind) & set(about["of"]):
            yield f"{kind}.{name}: of {', '.join(about['of'])} alone"
        else:
            for each in value if isinstance(value, list) else [value]:
                yield from (f"{kind}.{name}: {fault}" for fault in _value(each, about["values"]))


def _value(value: Any, allowed: list[str]) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _object(value)
        if "@type" in value and not kinds_of(value["@type"]) & set(allowed):
            yield f"{value['@type']} is none of {', '.join(allowed)}"
    elif value in (None, "", []):
        yield "nothing"
    elif not any(_fits(value, each) for each in allowed):
        yield f"{value!r} is none of {', '.join(allowed)}"


def _fits(value: Any, kind: str) -> bool:
    if kind in vocabulary()["enumerations"]:
        return value in vocabulary()["enumerations"][kind]
    if kind in SHAPES:
        return re.fullmatch(SHAPES[kind], str(value)) is not None
    if kind == "Text" or "Text" in kinds_of(kind):
        return isinstance(value, str)
    # An address stands for the thing at it.
    return re.fullmatch(ADDRESS, str(value)) is not None
