"""Undoing what was changed on a store's page: each field, weekday and promo line goes back to what stood before.

Only what the entry changed is touched, live and in a pending draft, and only while it still is what the entry made
of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from stores.access.display_names import short_name
from stores.access.who import Actor
from stores.audit.entries import PUBLISH
from stores.audit.undo.registry import CannotUndo, Undo
from stores.audit.words import Words, words_of_changes
from stores.banners.models import PromoBanner
from stores.hours.date_words import day_name
from stores.hours.models import OpeningHours
from stores.opening.changing import Hours, change_store
from stores.store.differences import DRAFT_FIELDS, Change, Version, banner_values, version_of
from stores.store.models.store import StorePage

LATER_ENTRIES = 200
"""How many later publications are looked through for who changed it again."""
NO_SUCH_FIELD = "It is about something that stores no longer have."


def plan(store: StorePage, entry: PageLogEntry) -> list[Words]:
    """What goes back, in words. CannotUndo names each thing that is no longer as the entry made it."""
    changes: list[Change] = entry.data["changes"]
    if any(change["name"] not in {*DRAFT_FIELDS, "opening_hours", "line", "line_order"} for change in changes):
        raise CannotUndo(NO_SUCH_FIELD)
    now = version_of(store)
    moved = [change for change in changes if not _still_stands(change, now)]
    if moved:
        raise CannotUndo(*dict.fromkeys(_reason(change, entry) for change in moved))
    return words_of_changes([{**change, "old": change["new"], "new": change["old"]} for change in changes])


@dataclass(frozen=True, slots=True)
class GoingBack:
    """What a version of the store's page shall be again; the names are those of `change_store`."""

    fields: dict[str, Any]
    opening_hours: Hours
    promo_banners: list[PromoBanner] | None
    changed_banners: list[int]


def going_back(version: StorePage, entry: PageLogEntry) -> GoingBack:
    """From what the version says now. CannotUndo as `plan`."""
    plan(version, entry)
    changes: list[Change] = entry.data["changes"]
    fields = {change["name"]: _value(change) for change in changes if change["name"] in DRAFT_FIELDS}
    hours = _hours(version, changes, fields.get("counters", version.counters))
    return GoingBack(fields, hours, *_lines(version, changes))


def do(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    """CannotUndo where a rule is in the way that came later."""
    back = going_back(store, entry)
    try:
        change_store(
            by=by,
            store=store,
            fields=back.fields,
            opening_hours=back.opening_hours,
            promo_banners=back.promo_banners,
            changed_banners=back.changed_banners,
        )
    except ValidationError as error:
        raise CannotUndo(*error.messages) from error


def _still_stands(change: Change, now: Version) -> bool:
    match change["name"]:
        case "opening_hours":
            return _day_of(now, change["counter"], change["weekday"]) == change["new"]
        case "line":
            return change["new"] is None or change["new"] in now.banners.values()
        case "line_order":
            return _in_order(now, change["new"]) == change["new"]
        case name:
            return bool(now.fields.get(name) == change["new"])


def _day_of(now: Version, counter: str, weekday: int) -> Any:
    week = now.hours.get(counter)
    return None if week is None else week.get(weekday, [])


def _in_order(now: Version, texts: Sequence[str]) -> list[str]:
    return [banner["text"] for banner in now.banners.values() if banner["text"] in texts]


def _reason(change: Change, entry: PageLogEntry) -> str:
    """`Phone was changed again on Friday, November 27, 2026, by Pat.`"""
    (what, *_more) = words_of_changes([change])
    later = PageLogEntry.objects.filter(page=entry.page_id, action=PUBLISH, pk__gt=entry.pk).order_by("pk")
    for each in later[:LATER_ENTRIES]:
        if any(_is_about_the_same(change, other) for other in each.data.get("changes", ())):
            by = short_name(str(each.data.get("by") or "")) or "a program"
            return f"{what.about} was changed again on {day_name(each.timestamp.date())}, by {by}. Undo that first."
    return f"{what.about} is no longer what this made of it."


def _is_about_the_same(change: Change, other: Change) -> bool:
    if change["name"] == "line":
        return other["name"] == "line" and other["old"] == change["new"]
    return all(change.get(name) == other.get(name) for name in ("name", "counter", "weekday"))


def _value(change: Change) -> Any:
    """The old value as the page takes it."""
    field: Any = StorePage._meta.get_field(change["name"].removesuffix("_id"))
    return change["old"] if field.is_relation else field.to_python(change["old"])


def _hours(store: StorePage, changes: Iterable[Change], listed: Sequence[str]) -> Hours:
    """The weeks of the counters with the weekdays as they were; None for a counter that was not listed."""
    now = version_of(store).hours
    days = sorted((each for each in changes if each["name"] == "opening_hours"), key=lambda each: each["counter"])
    found: dict[str, list[OpeningHours] | None] = {}
    for counter, of_counter in groupby(days, key=lambda each: each["counter"]):
        week = {weekday: list(slots) for weekday, slots in now.get(counter, {}).items()}
        week.update({each["weekday"]: each["old"] or [] for each in of_counter})
        rows = [
            OpeningHours(
                counter=counter,
                weekday=weekday,
                opens_at=time.fromisoformat(opens),
                closes_at=time.fromisoformat(closes),
            )
            for weekday, slots in sorted(week.items())
            for opens, closes in slots
        ]
        found[counter] = rows if rows or counter in listed else None
    return found


def _lines(store: StorePage, changes: Iterable[Change]) -> tuple[list[PromoBanner] | None, list[int]]:
    """The lines as they were, in their order, and the ids of those that take other values; None: nothing of them."""
    about = [change for change in changes if change["name"] in {"line", "line_order"}]
    if not about:
        return None, []
    rows = sorted(store.promo_banners.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))
    changed = []
    for change in about:
        if change["name"] == "line_order":
            rows = _reordered(rows, change["old"])
    for change in about:
        if change["name"] != "line":
            continue
        row = next((row for row in rows if change["new"] and banner_values(row) == change["new"]), None)
        if change["old"] is None:
            rows = [each for each in rows if each is not row]
        elif row is None:
            rows.append(_with_values(PromoBanner(store=store), change["old"]))
        else:
            changed.append(_with_values(row, change["old"]).pk)
    return rows, changed


def _reordered(rows: list[PromoBanner], texts: Sequence[str]) -> list[PromoBanner]:
    """The rows with these texts in this order, in the places that they have together."""
    concerned = [row for row in rows if row.text in texts]
    sorted_rows = iter(sorted(concerned, key=lambda row: texts.index(row.text)))
    return [next(sorted_rows) if row in concerned else row for row in rows]


def _with_values(row: PromoBanner, values: Mapping[str, Any]) -> PromoBanner:
    """The row with what `banner_values` said of it."""
    link, days = str(values["link"] or ""), (values["show_from"], values["show_until"])
    row.text, row.style, row.link_label, row.replaces_id = (
        values[name] for name in ("text", "style", "link_label", "replaces")
    )
    row.locale_id, row.translation_key = values.get("locale"), values.get("translation_key")
    row.show_from, row.show_until = (date.fromisoformat(day) if day else None for day in days)
    row.has_no_end = row.show_until is None
    row.link_url, row.link_phone, row.link_path, row.link_page_id = "", "", "", None
    if link.startswith("/"):
        row.link_path = link
    elif link.startswith("page "):
        row.link_page_id = int(link.removeprefix("page "))
    elif link.startswith("+"):
        row.link_phone = link
    else:
        row.link_url = link
    return row


PUBLISHED = {PUBLISH: Undo(plan, do, lambda data: bool(data.get("changes")))}
