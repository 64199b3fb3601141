"""Undoing a published change as staff do everything: in a draft that waits for the owner."""

from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from stores.access.who import Actor
from stores.audit.undo.published import going_back
from stores.audit.undo.registry import CannotUndo
from stores.editing.saving import StoreChange, save_change, shown_to
from stores.store.models.store import StorePage


def submit_undo(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    """Make or add to the submission. CannotUndo where the draft no longer says what the entry made of it."""
    back = going_back(shown_to(store, may_publish=False), entry)
    change = StoreChange(back.fields, back.opening_hours, back.promo_banners, back.changed_banners)
    try:
        save_change(by=by, store=store, change=change, may_publish=False)
    except ValidationError as error:
        raise CannotUndo(*error.messages) from error
