"""Changing what stands in a store's drafts from outside of them: imports and scripts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from modelcluster.models import ClusterableModel
from wagtail.models import Revision, TaskState

from stores.models import OpeningHours, PromoBanner, StorePage

Actor = Any
CHILDREN = ("opening_hours", "promo_banners")


@transaction.atomic
def change_store(
    *,
    by: Actor | None,
    store: StorePage,
    fields: Mapping[str, Any] | None = None,
    opening_hours: Sequence[OpeningHours] | None = None,
    promo_banners: Sequence[PromoBanner] | None = None,
) -> StorePage:
    """Change the named fields, and whole lists of rows, live and in a pending draft; the draft stays a draft.

    Nothing else of the draft goes live and nothing of it is lost; an approval under way approves the changed draft;
    whoever has the page open is told that somebody else has saved. ValidationError names a bad field.
    """
    rows = {"opening_hours": opening_hours, "promo_banners": promo_banners}
    page = StorePage.objects.select_for_update().get(pk=store.pk)
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes and page.latest_revision_id else None
    _apply(page, fields or {}, rows)
    page.full_clean()
    if draft is None:
        page.save_revision(user=by, log_action=True).publish(user=by)
        return StorePage.objects.get(pk=page.pk)
    page.save()
    _apply(draft, fields or {}, rows)
    _keep_as_draft(draft, by)
    return StorePage.objects.get(pk=page.pk)


def _apply(page: StorePage, fields: Mapping[str, Any], rows: Mapping[str, Sequence[Any] | None]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    for name, wanted in rows.items():
        if wanted is not None:
            setattr(page, name, [_copy(row) for row in wanted])


def _copy(row: ClusterableModel) -> Any:
    """A new unsaved row, so that the live page and the draft do not share one."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key and field.name != "store"]
    return type(row)(**{name: getattr(row, name) for name in names})


def _keep_as_draft(draft: StorePage, by: Actor | None) -> None:
    """The changed draft is the newest revision; an approval that is under way is about it."""
    revision: Revision = draft.save_revision(user=by, log_action=True, clean=False)
    state = draft.current_workflow_state
    if state is not None and state.current_task_state is not None:
        TaskState.objects.filter(pk=state.current_task_state.pk).update(revision=revision)
