"""One save for owners and staff: an owner's change is live at once, staff's is submitted to the owner.

Both go into a pending draft as well, and nothing of it is lost.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState

from stores.access.who import Actor
from stores.banners.models import PromoBanner
from stores.opening.changing import Hours, LiveChange, change_draft, change_stores, pending_draft
from stores.store.models.store import StorePage


@dataclass(frozen=True, slots=True)
class StoreChange:
    """What shall be different. `promo_banners` are all of the shown version, in order; None keeps those there are.

    `changed_banners`: ids of those that are not what they were.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    opening_hours: Hours | None = None
    promo_banners: Sequence[PromoBanner] | None = None
    changed_banners: Collection[int] = ()


def touched_by(change: StoreChange) -> set[str]:
    """Columns whose words were to be looked at with this change: a photo's, where the photo is another."""
    names = set(change.fields)
    return names | {f"{name}_alt" for name in names}


def shown_to(store: StorePage, *, may_publish: bool) -> StorePage:
    """The version that a person changes: who publishes sees what is live, staff what they have submitted so far."""
    return store if may_publish else pending_draft(store) or store


@transaction.atomic
def save_change(*, by: Actor, store: StorePage, change: StoreChange, may_publish: bool) -> None:
    """Change the store live, or submit the change. ValidationError names what is wrong with it."""
    if may_publish:
        publish_changes(by=by, changes=[(store, change)])
        return
    page = change_draft(
        by=by,
        store=store,
        fields=change.fields,
        opening_hours=change.opening_hours,
        promo_banners=change.promo_banners,
    )
    state = page.current_workflow_state
    if state is None:
        page.get_workflow().start(page.get_latest_revision_as_object(), by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=by)


def publish_changes(*, by: Actor, changes: Sequence[tuple[StorePage, StoreChange]]) -> None:
    """What each store's owner saves, live at once, at all of them or at none. ValidationError names what is wrong."""
    change_stores(
        by=by,
        changes=[
            LiveChange(store, change.fields, change.opening_hours or {}, change.promo_banners, change.changed_banners)
            for store, change in changes
        ],
    )
