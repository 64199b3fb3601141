"""ninjs: one item, a list of them, or an object with a list of them."""

from collections.abc import Iterator
from typing import Any

import orjson

from cms.intake.formats.documents import decoded_text
from cms.intake.formats.raw import Document, Raw, RawPicture, Unreadable, collected, read_one, width_in

LISTS = ("items", "_items", "results", "newsItems")


def read_ninjs(data: bytes, name: str) -> Document:
    """The items of a document; one that is no object is reported."""
    text, odd = decoded_text(data)
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"It is no JSON: {error}.") from error
    if isinstance(found, dict):
        found = next((found[each] for each in LISTS if isinstance(found.get(each), list)), [found])
    if not isinstance(found, list):
        raise Unreadable("There are no items in it.")
    return Document(tuple(_raw(each) for each in found), tuple(odd))


def _raw(item: Any) -> Raw:
    return read_one(lambda: _read(item), lambda: str(item), _text(item, "uri") if isinstance(item, dict) else "")


def _read(item: Any) -> Raw:
    if not isinstance(item, dict):
        raise Unreadable("It is no object of ninjs.")
    own = {name: value for name, value in item.items() if name != "associations"}
    return Raw(collected(_pairs("", own)), tuple(_pictures(item)))


def _pairs(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """`headline`, `subject.name`: every text of an item."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from _pairs(f"{path}.{name}" if path else name, below)
    elif isinstance(value, list):
        for each in value:
            yield from _pairs(path, each)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, str(value)


def _pictures(item: dict[str, Any]) -> Iterator[RawPicture]:
    """Of associations, which are named (version 1) or a list (version 2)."""
    found = item.get("associations") or {}
    for each in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        if not isinstance(each, dict) or each.get("type") != "picture":
            continue
        renditions = each.get("renditions") or {}
        given = list(renditions.values()) if isinstance(renditions, dict) else renditions
        given = given if isinstance(given, list) else []
        rows = [row for row in given if isinstance(row, dict) and isinstance(row.get("href"), str)]
        best = max(rows, key=lambda row: width_in(row.get("width")), default=None)
        if best is not None:
            yield RawPicture(
                best["href"],
                alt=_text(each, "headline"),
                caption=_text(each, "description_text"),
                credit=_text(each, "creditline") or _text(each, "byline"),
                rights=_text(each, "usageterms") or _text(each, "copyrightnotice"),
            )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value.strip() if isinstance(value, str) else ""
