"""What goes live is noted in the log entry that Wagtail writes of it: the difference, and who it was by their name.

`save()` of a live store page reads what stood there before, three queries; the entry of its publication takes the
difference. Nothing is noted of drafts.
"""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from stores.access.display_names import display_name
from stores.audit.entries import DELETE, PUBLISH, is_shown
from stores.audit.kinds import kinds_of
from stores.audit.steps import step_facts
from stores.store.differences import DRAFT_FIELDS, PICTURES, Version, differences, version_before_save, version_of
from stores.store.models.store import StorePage

_BEFORE = "_version_before"


@receiver(pre_save, sender=StorePage)
def keep_what_was_live(*, instance: StorePage, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """Remember the live version of a store page, before its columns or its rows are written."""
    is_about_content = update_fields is None or not update_fields.isdisjoint({*DRAFT_FIELDS, *PICTURES})
    if instance.pk and not raw and is_about_content:
        instance.__dict__[_BEFORE] = version_before_save(instance)


@receiver(pre_save, sender=PageLogEntry)
def note_what_went_live(*, instance: PageLogEntry, raw: bool, **kwargs: Any) -> None:
    """Put `by`, and the step at several stores that it is of, into the entry's data; for a publication of a store page
    `changes` and `kinds`, too.
    """
    if instance.pk or raw:
        return
    if instance.action == DELETE:
        _note_at_store(instance)
    if not is_shown(instance.action):
        return
    instance.data = {**instance.data, **step_facts(), "by": display_name(instance.user)}
    page = instance.page
    if instance.action == PUBLISH and isinstance(page, StorePage):
        before: Version | None = page.__dict__.pop(_BEFORE, None)
        _note_changes(instance, page, before)


def _note_changes(entry: PageLogEntry, page: StorePage, before: Version | None) -> None:
    if before is None:
        return
    changes = differences(before, version_of(page))
    # An object, because SQLite can't ask what is in a list.
    entry.data = {**entry.data, "changes": changes, "kinds": dict.fromkeys(kinds_of(changes), True)}
    revision = entry.revision
    if revision is not None and revision.user_id and revision.user_id != entry.user_id:
        entry.data["written_by"] = display_name(revision.user)


def _note_at_store(entry: PageLogEntry) -> None:
    """A page that is deleted takes its place in the tree with it; its store's history remembers it."""
    page = entry.page
    store = StorePage.objects.above(page.path).first()
    if store is not None and store.pk != page.pk:
        data = {"page": entry.label, "kind": str(page.specific_class._meta.verbose_name)}
        log(store, "stores.remove_page", user=entry.user, data=data)
