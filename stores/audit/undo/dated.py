"""Undoing what was said of dates: a store's own hours, today's change, a holiday's yes, a network line hidden."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from stores.access.who import Actor
from stores.audit.entries import today_text
from stores.audit.undo.registry import CannotUndo, Undo
from stores.audit.words import Words, dated_hours_text
from stores.banners.hiding import is_hidden
from stores.banners.models import NetworkBanner
from stores.banners.network import hide_banner, show_banner
from stores.hours.dates import log_values, remove_exception, save_exception
from stores.hours.holidays.answering import CONFIRM, take_back
from stores.hours.holidays.models import HolidayConfirmation
from stores.hours.models import HolidayClosure, HoursException, TodayChange
from stores.hours.schedules import load_dated_hours
from stores.hours.today import change_today, change_values, days_now
from stores.store.models.store import StorePage

CHANGED_SINCE = "Somebody has changed this since. Undo that first."
OVER = "These days are over."


def _row_like(store: StorePage, values: Mapping[str, Any]) -> HoursException:
    """The store's row that says exactly this. CannotUndo without one."""
    rows = HoursException.objects.filter(store=store, starts_on=values["starts_on"])
    row = next((each for each in rows if log_values(each) == values), None)
    if row is None:
        raise CannotUndo(CHANGED_SINCE)
    return row


def _plan_dates(store: StorePage, entry: PageLogEntry) -> list[Words]:
    old, new = entry.data.get("old"), entry.data.get("new")
    if new:
        _row_like(store, new)
    if old and old["ends_on"] and date.fromisoformat(old["ends_on"]) < store.today(timezone.now()):
        raise CannotUndo(OVER)
    return [Words("Hours on some days", dated_hours_text(new), dated_hours_text(old))]


def _undo_dates(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    _plan_dates(store, entry)
    old, new = entry.data.get("old"), entry.data.get("new")
    row = _row_like(store, new) if new else HoursException(store=store)
    if not old:
        remove_exception(by=by, row=row)
        return
    for name in ("label", "counter", "slots"):
        setattr(row, name, old[name])
    row.starts_on = date.fromisoformat(old["starts_on"])
    row.ends_on = date.fromisoformat(old["ends_on"]) if old["ends_on"] else None
    save_exception(by=by, row=row)


def _said_of_day(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if value}


def _plan_today(store: StorePage, entry: PageLogEntry) -> list[Words]:
    at, on = timezone.now(), date.fromisoformat(entry.data["on"])
    if all(day.on != on for day in days_now(store, at, load_dated_hours([store], at))):
        raise CannotUndo("That day is over.")
    now = change_values(TodayChange.objects.filter(store=store, on=on).first())
    if _said_of_day(now) != _said_of_day(entry.data.get("new")):
        raise CannotUndo(CHANGED_SINCE)
    return [Words(f"On {on} only", today_text(now), today_text(entry.data.get("old")))]


def _undo_today(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    _plan_today(store, entry)
    old = _said_of_day(entry.data.get("old"))
    change_today(
        by=by,
        store=store,
        on=date.fromisoformat(entry.data["on"]),
        is_closed=bool(old.get("is_closed")),
        opens_at=_time(old.get("opens_at")),
        closes_at=_time(old.get("closes_at")),
        closes_next_day=bool(old.get("closes_next_day")),
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _confirmed(store: StorePage, entry: PageLogEntry) -> HolidayClosure:
    holiday = HolidayClosure.objects.filter(pk=entry.data["holiday"]).first()
    rows = HolidayConfirmation.objects.filter(store=store, holiday=holiday, counter=entry.data["counter"])
    if holiday is None or not rows.exists():
        raise CannotUndo(CHANGED_SINCE)
    return holiday


def _plan_holiday(store: StorePage, entry: PageLogEntry) -> list[Words]:
    _confirmed(store, entry)
    return [Words(f"“{entry.data['label']}”, {entry.data['days']}", "confirmed", "not confirmed yet")]


def _undo_holiday(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    take_back(by=by, store=store, holiday=_confirmed(store, entry), counter=entry.data["counter"])


def _network_banner(store: StorePage, entry: PageLogEntry) -> NetworkBanner:
    banner = NetworkBanner.objects.for_store(store).filter(pk=entry.data["banner"]).first()
    if banner is None:
        raise CannotUndo("The network does not show this line at your store any more.")
    if is_hidden(store, banner) != entry.data["new"]["is_hidden"]:
        raise CannotUndo(CHANGED_SINCE)
    return banner


def _plan_hiding(store: StorePage, entry: PageLogEntry) -> list[Words]:
    banner = _network_banner(store, entry)
    now, then = ("hidden" if entry.data[which]["is_hidden"] else "shown" for which in ("new", "old"))
    return [Words(f"The network's line “{banner.text}”", now, then)]


def _undo_hiding(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    change = show_banner if entry.data["new"]["is_hidden"] else hide_banner
    try:
        change(by=by, store=store, banner=_network_banner(store, entry))
    except ValidationError as error:
        raise CannotUndo(*error.messages) from error


_DATES = Undo(_plan_dates, _undo_dates)
_HIDING = Undo(_plan_hiding, _undo_hiding, lambda data: "banner" in data)

DATED = {
    "stores.add_dated_hours": _DATES,
    "stores.change_dated_hours": _DATES,
    "stores.remove_dated_hours": _DATES,
    "stores.change_today": Undo(_plan_today, _undo_today),
    CONFIRM: Undo(_plan_holiday, _undo_holiday, lambda data: "holiday" in data),
    "stores.hide_banner": _HIDING,
    "stores.show_banner": _HIDING,
}
"""Action -> how it is undone."""
