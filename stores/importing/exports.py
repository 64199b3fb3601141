"""All stores as a file that takes longer than a request."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from stores.exports.making import Progress
from stores.importing.exporting import ExportValues, StoreValues, write_stores

STORES = "stores"
"""The kind of export."""


def write_all_stores(params: Mapping[str, Any], file: IO[bytes], on_progress: Progress) -> None:
    """Write every store that is not closed, in the format that was asked for."""
    stores = ExportValues()

    def told() -> Iterator[StoreValues]:
        for number, values in enumerate(stores):
            on_progress(number, len(stores))
            yield values

    write_stores(file, told(), f".{params['format']}")
