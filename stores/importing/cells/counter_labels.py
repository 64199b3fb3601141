"""A cell of hours that names counters: `Store: 9-9, Pharmacy: 9-7` belongs into two columns. Pure."""

import re

from stores.importing.columns import HOURS

_LABEL = re.compile(
    r"\b(?P<counter>store|front\s+(?:end|store|of\s+(?:the\s+)?store)|retail|pharmacy|rx|"
    r"drive[\s-]*(?:through|thru|up)|delivery|curbside)\b(?:\s+hours?)?\s*:?\s*",
    re.I,
)
_COLUMN_BY_BEGIN = {"pharmacy": "hours_pharmacy", "rx": "hours_pharmacy", "drive": "hours_drive_through",
                    "delivery": "hours_delivery", "curbside": ""}  # fmt: skip


def counters_named_in(text: str) -> list[tuple[str, str]]:
    """Column and hours of each counter that the text names, in its order. One that is none of ours has no column."""
    matches = list(_LABEL.finditer(text))
    if not matches:
        return []
    ends = [match.start() for match in matches[1:]] + [len(text)]
    return [
        (_column_of(match["counter"]), text[match.end() : end].strip().strip(",;|").strip())
        for match, end in zip(matches, ends, strict=True)
    ]


def counters_message(column: str, parts: list[tuple[str, str]]) -> str:
    """What is wanted instead of a cell that names counters."""
    wanted = [f"'{hours}' into {name or 'no column: that department is not kept'}" for name, hours in parts if hours]
    put = ", ".join(wanted) or "its hours alone here"
    return f"{column} holds the hours of one department, without its name. Put {put}."


def _column_of(counter: str) -> str:
    name = counter.lower()
    return next((column for begin, column in _COLUMN_BY_BEGIN.items() if name.startswith(begin)), next(iter(HOURS)))
