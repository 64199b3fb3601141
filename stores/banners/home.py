"""Promo lines at the store's home: what stands on the site, what is coming, what has ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from stores.banners.models import PromoBanner
from stores.banners.shown import ShownBanner, banners_of
from stores.desk.home import HomeSection, Notice, StoreHome
from stores.hours.engine.words import MONTHS
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens

SOON = timedelta(days=7)
LINES = 20
"""Promo lines that the home tells of; a store has a handful."""


def ended_lines(home: StoreHome) -> Iterator[Notice]:
    """Promo lines that nobody sees any more."""
    ended = home.store.promo_banners.filter(show_until__lt=home.today).count()
    if ended:
        text = "1 promo line is past its end." if ended == 1 else f"{ended} promo lines are past their end."
        yield Notice(text, home.edit_url("promo_lines"), "Renew or remove", "comment")


@dataclass(frozen=True, slots=True)
class LineAtHome:
    """A promo line and when it ends or begins, in words."""

    text: str
    days: str
    is_network: bool
    is_soon: bool


class LinesSection(HomeSection):
    """What stands on top of the site, and what ends soon."""

    name = "lines"
    heading = "Promo lines"
    icon = "comment"
    order = 30
    template_name = "stores/banners/home_lines.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        home = self.home
        values = store_tokens(home.store)
        coming = home.store.promo_banners.filter(show_from__gt=home.today).order_by("show_from", "pk")[:LINES]
        return {
            **super().get_context_data(parent_context),
            "lines": [_line(line, home.today) for line in banners_of(home.store, home.at)[:LINES]],
            "coming": [_coming(line, values) for line in coming],
            "edit_url": home.edit_url("promo_lines"),
        }


def _coming(line: PromoBanner, values: Mapping[str, str]) -> LineAtHome:
    days = f"From {_short(line.show_from)}" if line.show_from else ""
    return LineAtHome(fill(line.text, values, is_html=False), days, is_network=False, is_soon=False)


def _line(line: ShownBanner, today: date) -> LineAtHome:
    is_network = line.origin == "network"
    if line.show_until is None:
        return LineAtHome(line.text, "No end", is_network, False)
    left = line.show_until - today
    names = {0: "Ends today", 1: "Ends tomorrow"}
    is_soon = left < SOON
    days = names.get(left.days, f"Ends in {left.days} days" if is_soon else f"Until {_short(line.show_until)}")
    return LineAtHome(line.text, days, is_network, is_soon)


def _short(day: date) -> str:
    """`December 25`"""
    return f"{MONTHS[day.month - 1]} {day.day}"
