"""Changing what stands in a store's drafts from outside of them: imports and scripts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from modelcluster.models import ClusterableModel

from stores.access.who import Actor
from stores.banners.models import PromoBanner
from stores.batches.drafts import keep_as_draft
from stores.batches.inserting import told_by_field
from stores.batches.updating import RowsBefore
from stores.choices import Counter
from stores.hours.models import OpeningHours, check_week
from stores.opening.publishing import publish_stores
from stores.store.differences import PICTURES, know_live_version
from stores.store.models.store import StorePage

ROWS = ("opening_hours", "promo_banners")
UNTOUCHED = frozenset(
    {"path", "depth", "url_path", "slug", "locale", "content_type", "owner", "page_ptr", "alias_of", "locked_by"}
    | {"latest_revision", "live_revision", *PICTURES}
)
"""Columns that stand as they are, unless the change names them: nobody asks whether what they refer to exists."""
BannerChanges = dict[int, dict[str, Any]]

Hours = Mapping[str, Sequence[OpeningHours] | None]
"""Counter -> its rows of the regular week; None: the store doesn't list it any more."""


@dataclass(frozen=True, slots=True)
class LiveChange:
    """What shall be different of a store; the names are those of `change_store`."""

    store: StorePage
    fields: Mapping[str, Any] = field(default_factory=dict)
    opening_hours: Hours = field(default_factory=dict)
    promo_banners: Sequence[PromoBanner] | None = None
    changed_banners: Collection[int] = ()


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
    change = LiveChange(store, fields or {}, opening_hours or {}, promo_banners, changed_banners)
    change_stores(by=by, changes=[change])
    return StorePage.objects.get(pk=store.pk)


@transaction.atomic
def change_stores(*, by: Actor | None, changes: Sequence[LiveChange]) -> None:
    """`change_store` for many: a few statements for all that are live and have no draft. ValidationError names the
    first bad field.
    """
    rows = StorePage.objects.select_for_update().filter(pk__in=[each.store.pk for each in changes]).order_by("pk")
    locked = {page.pk: page for page in rows}
    prefetch_related_objects(list(locked.values()), *ROWS, "wagtail_admin_comments")
    before = RowsBefore(locked.values(), ROWS)
    drafts: dict[int, tuple[StorePage, set[int], BannerChanges]] = {}
    for each in changes:
        page = locked[each.store.pk]
        know_live_version(page)
        draft = pending_draft(page)
        removed = _removed_banner_ids(page, each.promo_banners)
        banners = _banner_changes(page, each.promo_banners or (), each.changed_banners)
        if draft is not None:
            drafts[page.pk] = draft, removed, banners
        _change(page, draft, each, banners)
    live = [page for page in locked.values() if page.live]
    names = {name for each in changes for name in each.fields} | {"counters"} & {
        "counters" for each in changes if each.opening_hours
    }
    with told_by_field(_all_rows(locked.values())):
        before.write(live)
        publish_stores(live, by=by, names=names, drafted=set(drafts))
    for each in changes:
        page = locked[each.store.pk]
        if not page.live:
            page.save()
        if page.pk not in drafts and not page.live:
            page.save_revision(user=by, log_action=True)
        if page.pk in drafts:
            draft, removed, banners = drafts[page.pk]
            _take_ids(draft, page, each.opening_hours)
            if each.promo_banners is not None:
                kept = [row.pk for row in each.promo_banners if row.pk]
                _set_draft_banners(draft, page, removed, kept, banners)
            keep_as_draft(draft, by)


def _all_rows(pages: Iterable[StorePage]) -> Iterator[Model]:
    for page in pages:
        yield page
        for name in ROWS:
            yield from getattr(page, name).all()


def _change(page: StorePage, draft: StorePage | None, change: LiveChange, banners: BannerChanges) -> None:
    """Make the change in memory, and check what the page says then."""
    logo = page.logo_id
    for version in (page, draft):
        if version is not None:
            _set_fields(version, change.fields)
            _set_hours(version, change.opening_hours)
    if change.promo_banners is not None:
        _set_live_banners(page, change.promo_banners, banners)
    page.check_fields(kept=UNTOUCHED - change.fields.keys(), is_new_logo=page.logo_id != logo)


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
    keep_as_draft(draft, by)
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
    row.full_clean(exclude=["store"], validate_constraints=False)
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
