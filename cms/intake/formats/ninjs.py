"""ninjs: one item, a list of them, or an object with a list of them."""

from collections.abc import Iterator
from typing import Any

import orjson

from cms.intake.formats.raw import NESTED, Document, Raw, RawPicture, Unreadable, collected

LISTS = ("items", "_items", "results", "newsItems")
FALLBACK = "cp1252"


def read_ninjs(data: bytes, name: str) -> Document:
    """The items of a document; one that is no object is reported."""
    notes = []
    try:
        found = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        found = _in_another_encoding(data, error)
        notes.append(f"It is not UTF-8, as JSON must be: it was read as {FALLBACK}.")
    if isinstance(found, dict):
        found = next((found[each] for each in LISTS if isinstance(found.get(each), list)), [found])
    if not isinstance(found, list):
        raise Unreadable("There are no items in it.")
    return Document(tuple(_raw(each) for each in found), tuple(notes))


def _in_another_encoding(data: bytes, error: orjson.JSONDecodeError) -> Any:
    try:
        data.decode()
    except UnicodeDecodeError:
        try:
            return orjson.loads(data.decode(FALLBACK, "replace"))
        except orjson.JSONDecodeError:
            pass
    raise Unreadable(f"It is no JSON: {error}.") from error


def _raw(item: Any) -> Raw:
    if not isinstance(item, dict):
        return Raw(text=str(item)[:10_000], problem="It is no object of ninjs.")
    try:
        own = {name: value for name, value in item.items() if name != "associations"}
        return Raw(collected(_pairs("", own)), tuple(_pictures(item)))
    except RecursionError:
        return Raw(text=_text(item, "uri"), problem=NESTED)
    except Unreadable as error:
        return Raw(text=str(item)[:10_000], problem=str(error))


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
        rows = list(renditions.values()) if isinstance(renditions, dict) else renditions
        rows = [row for row in rows if isinstance(row, dict) and isinstance(row.get("href"), str)]
        best = max(rows, key=lambda row: row.get("width") or 0, default=None)
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
