"""The demo's stores, from a file in the format of store imports."""

from datetime import date, time
from typing import Any

from stores.actions import open_store
from stores.choices import Counter
from stores.models import OpeningHours, PromoBanner, StoreGroup, StorePage, StoreRegistration, StoresPage
from stores.models.store import LINKS

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ACCENTS = ("#0b6e4f", "#1d4f91", "#8a2f4b", "#5b4a9e", "#7a4a00", "#0f6577")


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _hours(hours: dict[str, Any]) -> list[OpeningHours]:
    return [
        OpeningHours(counter=counter, weekday=WEEKDAYS.index(day) + 1, opens_at=_time(opens), closes_at=_time(closes))
        for counter, week in hours.items()
        for day, slots in (week or {}).items()
        for opens, closes in slots
    ]


def _banner(row: dict[str, Any], place: int) -> PromoBanner:
    link = row["link"] or {"url": "", "label": ""}
    is_path = link["url"].startswith("/")
    return PromoBanner(
        sort_order=place,
        text=row["text"],
        link_label=link["label"],
        link_path=link["url"] if is_path else "",
        link_url="" if is_path else link["url"],
        show_from=row["from"] and date.fromisoformat(row["from"]),
        show_until=row["until"] and date.fromisoformat(row["until"]),
        has_no_end=row["until"] is None,
        style="promo" if is_path else "info",
    )


def _store(row: dict[str, Any], accent: str) -> StorePage:
    same = ("street", "city", "state", "postal_code", "country", "latitude", "longitude", "time_zone")
    texts = {name: row[name] or "" for name in ("phone", "fax", "sms", "email")}
    links = {f"{name}_url": row["links"].get(name) or "" for name in LINKS}
    store = StorePage(
        title=row["name"],
        slug=row["code"],
        counters=[counter for counter in Counter.values if counter in row["hours"]],
        services=row["services"],
        languages=row["languages"],
        accent=accent,
        **{name: row[name] for name in same},
        **texts,
        **links,
    )
    store.opening_hours.add(*_hours(row["hours"]))
    store.promo_banners.add(*(_banner(banner, place) for place, banner in enumerate(row["banners"])))
    return store


def open_stores(rows: list[dict[str, Any]], groups: list[dict[str, str]], parent: StoresPage) -> dict[str, StorePage]:
    """Every store of the file, by code."""
    made = {row["slug"]: StoreGroup.objects.create(**row) for row in groups}
    stores = {}
    for row, accent in zip(rows, ACCENTS, strict=True):
        registration = StoreRegistration(
            code=row["code"], legal_name=row["legal_name"] or "", npi=row["npi"] or "", ncpdp=row["ncpdp"] or ""
        )
        stores[row["code"]] = open_store(
            by=None,
            parent=parent,
            store=_store(row, accent),
            registration=registration,
            hostname=row["hostname"],
            groups=[made[slug] for slug in row["groups"]],
        )
    return stores
