"""Promo lines at the store's home: what stands on the site, what is coming, what has ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from stores.banners.models import PromoBanner
from stores.banners.shown import ShownBanner, banners_of
from stores.desk.home import HomeSection, Notice, StoreHome
from stores.hours.engine.words import MONTHS
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens

SOON = timedelta(days=7)
MOST_BANNERS = 20
"""Banners that the home shows; a store has a handful."""


def ended_banners(home: StoreHome) -> Iterator[Notice]:
    """A notice where banners of the store are past their end."""
    ended = sum(row.has_ended(home.today) for row in home.store.promo_banners.all())
    if ended:
        text = "1 promo line is past its end." if ended == 1 else f"{ended} promo lines are past their end."
        yield Notice(text, reverse("stores_lines", args=[home.store.pk]), "Renew or remove", "comment")


@dataclass(frozen=True, slots=True)
class BannerAtHome:
    """A banner, and in words when it ends or begins."""

    text: str
    days: str
    is_network: bool
    is_soon: bool


class BannersSection(HomeSection):
    """What stands on top of the site, and what ends soon."""

    name = "banners"
    heading = "Promo lines"
    icon = "comment"
    order = 30
    template_name = "stores/banners/home_banners.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        home = self.home
        values = store_tokens(home.store)
        later = ((row.show_from, row.pk, row) for row in home.store.promo_banners.all() if row.show_from)
        coming = [row for day, _pk, row in sorted(later) if day > home.today][:MOST_BANNERS]
        return {
            **super().get_context_data(parent_context),
            "banners": [
                _standing_banner(banner, home.today) for banner in banners_of(home.store, home.at)[:MOST_BANNERS]
            ],
            "coming": [_coming_banner(banner, values) for banner in coming],
        }


def _coming_banner(banner: PromoBanner, values: Mapping[str, str]) -> BannerAtHome:
    days = f"From {_short_day(banner.show_from)}" if banner.show_from else ""
    return BannerAtHome(fill(banner.text, values, is_html=False), days, is_network=False, is_soon=False)


def _standing_banner(banner: ShownBanner, today: date) -> BannerAtHome:
    is_network = banner.origin == "network"
    if banner.show_until is None:
        return BannerAtHome(banner.text, "No end", is_network, False)
    left = banner.show_until - today
    names = {0: "Ends today", 1: "Ends tomorrow"}
    is_soon = left < SOON
    days = names.get(left.days, f"Ends in {left.days} days" if is_soon else f"Until {_short_day(banner.show_until)}")
    return BannerAtHome(banner.text, days, is_network, is_soon)


def _short_day(day: date) -> str:
    """A date without its year: `December 25`."""
    return f"{MONTHS[day.month - 1]} {day.day}"
