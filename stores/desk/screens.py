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


def store_screens() -> list[StoreScreen]:
    """Every small view of a store that a room has registered, in order."""
    return sorted((make() for make in hooks.get_hooks(HOOK)), key=lambda screen: screen.order)


def screen_links(store_id: int, here: str = "") -> list[dict[str, Any]]:
    """The ways to them: `url`, `label`, `is_here`."""
    return [
        {"url": reverse(screen.view, args=[store_id]), "label": screen.label, "is_here": screen.view == here}
        for screen in store_screens()
    ]
