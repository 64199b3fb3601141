"""Every view that takes something away is a door, or takes nothing along that patients see."""

import pytest
from django.urls import URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from stores.removal.doors import is_door

VERBS = ("delete", "unpublish", "move", "remove", "disable", "set_privacy")
TAKES_NOTHING_ALONG = {
    "mfa_remove_webauthn": "one's own passkey",
    "stores_remove_dates": "dated hours of one store: the screen says them",
    "wagtailadmin_pages:move": "chooses the place; `move_confirm` moves",
    "wagtailadmin_workflows:disable": "kept by `sync_roles`",
    "wagtailadmin_workflows:disable_task": "kept by `sync_roles`",
    "wagtailadmin_workflows:remove": "kept by `sync_roles`",
    "wagtaildocs:delete_upload_multiple": "what was never finished",
    "wagtailimages:delete_upload_multiple": "what was never finished",
    "wagtailredirects:delete": "the one address that it names",
}


def views_of(resolver: URLResolver, namespace: str = "") -> set[str]:
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= views_of(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        elif pattern.name:
            found.add(namespace + pattern.name)
    return found


@pytest.mark.django_db
def test_no_view_takes_away_without_asking() -> None:
    takers = {name for name in views_of(get_resolver()) if any(verb in name.rpartition(":")[2] for verb in VERBS)}
    assert {name for name in takers if not is_door(name)} == set(TAKES_NOTHING_ALONG)


@pytest.mark.django_db
def test_bulk_actions_that_take_away_are_known() -> None:
    bulk_action_registry._scan_for_bulk_actions()
    found = {action for models in bulk_action_registry.actions.values() for each in models.values() for action in each}
    assert {name for name in found if any(verb in name for verb in VERBS)} == {"delete", "unpublish", "move"}
