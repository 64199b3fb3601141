"""Changing what stands in a store's drafts from outside of them: imports and scripts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published

from stores.access.who import Actor
from stores.banners.models import PromoBanner
from stores.choices import Counter
from stores.hours.models import OpeningHours
from stores.store.models.store import StorePage

Hours = Mapping[str, Sequence[OpeningHours] | None]
"""Counter -> its rows of the regular week; None: the store doesn't list it any more."""


@transaction.atomic
def change_store(
    *,
    by: Actor | None,
    store: StorePage,
    fields: Mapping[str, Any] | None = None,
    opening_hours: Hours | None = None,
    promo_banners: Sequence[PromoBanner] | None = None,
) -> StorePage:
    """Change the named fields, the hours of the named counters and the promo lines, live and in a pending draft.

    `promo_banners` are the live lines in their new order: one that has an id is a line of the store and stays as it
    is, one without is new, and one that is not among them goes. What a draft does to a line that stays, and lines
    that only the draft has, stay in the draft.

    Nothing else of the draft goes live and nothing of it is lost; an approval under way approves the changed draft;
    whoever has the page open is told that somebody else has saved. A page that is not live stays so.
    ValidationError names a bad field.
    """
    page = StorePage.objects.select_for_update().get(pk=store.pk)
    is_draft_pending = page.latest_revision_id and (page.has_unpublished_changes or not page.live)
    draft = page.get_latest_revision_as_object() if is_draft_pending else None
    gone = _gone(page, promo_banners)
    for version in (page, draft):
        if version is not None:
            _set_fields(version, fields or {})
            _set_hours(version, opening_hours or {})
    if promo_banners is not None:
        _set_live_lines(page, promo_banners)
    page.full_clean()
    if draft is None:
        _save_without_a_draft(page, by)
    else:
        _save_live(page, by)
        _take_ids(draft, page, opening_hours or {})
        if promo_banners is not None:
            _set_draft_lines(draft, page, gone, [row.pk for row in promo_banners if row.pk])
        _keep_as_draft(draft, by)
    return StorePage.objects.get(pk=page.pk)


def _set_fields(page: StorePage, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)


def _copy(row: ClusterableModel | OpeningHours | PromoBanner) -> Any:
    """The same row, unsaved: what the caller holds stays the caller's."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key and field.name != "store"]
    return type(row)(**{name: getattr(row, name) for name in names})


def _checked(row: Any, page: StorePage) -> Any:
    """The database would refuse a bad row without naming its field."""
    row.store = page
    row.full_clean(exclude=["store"])
    return row


def _set_hours(page: StorePage, hours: Hours) -> None:
    """The named counters get these rows; other counters keep theirs. A row that says the same keeps its id."""
    listed = {*page.counters, *hours} - {counter for counter, rows in hours.items() if rows is None}
    if hours:
        page.counters = [counter.value for counter in Counter if counter.value in listed]
    rows = list(page.opening_hours.all())
    for counter, wanted in hours.items():
        there: dict[Any, Any] = {_slot(row): row for row in rows if row.counter == counter}
        rows = [row for row in rows if row.counter != counter]
        rows += [there.pop(_slot(row), None) or _checked(_copy(row), page) for row in wanted or ()]
    if hours:
        page.opening_hours.set(rows)


def _slot(row: OpeningHours) -> tuple[Any, ...]:
    return row.weekday, row.opens_at, row.closes_at


def _take_ids(draft: StorePage, live: StorePage, hours: Hours) -> None:
    """The draft's rows of the named counters are those that went live: publishing it writes none of them anew."""
    ids = {(row.counter, *_slot(row)): row.pk for row in OpeningHours.objects.filter(store=live)}
    for row in draft.opening_hours.all():
        if row.counter in hours:
            row.pk = ids.pop((row.counter, *_slot(row)), None)


def _gone(page: StorePage, lines: Sequence[PromoBanner] | None) -> set[int]:
    """Ids of live lines that the store shall not have any more."""
    if lines is None:
        return set()
    return {row.pk for row in page.promo_banners.all()} - {row.pk for row in lines}


def _set_live_lines(page: StorePage, lines: Sequence[PromoBanner]) -> None:
    there = {row.pk: row for row in page.promo_banners.all()}
    rows = [there.get(row.pk) or _checked(_copy(row), page) for row in lines]
    for place, row in enumerate(rows):
        row.sort_order = place
    page.promo_banners.set(rows)


def _set_draft_lines(draft: StorePage, live: StorePage, gone: set[int], kept: list[int]) -> None:
    """The same in the draft: lines that went live anew come in, those that are gone go, the rest is the draft's."""
    drafted = [row for row in draft.promo_banners.all() if row.pk not in gone]
    places = {row.pk: row.sort_order for row in PromoBanner.objects.filter(store=live)}
    for row in drafted:
        row.sort_order = places.get(row.pk, row.sort_order)
    added = [row for row in PromoBanner.objects.filter(store=live) if row.pk not in kept]
    # Lines that only the draft has come behind the live one of the same place.
    rows = sorted([*drafted, *added], key=lambda row: (row.sort_order or 0, row.pk not in places))
    for place, row in enumerate(rows):
        row.sort_order = place
    draft.promo_banners.set(rows)


def _save_without_a_draft(page: StorePage, by: Actor | None) -> None:
    if page.live:
        page.save_revision(user=by, log_action=True).publish(user=by, skip_permission_checks=True)
    else:
        page.save()
        page.save_revision(user=by, log_action=True)


def _save_live(page: StorePage, by: Actor | None) -> None:
    """Write the page as it stands, with a revision of it: not by `publish()`, which would end the draft's approval."""
    if not page.live:
        page.save()
        return
    revision: Revision = page.save_revision(user=by, clean=False)
    page.live_revision = revision
    page.last_published_at = timezone.now()
    page.save()
    page_published.send(sender=StorePage, instance=page, revision=revision)
    log(page, "wagtail.publish", user=by, revision=revision, content_changed=True)


def _keep_as_draft(draft: StorePage, by: Actor | None) -> None:
    """The changed draft is the newest revision; an approval that is under way is about it."""
    before: Revision = draft.latest_revision
    revision: Revision = draft.save_revision(
        user=by, log_action=True, clean=False, approved_go_live_at=before.approved_go_live_at
    )
    Revision.objects.filter(pk=before.pk).update(approved_go_live_at=None)
    state = draft.current_workflow_state
    if state is not None and state.current_task_state is not None:
        TaskState.objects.filter(pk=state.current_task_state.pk).update(revision=revision)
