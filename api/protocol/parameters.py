"""Query parameters: each endpoint says what it knows, anything else is refused."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any, TypeGuard

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime

from api.protocol.errors import BadRequest

STORE_IN_PATH = re.compile(r"^/api/v2/s/[^/]+/")
"""What stands before the path of an endpoint where a client names the store in the path."""
SEARCH_LENGTH = 200
SEARCH_WORDS = 20
DEEPEST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: read by the check and by the OpenAPI document."""

    description: str
    type: type = str
    is_repeatable: bool = False
    """May be given more than once: all must fit."""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    """All values that it takes."""
    shape: Mapping[str, Any] = field(default_factory=dict)
    """What else its JSON Schema says: a pattern, a format, bounds."""


Parameters = Mapping[str, Parameter]

STORE_PARAMETERS: Parameters = {
    "store": Parameter("Slug of the store. Without it, the store of the Host header."),
    "site": Parameter("Host of the store's site, with or without port: another way to name the store."),
}
FIELDS_PARAMETERS: Parameters = {
    "fields": Parameter("Fields of the answer: `*` all, `title,teaser` more, `-teaser` less, `_,title` only these.")
}
TAGS_PARAMETERS: Parameters = {
    "tags": Parameter(
        "`true`: `meta.tags` lists what the answer was made of, as the header `Surrogate-Key` does.",
        choices=("true", "false"),
    )
}
SEARCH_PARAMETERS: Parameters = {
    "search": Parameter("Words to look for.", shape={"maxLength": SEARCH_LENGTH}),
    "search_operator": Parameter("`and` (the usual) or `or`: all of the words, or any.", choices=("and", "or")),
}

LINKS_PARAMETERS: Parameters = {
    "links": Parameter(
        "`path`: links to the store's own pages are paths on its site, such as `/health/`, for a frontend that routes "
        "by itself. `absolute` (the usual): whole addresses.",
        choices=("absolute", "path"),
    )
}
RICH_TEXT_PARAMETERS: Parameters = {
    "rich_text_format": Parameter(
        "Of rich text: `html` (the usual), `markdown`, or `json`, a tree whose links say what they lead to. "
        "A member called `html` is called `markdown` or `tree` then; others keep their names.",
        choices=("html", "markdown", "json"),
    )
}


def link_root(query: QueryDict) -> str | None:
    """What stands before the path of a link, as `links=` asks; None: what stands there usually."""
    return "" if one_of(query, "links", ["absolute", "path"], default="absolute") == "path" else None


def rich_text_format(query: QueryDict) -> str:
    """The form in which rich text is asked for; 400 for another."""
    return one_of(query, "rich_text_format", ["html", "markdown", "json"], default="html")


IDS = {"pattern": "^ *[0-9]{1,9} *(, *[0-9]{1,9} *)*$"}
PICKED_PARAMETERS: Parameters = {
    "ids": Parameter("Only those with these ids: `41,42`, at most 100. One that is not there is left out.", shape=IDS),
    "exclude": Parameter("All but those with these ids: `41,42`, at most 100.", shape=IDS),
}
DAY = {"format": "date"}
MOMENT = {"format": "date-time"}


def some_of(description: str, known: Iterable[str]) -> Parameter:
    """A parameter that takes one or more of these values, with commas between them."""
    one = "|".join(known)
    return Parameter(f"One or more of: {', '.join(known)}.{description}", shape={"pattern": f"^({one})(,({one}))*$"})


def whole(description: str, highest: int = 999_999_999) -> Parameter:
    """A parameter that `whole_number` reads."""
    return Parameter(description, int, shape={"minimum": 0, "maximum": highest})


def check_known(query: QueryDict, known: Collection[str]) -> None:
    """400 that names the first unknown parameter and all known ones; also 400 for a parameter that is not sound."""
    for name in query:
        if name not in known:
            detail = f"Unknown parameter '{name}'. Known: {', '.join(sorted(known)) or 'none'}."
            raise BadRequest(detail, field=name, message="Unknown parameter.")
    repeatable = (
        {name for name, parameter in known.items() if parameter.is_repeatable} if _is_mapping(known) else set()
    )
    check_sound(query, repeatable)


def _is_mapping(known: Collection[str]) -> TypeGuard[Parameters]:
    return isinstance(known, Mapping)


def check_sound(query: QueryDict, repeatable: Collection[str] = ()) -> None:
    """400 for a parameter that is given twice or has a null character, which PostgreSQL takes for no text."""
    for name, values in query.lists():
        if name not in repeatable:
            check_given_once(query, name)
        if name == "fields" and _depth(values[0]) > DEEPEST_FIELDS:
            raise BadRequest(f"'fields' goes {DEEPEST_FIELDS} levels deep at most.", field=name)
        if any("\x00" in value for value in values):
            raise BadRequest(f"'{name}' has a null character.", field=name)
    search_words(query)


def _depth(text: str) -> int:
    """How deep its brackets go. Each closing one must have been opened for the parser to take it at all."""
    return max(accumulate({"(": 1, ")": -1}.get(letter, 0) for letter in text), default=0) if text else 0


def check_given_once(query: QueryDict, name: str) -> None:
    """400 for a parameter that is given twice."""
    if len(query.getlist(name)) > 1:
        raise BadRequest(f"Give '{name}' once.", field=name)


def whole_number(query: QueryDict, name: str, *, default: int, highest: int | None = None) -> int:
    """A parameter that is a whole number; 400 when it is none, or above `highest`."""
    value = query.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal()) or len(value) > 9:
        raise BadRequest(f"'{name}' must be a whole number, not '{value}'.", field=name)
    if highest is not None and int(value) > highest:
        raise BadRequest(f"'{name}' cannot be higher than {highest}.", field=name)
    return int(value)


MOST_VALUES = 20
MOST_IDS = 100


def one_or_more(query: QueryDict, name: str) -> list[tuple[str, ...]]:
    """Each time that a filter is given, its values, of which one must fit; sorted: one question has one key."""
    given = [tuple(sorted({each.strip() for each in value.split(",")})) for value in query.getlist(name)]
    if sum(len(values) for values in given) > MOST_VALUES:
        raise BadRequest(f"'{name}' takes at most {MOST_VALUES} values.", field=name)
    return given


def picked_ids(query: QueryDict, name: str) -> tuple[int, ...]:
    """A parameter that is a list of ids; () when it is not given, 400 for what is no id."""
    value = query.get(name)
    if value is None:
        return ()
    parts = [part.strip() for part in value.split(",")]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 9 for part in parts):
        raise BadRequest(f"'{name}' must be ids such as 41,42, not '{value}'.", field=name)
    ids = tuple(sorted({int(part) for part in parts}))
    if len(ids) > MOST_IDS:
        raise BadRequest(f"'{name}' takes at most {MOST_IDS} ids.", field=name)
    return ids


def search_words(query: QueryDict) -> str | None:
    """The words to search for, None without any; 400 for a text that is longer than anybody searches."""
    words = query.get("search")
    if words is not None and (len(words) > SEARCH_LENGTH or len(words.split()) > SEARCH_WORDS):
        raise BadRequest(f"'search' takes at most {SEARCH_WORDS} words in {SEARCH_LENGTH} characters.", field="search")
    return words


def one_of(query: QueryDict, name: str, known: Mapping[str, object] | list[str], *, default: str) -> str:
    """A parameter that takes one of a few values; 400 that names them."""
    value = query.get(name, default)
    if value not in known:
        raise BadRequest(f"'{name}' must be one of {', '.join(known)}, not '{value}'.", field=name)
    return value


MOST_LISTED = 20


def not_among(name: str, value: str, known: Collection[str]) -> BadRequest:
    """400 for a value that there is none of, with those that there are: the first of many."""
    more = f" and {len(known) - MOST_LISTED} more" if len(known) > MOST_LISTED else ""
    among = f"There are {', '.join(sorted(known)[:MOST_LISTED])}{more}." if known else "There are none yet."
    return BadRequest(f"Unknown {name} '{value}'. {among}", field=name, message=f"Unknown {name}.")


def day(query: QueryDict, name: str) -> date | None:
    """A date as `2026-12-24`; None when it is not given."""
    value = query.get(name)
    if value is None:
        return None
    try:
        found = parse_date(value)
    except ValueError:
        found = None
    if found is None or len(value) != 10:
        raise BadRequest(f"'{name}' must be a date such as 2026-12-24, not '{value}'.", field=name)
    return found


def moment(query: QueryDict, name: str) -> datetime | None:
    """A moment with its offset, within a century of today; None when it is not given."""
    value = query.get(name)
    if value is None:
        return None
    try:
        # A plus sign that was not encoded arrives as a space.
        found = parse_datetime(value.replace(" ", "+"))
    except ValueError:
        # Well formed, and on no calendar: the 45th of a month.
        found = None
    if found is None or found.tzinfo is None or not 1930 <= found.year <= 2120:
        raise BadRequest(f"'{name}' must be a moment such as 2026-12-24T18:05:00-05:00, not '{value}'.", field=name)
    return found


POINT = {"pattern": r"^ *[+-]?[0-9]{1,3}(\.[0-9]{0,20})? *, *[+-]?[0-9]{1,3}(\.[0-9]{0,20})? *$"}


def point(query: QueryDict, name: str) -> tuple[float, float]:
    """A parameter that is a point: latitude and longitude in degrees."""
    value = query.get(name, "")
    if not re.fullmatch(POINT["pattern"], value):
        raise BadRequest(f"'{name}' must be 'latitude,longitude', not '{value}'.", field=name)
    latitude, longitude = (float(part) for part in value.split(","))
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadRequest(f"'{name}' lies nowhere on earth: '{value}'.", field=name)
    return latitude, longitude
