"""What differs between two versions of a page, as plain values that a log entry keeps: the one place that compares.

The log tells it in full, an owner is asked to approve it, and a save names it in a few words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page

from stores.store.models.store import StorePage

DRAFT_FIELDS = (
    "title", "street", "city", "state", "postal_code", "country", "latitude", "longitude", "time_zone",
    "phone", "fax", "sms", "email",
    "facebook_url", "instagram_url", "tasks",
    "welcome", "shop_photo_id", "shop_photo_alt", "pharmacist_name", "pharmacist_photo_id", "pharmacist_line",
    "service_texts", "insurance", "payment", "parking", "step_free", "access_note",
    "counters", "own_doors", "services", "languages", "theme", "accent", "logo_id", "logo_alt",
    "seo_title", "search_description",
)  # fmt: skip
"""Columns of the store page that its drafts carry."""

PICTURES = ("logo", "shop_photo", "pharmacist_photo")
"""Those of them that are pictures, by the names of their fields."""

BESIDE = frozenset(
    {
        "pk", "path", "depth", "numchild", "url_path", "page_ptr", "content_type", "translation_key", "locale",
        "alias_of", "owner", "draft_title", "live", "has_unpublished_changes", "expired", "locked", "locked_by",
        "locked_at", "latest_revision", "latest_revision_created_at", "live_revision", "first_published_at",
        "last_published_at", "wagtail_admin_comments",
    }
)  # fmt: skip
"""What a page carries that nobody writes."""

Change = dict[str, Any]
"""`name`, `old`, `new`, and for a day's hours `counter` and `weekday`. JSON-plain; None: there was or is nothing."""

Slots = list[list[str]]


@dataclass(frozen=True, slots=True)
class Version:
    """A page as plain values.

    Of a store's page also `hours`: counter -> weekday (1 = Monday) -> slots, and `banners`: id -> values.
    """

    fields: Mapping[str, Any]
    hours: Mapping[str, Mapping[int, Slots]] = field(default_factory=dict)
    banners: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def version_of(page: Page) -> Version:
    """What a specific page says as it stands in memory: a store page costs two queries unless its rows are loaded."""
    if not isinstance(page, StorePage):
        data = {name: value for name, value in page.serializable_data().items() if name not in BESIDE}
        return Version({name: _comparable(page._meta.get_field(name), value) for name, value in data.items()})
    hours: dict[str, dict[int, Slots]] = {}
    for row in sorted(page.opening_hours.all(), key=lambda row: (row.weekday, row.opens_at, row.closes_at)):
        slot = [f"{row.opens_at:%H:%M}", f"{row.closes_at:%H:%M}"]
        hours.setdefault(row.counter, {}).setdefault(row.weekday, []).append(slot)
    rows = sorted(page.promo_banners.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))
    # A banner that is not saved yet is new, whatever it says.
    banners = {row.pk or -place: banner_values(row) for place, row in enumerate(rows, start=1)}
    return Version({name: _plain_value(getattr(page, name)) for name in DRAFT_FIELDS}, hours, banners)


def live_version(page: Page) -> Version | None:
    """A specific page as it stands live: three queries for a store's. None while it is not live."""
    live: Any = type(page)._default_manager.filter(pk=page.pk, live=True).first()
    return version_of(live) if live else None


_KNOWN = "_live_version_known"


def know_live_version(page: StorePage) -> None:
    """A live store page, with its rows as the database has them, keeps what it says: a save need not read it."""
    if page.live:
        page.__dict__[_KNOWN] = version_of(page)


def version_before_save(page: Any) -> Version | None:
    """What is live of a page that is saved now."""
    known: Version | None = page.__dict__.pop(_KNOWN, None)
    return known or live_version(page)


def differences(before: Version, after: Version) -> list[Change]:
    """Every field of a page, every weekday of a counter and every promo line that is not the same."""
    return [*_field_changes(before, after), *_hours_changes(before, after), *_banner_changes(before, after)]


def _plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None or isinstance(value, int | list | dict):
        return value
    return str(value)


def _comparable(field: Any, value: Any) -> Any:
    """A value of another page. A database may give the keys of a block back in an order of its own; rows stand in
    their order, without ids that a draft may not have yet and places that a form counts anew.
    """
    if isinstance(field, StreamField):
        return json.loads(value)
    if field.one_to_many:
        rows = sorted(value, key=lambda row: row.get("sort_order") or 0)
        return [{name: row[name] for name in row if name not in {"pk", "sort_order"}} for row in rows]
    return value


def banner_values(row: Any) -> dict[str, Any]:
    """What a promo line says, as the log keeps it."""
    link = (
        row.link_url
        or str(row.link_phone or "")
        or row.link_path
        or (f"page {row.link_page_id}" * bool(row.link_page_id))
    )
    # Left out where they say nothing: entries from before are as they were.
    languages = {"locale": row.locale_id, "translation_key": str(row.translation_key or "")}
    return {
        **{name: value for name, value in languages.items() if value},
        "text": row.text,
        "style": row.style,
        "link": link,
        "link_label": row.link_label,
        "show_from": str(row.show_from) if row.show_from else None,
        "show_until": str(row.show_until) if row.show_until else None,
        "replaces": row.replaces_id,
    }


def _field_changes(before: Version, after: Version) -> list[Change]:
    return [
        {"name": name, "old": before.fields.get(name), "new": value}
        for name, value in after.fields.items()
        if before.fields.get(name) != value
    ]


def _hours_changes(before: Version, after: Version) -> list[Change]:
    """A weekday without slots is closed (an empty list) where the counter has others, unknown (None) where not."""
    found = []
    for counter in sorted({*before.hours, *after.hours}):
        old, new = before.hours.get(counter), after.hours.get(counter)
        for weekday in range(1, 8):
            was = None if old is None else old.get(weekday, [])
            now = None if new is None else new.get(weekday, [])
            if was != now:
                found.append({"name": "opening_hours", "counter": counter, "weekday": weekday, "old": was, "new": now})
    return found


def _banner_changes(before: Version, after: Version) -> list[Change]:
    found: list[Change] = []
    for pk in [*before.banners, *(pk for pk in after.banners if pk not in before.banners)]:
        old, new = before.banners.get(pk), after.banners.get(pk)
        if old != new:
            found.append({"name": "line", "old": old, "new": new})
    stayed = [pk for pk in before.banners if pk in after.banners]
    order = [pk for pk in after.banners if pk in before.banners]
    if stayed != order:
        old_texts, new_texts = ([after.banners[pk]["text"] for pk in pks] for pks in (stayed, order))
        found.append({"name": "line_order", "old": old_texts, "new": new_texts})
    return found
