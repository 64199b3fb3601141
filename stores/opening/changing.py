"""Changing what stands in a store's drafts from outside of them: imports and scripts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
from stores.hours.models import OpeningHours, check_week
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
    changed_banners: Collection[int] = (),
) -> StorePage:
    """Change the named fields, the hours of the named counters and the banners, live and in a pending draft.

    `promo_banners` are the live banners in their new order: one that has an id is the store's and stays as it is, one
    without is new, and one that is not among them goes. Those whose ids are in `changed_banners` take the values of
    what is given, in the draft too as far as they differ from what was live. What else a draft does to a banner that
    stays, and banners that only the draft has, stay in the draft.

    Nothing else of the draft goes live and nothing of it is lost; an approval under way approves the changed draft;
    whoever has the page open is told that somebody else has saved. A page that is not live stays so. ValidationError
    names a bad field.
    """
    page = StorePage.objects.select_for_update().get(pk=store.pk)
    draft = pending_draft(page)
    removed = _removed_banner_ids(page, promo_banners)
    changes = _banner_changes(page, promo_banners or (), changed_banners)
    for version in (page, draft):
        if version is not None:
            _set_fields(version, fields or {})
            _set_hours(version, opening_hours or {})
    if promo_banners is not None:
        _set_live_banners(page, promo_banners, changes)
    page.full_clean()
    if draft is None:
        _save_without_a_draft(page, by)
    else:
        _save_live(page, by)
        _take_ids(draft, page, opening_hours or {})
        if promo_banners is not None:
            _set_draft_banners(draft, page, removed, [row.pk for row in promo_banners if row.pk], changes)
        _keep_as_draft(draft, by)
    return StorePage.objects.get(pk=page.pk)


def pending_draft(store: StorePage) -> StorePage | None:
    """What is written of the store and not on its site yet; None without such a draft."""
    is_pending = store.latest_revision_id and (store.has_unpublished_changes or not store.live)
    draft: StorePage | None = store.get_latest_revision_as_object() if is_pending else None
    return draft


@transaction.atomic
def change_draft(
    *,
    by: Actor | None,
    store: StorePage,
    fields: Mapping[str, Any] | None = None,
    opening_hours: Hours | None = None,
    promo_banners: Sequence[PromoBanner] | None = None,
) -> StorePage:
    """Make the same changes in the newest draft, or in a first one: nothing goes live, and nothing of a draft is lost.

    `promo_banners` are the draft's in their new order, as they shall be. An approval under way is about the changed
    draft from then on. ValidationError names a bad field.
    """
    page = StorePage.objects.select_for_update().get(pk=store.pk)
    draft: StorePage = page.get_latest_revision_as_object()
    _set_fields(draft, fields or {})
    _set_hours(draft, opening_hours or {})
    _take_ids(draft, page, opening_hours or {})
    if promo_banners is not None:
        for place, row in enumerate(promo_banners):
            _checked_row(row, draft).sort_order = place
        draft.promo_banners.set(promo_banners)
    draft.full_clean()
    _keep_as_draft(draft, by)
    return StorePage.objects.get(pk=page.pk)


def _set_fields(page: StorePage, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(page, name, value)


def _copy(row: ClusterableModel | OpeningHours | PromoBanner) -> Any:
    """An unsaved copy of the row, so that what the caller holds stays the caller's."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key and field.name != "store"]
    return type(row)(**{name: getattr(row, name) for name in names})


def _checked_row(row: Any, page: StorePage) -> Any:
    """The row of this page, checked: the database would refuse a bad one without naming its field."""
    row.store = page
    row.full_clean(exclude=["store"])
    return row


def _set_hours(page: StorePage, hours: Hours) -> None:
    """Give the named counters these rows; other counters keep theirs. A row that says the same keeps its id."""
    listed = {*page.counters, *hours} - {counter for counter, rows in hours.items() if rows is None}
    if hours:
        page.counters = [counter.value for counter in Counter if counter.value in listed]
    rows = list(page.opening_hours.all())
    for counter, new_rows in hours.items():
        there: dict[Any, Any] = {_slot_key(row): row for row in rows if row.counter == counter}
        rows = [row for row in rows if row.counter != counter]
        rows += [there.pop(_slot_key(row), None) or _checked_row(_copy(row), page) for row in new_rows or ()]
    if hours:
        check_week(row for row in rows if row.counter in hours)
        page.opening_hours.set(rows)


def _slot_key(row: OpeningHours) -> tuple[Any, ...]:
    return row.weekday, row.opens_at, row.closes_at


def _take_ids(draft: StorePage, live: StorePage, hours: Hours) -> None:
    """Give the draft's rows of the named counters the ids of those that went live: publishing writes none anew."""
    ids = {(row.counter, *_slot_key(row)): row.pk for row in OpeningHours.objects.filter(store=live)}
    for row in draft.opening_hours.all():
        if row.counter in hours:
            row.pk = ids.pop((row.counter, *_slot_key(row)), None)


def _removed_banner_ids(page: StorePage, banners: Sequence[PromoBanner] | None) -> set[int]:
    """Ids of live banners that the store shall not have any more."""
    if banners is None:
        return set()
    return {row.pk for row in page.promo_banners.all()} - {row.pk for row in banners}


def _banner_changes(
    page: StorePage, banners: Sequence[PromoBanner], changed: Collection[int]
) -> dict[int, dict[str, Any]]:
    """Id -> the values by which the given banner differs from the live one."""
    there = {row.pk: row for row in page.promo_banners.all() if row.pk in changed}
    return {
        row.pk: {name: value for name, value in _values_of(row).items() if value != getattr(there[row.pk], name)}
        for row in banners
        if row.pk in there
    }


def _values_of(row: Any) -> dict[str, Any]:
    """What a row says; not which row it is, and where it stands."""
    beside = {"store", "sort_order"}
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in beside]
    return {field.attname: getattr(row, field.attname) for field in fields}


def _set_values(rows: Iterable[Any], changes: Mapping[int, Mapping[str, Any]]) -> None:
    for row in rows:
        for name, value in changes.get(row.pk, {}).items():
            setattr(row, name, value)


def _set_live_banners(
    page: StorePage, banners: Sequence[PromoBanner], changes: Mapping[int, Mapping[str, Any]]
) -> None:
    there = {row.pk: row for row in page.promo_banners.all()}
    _set_values(there.values(), changes)
    for pk in changes:
        _checked_row(there[pk], page)
    rows = [there.get(row.pk) or _checked_row(_copy(row), page) for row in banners]
    for place, row in enumerate(rows):
        row.sort_order = place
    page.promo_banners.set(rows)


def _set_draft_banners(
    draft: StorePage, live: StorePage, removed: set[int], kept: list[int], changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Bring the draft's banners up to date: new live ones come in, removed ones go, the rest stays but for changes."""
    drafted = [row for row in draft.promo_banners.all() if row.pk not in removed]
    _set_values(drafted, changes)
    places = {row.pk: row.sort_order for row in PromoBanner.objects.filter(store=live)}
    for row in drafted:
        row.sort_order = places.get(row.pk, row.sort_order)
    added = [row for row in PromoBanner.objects.filter(store=live) if row.pk not in kept]
    # Banners that only the draft has come behind the live one of the same place.
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
    """Save the changed draft as the newest revision; an approval that is under way is about it from now on."""
    before: Revision | None = draft.latest_revision
    approved_at = before.approved_go_live_at if before else None
    revision: Revision = draft.save_revision(user=by, log_action=True, clean=False, approved_go_live_at=approved_at)
    if before:
        Revision.objects.filter(pk=before.pk).update(approved_go_live_at=None)
    state = draft.current_workflow_state
    if state is not None and state.current_task_state is not None:
        TaskState.objects.filter(pk=state.current_task_state.pk).update(revision=revision)
