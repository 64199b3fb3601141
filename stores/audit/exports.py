"""The history of the network as a file that takes longer than a request."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import IO, Any
from zoneinfo import ZoneInfo

from stores.audit.lines import csv_lines
from stores.audit.reading import Changes, Filters
from stores.exports.making import Progress

CHANGES = "changes"
"""The kind of export."""
PORTION = 500
"""Lines after which the screen is told how far it is."""


def kept_filters(filters: Filters) -> dict[str, Any]:
    """Filters as a row keeps them."""
    kept = asdict(filters)
    kept["zone"] = str(filters.zone)
    for name in ("since", "until"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    return kept


def write_changes(params: Mapping[str, Any], file: IO[bytes], on_progress: Progress) -> None:
    """Write the lines of the file, from what was kept."""
    paths = params["paths"]
    filters = Filters(
        zone=ZoneInfo(params["zone"]),
        paths=None if paths is None else tuple(paths),
        kind=params["kind"],
        person=params["person"],
        since=date.fromisoformat(params["since"]) if params["since"] else None,
        until=date.fromisoformat(params["until"]) if params["until"] else None,
    )
    for number, line in enumerate(csv_lines(Changes(filters))):
        file.write(line.encode())
        if number % PORTION == 0:
            on_progress(number)
