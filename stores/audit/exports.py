"""The history of the network as a file that takes longer than a request."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from stores.audit.lines import csv_lines
from stores.audit.reading import Changes, Filters

CHANGES = "changes"
"""The kind of export."""


def kept_filters(filters: Filters) -> dict[str, Any]:
    """Filters as a row keeps them."""
    kept = asdict(filters)
    kept["zone"] = str(filters.zone)
    for name in ("since", "until"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept


def lines_of_changes(params: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the file, from what was kept."""
    paths = params["paths"]
    filters = Filters(
        zone=ZoneInfo(params["zone"]),
        paths=None if paths is None else tuple(paths),
        kind=params["kind"],
        person=params["person"],
        since=date.fromisoformat(params["since"]) if params["since"] else None,
        until=date.fromisoformat(params["until"]) if params["until"] else None,
    )
    return csv_lines(Changes(filters))
