"""Dated hours and promo lines of the network."""

from datetime import date
from typing import Any

from cms.articles.languages import make_locales
from stores.banners.languages import join_lines, set_line_language
from stores.models import HolidayClosure, HoursException, NetworkBanner, StoreGroup, StorePage

CHRISTMAS = date(2026, 12, 25)


def make_holiday(
    label: str = "Christmas Day",
    *,
    slots: list[list[str]] | None = None,
    groups: list[StoreGroup] | None = None,
    stores: list[StorePage] | None = None,
    excluded: list[StorePage] | None = None,
    **fields: Any,
) -> HolidayClosure:
    """Closed on December 25, 2026 for every store, unless it says otherwise."""
    dates = {"starts_on": CHRISTMAS, "ends_on": CHRISTMAS}
    audience = {"audience": "chosen"} if groups or stores else {}
    holiday = HolidayClosure.objects.create(label=label, slots=slots or [], **{**dates, **audience, **fields})
    holiday.audience_groups.set(groups or [])
    holiday.audience_stores.set(stores or [])
    holiday.excluded_stores.set(excluded or [])
    holiday.save()
    return holiday


def make_exception(store: StorePage, *, slots: list[list[str]] | None = None, **fields: Any) -> HoursException:
    """Closed on December 25, 2026 at all counters, unless it says otherwise."""
    dates = {"starts_on": CHRISTMAS, "ends_on": CHRISTMAS, "label": "Our own"}
    return HoursException.objects.create(store=store, slots=slots or [], **{**dates, **fields})


def make_network_banner(
    text: str = "Savings", *, stores: list[StorePage] | None = None, **fields: Any
) -> NetworkBanner:
    """Without an end and for every store, unless it says otherwise."""
    audience = {"audience": "chosen"} if stores else {}
    banner = NetworkBanner.objects.create(text=text, **{"has_no_end": True, **audience, **fields})
    banner.audience_stores.set(stores or [])
    banner.save()
    return banner


def make_spoken_banners(english: str, spanish: str, **fields: Any) -> tuple[NetworkBanner, NetworkBanner]:
    """A line of the network, and the same in Spanish."""
    make_locales()
    first, second = make_network_banner(english, **fields), make_network_banner(spanish, **fields)
    set_line_language(second, "es")
    for changed in [*join_lines(second, first), second]:
        changed.save()
    return first, second
