"""JSON files, as the import contract nests them: one store after the other, with the columns of a table."""

import json
import re
from collections.abc import Generator, Iterator
from decimal import Decimal
from typing import Any

from stores.importing.columns import ANNOTATIONS, COLUMNS, DOORS, HOURS, LINK_COLUMNS, like, misspelt
from stores.importing.problems import Findings, Problem, UnreadableFile
from stores.readings import Refused


def _with_unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableFile(f"The JSON names '{twice}' twice in one object.")
    return found


def _refuse_constant(text: str) -> Any:
    raise UnreadableFile(f"The JSON holds {text}, which is no number.")


def json_stores(data: bytes) -> Iterator[Any]:
    """The stores of `{"stores": [...]}` or of a bare list, one after the other: the whole is never in memory."""
    try:
        # json knows UTF-8, UTF-16 and UTF-32 by their first bytes.
        text = data.decode(json.detect_encoding(data))
        yield from _items(text)
    except UnicodeDecodeError as error:
        raise UnreadableFile("The JSON is not in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"This is no JSON: {error.msg} in line {error.lineno}.") from error
    except (RecursionError, ValueError) as error:
        raise UnreadableFile("This is no JSON that can be read.") from error


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_with_unique_names)
_SPACE = re.compile(r"[ \t\r\n]*")
_NO_LIST = 'This is no list of stores. Expected: {"stores": [{"code": "pitman", …}]}.'


def _items(text: str) -> Iterator[Any]:
    at = _after_space(text, 0)
    if text[at : at + 1] == "[":
        at = yield from _list_items(text, at)
    elif text[at : at + 1] == "{":
        at = yield from _items_of_object(text, at)
    else:
        _DECODER.raw_decode(text, at)
        raise UnreadableFile(_NO_LIST)
    if _after_space(text, at) != len(text):
        raise json.JSONDecodeError("Extra data", text, at)


def _items_of_object(text: str, at: int) -> Generator[Any, None, int]:
    """What stands under `stores`; other names are read over. The result is where the object ends."""
    names: list[str] = []
    while True:
        at = _after_space(text, at + 1)
        if text[at : at + 1] == "}" and not names:
            raise UnreadableFile(_NO_LIST)
        name, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if not isinstance(name, str) or text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting a name and a colon", text, at)
        names.append(name)
        _with_unique_names([(each, None) for each in names])
        at = _after_space(text, at + 1)
        if name == "stores" and text[at : at + 1] == "[":
            at = yield from _list_items(text, at)
        elif name == "stores":
            raise UnreadableFile(_NO_LIST)
        else:
            _value, at = _DECODER.raw_decode(text, at)
        at = _after_space(text, at)
        if text[at : at + 1] == "}":
            break
        if text[at : at + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    if "stores" not in names:
        raise UnreadableFile(_NO_LIST)
    return at + 1


def _list_items(text: str, at: int) -> Generator[Any, None, int]:
    at = _after_space(text, at + 1)
    if text[at : at + 1] == "]":
        return at + 1
    while True:
        item, at = _DECODER.raw_decode(text, at)
        yield item
        at = _after_space(text, at)
        if text[at : at + 1] == "]":
            return at + 1
        if text[at : at + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
        at = _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def flat_cells(number: int, store: dict[str, Any], findings: Findings) -> dict[str, Any]:
    """One JSON store with the columns of a table. Hours are given whole: a counter that is not named is not listed."""
    cells: dict[str, Any] = {}
    for name, value in store.items():
        if name == "links" or name == "hours":
            cells |= _flat_group(number, name, value, findings)
        elif name in COLUMNS:
            cells[name] = value
        elif name in ANNOTATIONS:
            continue
        elif slip := misspelt(name, store.keys()):
            findings.problems.append(Problem(number, name, "", "This field is unknown.", slip))
        else:
            findings.note(number, name, name, "", ["unknown field, left out"])
    return cells


def _flat_group(number: int, name: str, value: Any, findings: Findings) -> dict[str, Any]:
    by_name = {
        "links": dict(zip(LINK_COLUMNS, LINK_COLUMNS, strict=True)),
        "hours": {counter: name for name, counter in HOURS.items()},
    }
    known = by_name[name]
    cells = dict.fromkeys(known.values()) if name == "hours" else {}
    if isinstance(value, str) and name == "hours":
        return {**cells, "hours_store": value}
    if value is not None and not isinstance(value, dict):
        findings.refuse(number, name, value, Refused(f"Give an object with any of: {', '.join(known)}."))
        return {}
    for key, part in (value or {}).items():
        if key in known:
            week = part
            if name == "hours" and isinstance(part, dict) and "door" in part and key in DOORS.values():
                cells[known[key].replace("hours_", "door_")] = part["door"]
                week = {day: slots for day, slots in part.items() if day != "door"}
            cells[known[key]] = "unknown" if name == "hours" and not week else week
        else:
            close = like(key.replace("_", "-"), known)
            findings.refuse(number, f"{name}.{key}", "", Refused(f"Unknown. Known: {', '.join(known)}.", close))
    return cells
