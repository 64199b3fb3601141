"""The demo's stores: a file for the importer, with each store's own holidays added for this year and the next."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from cms.demo.holidays import dates_of
from stores.importing.applying import apply_import
from stores.importing.reading import read_bytes
from stores.models import StoreGroup, StorePage

THEMES = ("classic", "classic", "clear", "classic", "compact", "classic")
ACCENTS = ("#0b6e4f", "#1d4f91", "#8a2f4b", "#5b4a9e", "#7a4a00", "#0f6577")


def open_demo_stores(
    file: Mapping[str, Any], own_days: Iterable[Mapping[str, Any]], today: date
) -> dict[str, StorePage]:
    """Every store of the file, by code and in its order. ImportRefused where the importer would refuse the file."""
    StoreGroup.objects.bulk_create([StoreGroup(**row) for row in file["groups"]])
    rows = [
        {**row, "exceptions": [*row["exceptions"], *_own_exceptions(own_days, row, today)]} for row in file["stores"]
    ]
    apply_import(read_bytes(json.dumps({"stores": rows}).encode(), "stores.json"), by=None)
    opened = {store.registration.code: store for store in StorePage.objects.select_related("registration__collection")}
    stores = {row["code"]: opened[row["code"]] for row in rows}
    for store, accent, theme in zip(stores.values(), ACCENTS, THEMES, strict=True):
        store.accent, store.theme = accent, theme
        store.save(update_fields=["accent", "theme"])
    return stores


def _own_exceptions(
    own_days: Iterable[Mapping[str, Any]], store: Mapping[str, Any], today: date
) -> list[dict[str, Any]]:
    """One store's own holidays, as the importer reads exceptions."""
    return [
        {
            "counter": row.get("counter"),
            "from": day.isoformat(),
            "to": (day + timedelta(days=row.get("days", 1) - 1)).isoformat(),
            "label": row["label"],
            "slots": row["slots"],
        }
        for row in own_days
        if row["store"] == store["code"]
        for day in dates_of(row["day"], today)
    ]
