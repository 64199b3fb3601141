"""Whose a page below a store is: its owners may decide about it, its staff may not."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from stores.access.who import is_network_admin
from stores.store.models.store import StorePage
from stores.tree import paths_above


def stores_above(paths: Iterable[str]) -> dict[str, StorePage]:
    """Path of a page -> the store at or above it, for those that have one. One query, whatever their number."""
    steps = {path: paths_above(path) for path in paths}
    all_steps = {step for above in steps.values() for step in above}
    rows = StorePage.objects.filter(path__in=all_steps)
    stores = {store.path: store for store in rows.select_related("registration")}
    found = {path: next((stores[step] for step in above if step in stores), None) for path, above in steps.items()}
    return {path: store for path, store in found.items() if store is not None}


def owners_of(path: str) -> QuerySet[Any]:
    """Owners of the store at or above the page who may log in."""
    return get_user_model()._default_manager.filter(
        groups__owned_store__store__path__in=paths_above(path), is_active=True
    )


def may_decide(user: Any, page: Any) -> bool:
    """Whether the person says what goes live on this page: an owner of that very store, or a network admin."""
    if not user.is_active:
        return False
    return is_network_admin(user) or owners_of(page.path).filter(pk=user.pk).exists()
