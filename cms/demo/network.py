"""What the demo's network gives its stores: holidays and banners, and what a store makes of them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from cms.demo.audiences import choose_audience
from cms.demo.holidays import coming, dates_of
from cms.demo.pictures import shop_picture
from stores.banners.languages import join_lines, set_line_language
from stores.hours.holidays.answering import as_proposed
from stores.models import HiddenBanner, HolidayClosure, NetworkBanner, PromoBanner, StorePage
from stores.opening.changing import change_store

Rows = Iterable[Mapping[str, Any]]
StoresByCode = Mapping[str, StorePage]


def announce_holidays(rows: Rows, stores: StoresByCode, today: date) -> None:
    """Save each holiday for this year and the next; one that is `days_ahead`, once."""
    for row in rows:
        ahead = [today + timedelta(days=row["days_ahead"])] if "days_ahead" in row else []
        for day in ahead or dates_of(row["day"], today):
            closure = HolidayClosure(starts_on=day, ends_on=day, label=row["label"], slots=row["slots"])
            choose_audience(closure, row["audience"], stores)
            closure.full_clean()
            closure.save()


def show_banners(rows: Rows, stores: StoresByCode, today: date) -> None:
    """Save the network's banners, in order; one store hides one, one shows its own instead."""
    for place, row in enumerate(rows):
        banner = _network_banner(row, place, today)
        _show_banner(banner, row["audience"], stores)
        if spanish := row.get("in_spanish"):
            other = _network_banner(row | spanish, place, today)
            set_line_language(other, "es")
            join_lines(other, banner)
            banner.save()
            _show_banner(other, row["audience"], stores)
        if "hidden_at" in row:
            HiddenBanner.objects.create(store=stores[row["hidden_at"]], banner=banner)
        if own := row.get("replaced_by"):
            PromoBanner.objects.filter(store=stores[own["store"]], text=own["text"]).update(replaces=banner)


def _show_banner(banner: NetworkBanner, audience: Mapping[str, Any], stores: StoresByCode) -> None:
    choose_audience(banner, audience, stores)
    banner.full_clean()
    banner.save()


def _network_banner(row: Mapping[str, Any], place: int, today: date) -> NetworkBanner:
    link, show = row.get("link", {}), row.get("show")
    since = coming(show["from"], today) if show else None
    return NetworkBanner(
        text=row["text"],
        style=row["style"],
        store_may=row["store_may"],
        link_path=link.get("path", ""),
        link_label=link.get("label", ""),
        show_from=since,
        show_until=coming(show["until"], since) if show and since else None,
        has_no_end=show is None,
        sort_order=place,
    )


def confirm_holidays(rows: Rows, stores: StoresByCode) -> None:
    """What stores have answered to the network's holidays already."""
    for row in rows:
        holiday = HolidayClosure.objects.filter(label=row["label"]).order_by("starts_on").first()
        if holiday is not None:
            as_proposed(by=None, store=stores[row["store"]], holiday=holiday)


def say_in_own_words(rows: Rows, stores: StoresByCode) -> None:
    """What stores say of themselves, with photos of their own."""
    for row in rows:
        store, words = stores[row["store"]], dict(row)
        collection = store.registration.collection
        del words["store"]
        alt, name = words.pop("alt"), words["pharmacist_name"]
        words["shop_photo"] = shop_picture(words.pop("photo"), f"{store.title}: shop", collection, alt)
        words["shop_photo_alt"] = alt
        words["pharmacist_photo"] = shop_picture(words.pop("portrait"), f"{store.title}: {name}", collection, name)
        change_store(by=None, store=store, fields=words)
