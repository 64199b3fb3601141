"""The small admin views of one store, by which its people find each of them from all the others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail import hooks

from stores.store.models.store import StorePage

HOOK = "register_store_screen"
"""Gives a StoreScreen; packages above this one add theirs by it."""


@dataclass(frozen=True, slots=True)
class StoreScreen:
    """`view` names a URL that takes the store's id and nothing else.

    `waiting` counts what needs attention there. `often`: what is done most, as the home's button says it.
    """

    view: str
    label: str
    icon: str
    order: int
    waiting: Callable[[StorePage], int] | None = None
    often: str = ""
    often_view: str = ""


def store_screens() -> list[StoreScreen]:
    """Every small view of a store that a room has registered, in order."""
    return sorted((make() for make in hooks.get_hooks(HOOK)), key=lambda screen: screen.order)


def screen_links(store: StorePage, here: str = "") -> list[dict[str, Any]]:
    """The ways to them: `url`, `label`, `is_here`, `waiting` (how much needs attention there)."""
    return [
        {
            "url": reverse(screen.view, args=[store.pk]),
            "label": screen.label,
            "icon": screen.icon,
            "is_here": screen.view == here,
            "waiting": screen.waiting(store) if screen.waiting else 0,
        }
        for screen in store_screens()
    ]


def often_links(store: StorePage) -> list[dict[str, str]]:
    """The ways to what is done most: `url`, `label`."""
    return [
        {"url": reverse(screen.often_view or screen.view, args=[store.pk]), "label": screen.often}
        for screen in store_screens()
        if screen.often
    ]
