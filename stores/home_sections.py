"""The parts of a store's home that are about the store itself: now, what waits to be done, promo lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.models import Page, PageLogEntry

from stores.banners import ShownBanner, banners_of
from stores.dated_hours import load_dated_hours
from stores.dated_words import day_name
from stores.hours_text import MONTHS, clock_text
from stores.models import PromoBanner, TodayChange
from stores.store_home import NOTICE_HOOK, SECTION_HOOK, HomeSection, Notice, StoreHome, notices_of
from stores.store_tokens import store_tokens
from stores.today import change_text, closings_today, counters_today
from stores.tokens import fill

SOON = timedelta(days=7)
LINES = 20
"""Promo lines that the home tells of; a store has a handful."""
EDITS = 5


@hooks.register(SECTION_HOOK)
class NowSection(HomeSection):
    """Open or closed, until when, and closing early with one tap."""

    name = "now"
    heading = "Now"
    icon = "time"
    order = 10
    template_name = "stores/admin/home/now.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        home = self.home
        book = load_dated_hours([home.store], home.at)
        change = TodayChange.objects.filter(store=home.store, on=home.today).first()
        closings = closings_today(home.store, home.at, book) if home.may_change else []
        return {
            **super().get_context_data(parent_context),
            "today": day_name(home.today),
            "counters": counters_today(home.store, home.at, book),
            "change": change,
            "change_text": change_text(change) if change else "",
            "closings": [(each.isoformat("minutes"), clock_text(each)) for each in closings],
        }


@hooks.register(SECTION_HOOK)
class ToDoSection(HomeSection):
    """What is missing, stale or not published."""

    name = "to-do"
    heading = "To do"
    icon = "tasks"
    order = 20
    template_name = "stores/admin/home/to_do.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "notices": notices_of(self.home)}


@hooks.register(NOTICE_HOOK)
def missing(home: StoreHome) -> Iterator[Notice]:
    """Facts without which patients are left in the dark."""
    store = home.store
    known = {row.counter for row in store.opening_hours.all()}
    if not store.listed_counters:
        yield Notice("No opening hours: patients can't see when you are open.", home.edit_url("hours"), "Set hours")
    for counter in store.listed_counters:
        if counter not in known:
            text = f"{counter.label}: listed, but its hours are unknown."
            yield Notice(text, home.edit_url("hours"), "Set hours")
    if not store.phone:
        yield Notice("No phone number.", home.edit_url("store"), "Add phone")
    if store.latitude is None:
        yield Notice("No place on the map: nobody finds you nearby.", home.edit_url("store"), "Add place", "site")
    if store.logo_id is None:
        yield Notice("Your site has no logo.", home.edit_url("look"), "Add logo", "image")


@hooks.register(NOTICE_HOOK)
def ended_lines(home: StoreHome) -> Iterator[Notice]:
    """Promo lines that nobody sees any more."""
    ended = home.store.promo_banners.filter(show_until__lt=home.today).count()
    if ended:
        text = "1 promo line is past its end." if ended == 1 else f"{ended} promo lines are past their end."
        yield Notice(text, home.edit_url("promo_lines"), "Renew or remove", "comment")


@hooks.register(NOTICE_HOOK)
def unpublished(home: StoreHome) -> Iterator[Notice]:
    """Changes that are saved, but not on the site."""
    if home.store.has_unpublished_changes:
        yield Notice("Your store page has changes that are not on the site yet.", home.edit_url(), "Look", "edit")
    below = Page.objects.filter(path__startswith=home.store.path, has_unpublished_changes=True)
    drafts = list(below.exclude(pk=home.store.pk).order_by("-latest_revision_created_at", "-pk")[:2])
    if len(drafts) == 1:
        url = reverse("wagtailadmin_pages:edit", args=[drafts[0].pk])
        yield Notice(f"“{drafts[0].draft_title}” has changes that are not on the site yet.", url, "Look", "edit")
    elif drafts:
        url = reverse("wagtailadmin_explore", args=[home.store.pk])
        yield Notice("Several of your pages have changes that are not on the site yet.", url, "Look", "edit")


@dataclass(frozen=True, slots=True)
class LineAtHome:
    """A promo line and when it ends or begins, in words."""

    text: str
    days: str
    is_network: bool
    is_soon: bool


@hooks.register(SECTION_HOOK)
class LinesSection(HomeSection):
    """What stands on top of the site, and what ends soon."""

    name = "lines"
    heading = "Promo lines"
    icon = "comment"
    order = 30
    template_name = "stores/admin/home/lines.html"

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


@hooks.register(SECTION_HOOK)
class EditsSection(HomeSection):
    """What the person changed lately, of this store alone: who left another store has no way there any more."""

    name = "edits"
    heading = "You changed lately"
    icon = "history"
    order = 90
    template_name = "stores/admin/home/edits.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "edits": self.edits}

    @property
    def is_shown(self) -> bool:
        return bool(self.edits)

    @cached_property
    def edits(self) -> list[dict[str, Any]]:
        """Pages and when the person changed them, the last ones first."""
        own = PageLogEntry.objects.filter(
            user=self.home.request.user.pk, action="wagtail.edit", page__path__startswith=self.home.store.path
        )
        latest = own.values("page").annotate(at=Max("timestamp")).order_by("-at")[:EDITS]
        rows = {row["page"]: row["at"] for row in latest}
        pages = Page.objects.in_bulk(rows)
        return [{"page": pages[pk], "at": at} for pk, at in rows.items() if pk in pages]
