"""The small admin views of one store, by which its people find each of them from all the others."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail import hooks

HOOK = "register_store_screen"
"""Gives a StoreScreen; packages above this one add theirs by it."""


@dataclass(frozen=True, slots=True)
class StoreScreen:
    """`view` names a URL that takes the store's id and nothing else."""

    view: str
    label: str
    icon: str
    order: int


@hooks.register(HOOK)
def today() -> StoreScreen:
    """Close early, open late."""
    return StoreScreen("stores_today", "Today", "time", 10)


@hooks.register(HOOK)
def dates() -> StoreScreen:
    """Holidays and other days ahead."""
    return StoreScreen("stores_dates", "Dates ahead", "date", 20)


@hooks.register(HOOK)
def network_lines() -> StoreScreen:
    """The network's promo lines at the store."""
    return StoreScreen("stores_network_lines", "Network's promo lines", "comment", 30)


@hooks.register(HOOK)
def people() -> StoreScreen:
    """Who works at the store."""
    return StoreScreen("stores_people", "People", "group", 60)


def store_screens() -> list[StoreScreen]:
    """All of them, in order."""
    return sorted((make() for make in hooks.get_hooks(HOOK)), key=lambda screen: screen.order)


def screen_links(store_id: int, here: str = "") -> list[dict[str, Any]]:
    """The ways to them: `url`, `label`, `is_here`."""
    return [
        {"url": reverse(screen.view, args=[store_id]), "label": screen.label, "is_here": screen.view == here}
        for screen in store_screens()
    ]
