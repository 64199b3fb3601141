"""Changes from outside a store's drafts lose nothing and publish nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry, Workflow, WorkflowState, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask
from wagtail.signals import page_published

from stores.models import OpeningHours, PromoBanner, StorePage
from stores.opening.changing import change_store
from tests.factories.network import make_admin
from tests.factories.stores import make_store, new_banner


@pytest.fixture
def store(db: None) -> StorePage:
    return make_store("pitman")


def draft_of(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk).get_latest_revision_as_object()


def leave_draft(store: StorePage, **fields: object) -> None:
    page = StorePage.objects.get(pk=store.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()


def test_field_is_live_at_once(store: StorePage) -> None:
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert StorePage.objects.get(pk=store.pk).street == "1 New Street"


def test_without_a_draft_nothing_is_left_unpublished(store: StorePage) -> None:
    changed = change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert not changed.has_unpublished_changes
    assert draft_of(store).street == "1 New Street"


def test_pending_draft_keeps_its_own_changes_and_gets_the_new_one(store: StorePage) -> None:
    leave_draft(store, city="Draftville", title="Draft name")
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    draft = draft_of(store)
    assert (draft.city, draft.title, draft.street) == ("Draftville", "Draft name", "1 New Street")


def test_pending_draft_does_not_go_live(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    changed = change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert (changed.city, changed.street) == ("Pitman", "1 New Street")
    assert changed.has_unpublished_changes


def test_publishing_the_draft_later_keeps_the_change(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    page = StorePage.objects.get(pk=store.pk)
    assert (page.city, page.street) == ("Draftville", "1 New Street")


def slot(counter: str, opens: int, closes: int, weekday: int = 1) -> OpeningHours:
    return OpeningHours(counter=counter, weekday=weekday, opens_at=time(opens), closes_at=time(closes))


def hours(page: StorePage, counter: str) -> list[str]:
    return [str(row) for row in page.opening_hours.all() if row.counter == counter]


def banner_texts(page: StorePage) -> list[str]:
    return [row.text for row in page.promo_banners.all()]


def test_hours_of_the_named_counter_are_replaced_live_and_in_the_draft(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    changed = change_store(by=None, store=store, opening_hours={"store": [slot("store", 8, 20)]})
    assert hours(changed, "store") == hours(draft_of(store), "store") == ["Store Monday 08:00-20:00"]
    assert len(hours(changed, "pharmacy")) == len(hours(draft_of(store), "pharmacy")) == 11


def test_hours_that_a_draft_gives_another_counter_stay_in_the_draft(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    page.counters = [*page.counters, "delivery"]
    page.opening_hours = [slot("pharmacy", 10, 14), slot("delivery", 11, 12)]
    page.save_revision()
    change_store(by=None, store=store, opening_hours={"store": [slot("store", 8, 20)]})
    draft = draft_of(store)
    assert draft.counters == ["store", "pharmacy", "delivery"]
    assert hours(draft, "pharmacy") == ["Pharmacy Monday 10:00-14:00"]
    assert hours(draft, "delivery") == ["Delivery Monday 11:00-12:00"]
    assert hours(StorePage.objects.get(pk=store.pk), "delivery") == []


def test_new_counter_is_listed_and_one_without_hours_is_not_any_more(store: StorePage) -> None:
    changed = change_store(by=None, store=store, opening_hours={"delivery": [], "pharmacy": None})
    assert changed.counters == ["store", "delivery"]
    assert hours(changed, "pharmacy") == []


def test_row_that_says_the_same_keeps_its_id(store: StorePage) -> None:
    kept = OpeningHours.objects.get(store=store, counter="store", weekday=1)
    week = {"store": [slot("store", 9, 19), slot("store", 7, 8)]}
    change_store(by=None, store=store, opening_hours=week)
    rows = OpeningHours.objects.filter(store=store, counter="store", weekday=1)
    assert [row.pk == kept.pk for row in rows.order_by("-opens_at")] == [True, False]


def test_publishing_the_draft_writes_no_row_of_the_named_counter_anew(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    change_store(by=None, store=store, opening_hours={"store": [slot("store", 8, 20)]})
    live = OpeningHours.objects.get(store=store, counter="store")
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    assert OpeningHours.objects.get(store=store, counter="store").pk == live.pk


def test_bad_hours_are_refused_by_field(store: StorePage) -> None:
    with pytest.raises(ValidationError) as error:
        change_store(by=None, store=store, opening_hours={"store": [slot("store", 8, 20, weekday=8)]})
    assert set(error.value.message_dict) == {"weekday"}


def test_line_that_stays_keeps_its_id_and_what_the_draft_does_to_it(store: StorePage) -> None:
    first, second = store.promo_banners.all()
    page = StorePage.objects.get(pk=store.pk)
    drafted = list(page.promo_banners.all())
    drafted[0].text = "Draft of the first"
    page.promo_banners = [*drafted, new_banner("Only in the draft", sort_order=2)]
    page.save_revision()
    changed = change_store(by=None, store=store, promo_banners=[new_banner("New"), first])
    assert banner_texts(changed) == ["New", first.text]
    assert changed.promo_banners.filter(pk=first.pk).exists()
    assert banner_texts(draft_of(store)) == ["New", "Draft of the first", "Only in the draft"]
    assert second.text not in banner_texts(draft_of(store))


def test_line_that_a_draft_took_away_stays_away_in_the_draft(store: StorePage) -> None:
    first, second = store.promo_banners.all()
    page = StorePage.objects.get(pk=store.pk)
    page.promo_banners = [row for row in page.promo_banners.all() if row.pk == second.pk]
    page.save_revision()
    changed = change_store(by=None, store=store, promo_banners=[first, second, new_banner("New")])
    assert banner_texts(changed) == [first.text, second.text, "New"]
    assert banner_texts(draft_of(store)) == [second.text, "New"]


def test_lines_of_a_draft_are_left_alone_when_no_line_is_named(store: StorePage) -> None:
    page = StorePage.objects.get(pk=store.pk)
    page.promo_banners = [new_banner("Only in the draft")]
    page.save_revision()
    changed = change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert banner_texts(draft_of(store)) == ["Only in the draft"]
    assert len(banner_texts(changed)) == 2


def test_rows_that_are_not_named_stay(store: StorePage) -> None:
    before = store.opening_hours.count()
    changed = change_store(by=None, store=store, promo_banners=[new_banner("Only this")])
    assert changed.opening_hours.count() == before
    assert [banner.text for banner in changed.promo_banners.all()] == ["Only this"]


def test_publishing_a_draft_after_rows_were_replaced_gives_each_row_once(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    change_store(by=None, store=store, promo_banners=[new_banner("One"), new_banner("Two")])
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    page = StorePage.objects.get(pk=store.pk)
    assert [banner.text for banner in page.promo_banners.all()] == ["One", "Two"]


def test_open_edit_screen_is_told_of_a_newer_version(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    seen = StorePage.objects.get(pk=store.pk).latest_revision_id
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert StorePage.objects.get(pk=store.pk).latest_revision_id != seen


def test_approval_under_way_approves_the_changed_draft(store: StorePage) -> None:
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Owner approves")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    leave_draft(store, city="Draftville")
    page = StorePage.objects.get(pk=store.pk)
    workflow.start(page, make_admin())
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    state = StorePage.objects.get(pk=store.pk).current_workflow_state
    assert state is not None
    state.current_task_state.approve(user=make_admin("second-admin"))
    approved = StorePage.objects.get(pk=store.pk)
    assert (approved.city, approved.street) == ("Draftville", "1 New Street")


WRITES: dict[str, Callable[[], dict[str, Any]]] = {
    "field": lambda: {"fields": {"street": "1 New Street"}},
    "hours": lambda: {"opening_hours": {"store": [slot("store", 8, 20)]}},
    "lines": lambda: {"promo_banners": [new_banner("New")]},
}


def says_the_new(page: StorePage, write: str) -> bool:
    if write == "field":
        return page.street == "1 New Street"
    return hours(page, "store") == ["Store Monday 08:00-20:00"] if write == "hours" else "New" in banner_texts(page)


@pytest.mark.parametrize("write", WRITES)
def test_each_write_keeps_an_approval_under_way(store: StorePage, write: str) -> None:
    workflow = Workflow.objects.create(name="Approval")
    task = GroupApprovalTask.objects.create(name="Owner approves")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    leave_draft(store, city="Draftville")
    workflow.start(StorePage.objects.get(pk=store.pk), make_admin())
    changed = change_store(by=None, store=store, **WRITES[write]())
    state = WorkflowState.objects.get()
    assert (state.status, state.current_task_state.revision_id) == ("in_progress", changed.latest_revision_id)
    assert (changed.city, says_the_new(changed, write)) == ("Pitman", True)
    state.current_task_state.approve(user=make_admin("second-admin"))
    approved = StorePage.objects.get(pk=store.pk)
    assert (approved.city, says_the_new(approved, write)) == ("Draftville", True)


@pytest.mark.parametrize("write", WRITES)
def test_each_write_leaves_a_page_that_was_never_published_unpublished(store: StorePage, write: str) -> None:
    StorePage.objects.filter(pk=store.pk).update(live=False, first_published_at=None, last_published_at=None)
    changed = change_store(by=None, store=store, **WRITES[write]())
    assert (changed.live, changed.has_unpublished_changes, changed.first_published_at) == (False, True, None)
    assert says_the_new(changed, write)
    assert says_the_new(draft_of(store), write)


@pytest.mark.parametrize("write", WRITES)
def test_each_write_leaves_an_unpublished_page_with_a_draft_unpublished(store: StorePage, write: str) -> None:
    leave_draft(store, city="Draftville")
    StorePage.objects.get(pk=store.pk).unpublish()
    changed = change_store(by=None, store=store, **WRITES[write]())
    assert not changed.live
    assert (draft_of(store).city, says_the_new(draft_of(store), write)) == ("Draftville", True)


def test_history_tells_what_went_live_and_who_did_it(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    admin = make_admin()
    changed = change_store(by=admin, store=store, fields={"street": "1 New Street"})
    assert changed.live_revision.as_object().street == "1 New Street"
    assert changed.live_revision.as_object().city == "Pitman"
    entry = PageLogEntry.objects.get(page=store.pk, revision=changed.live_revision)
    assert (entry.action, entry.user) == ("wagtail.publish", admin)


def test_others_hear_of_what_went_live_beside_a_draft(store: StorePage) -> None:
    heard = []

    def listener(*, instance: StorePage, **_kwargs: Any) -> None:
        heard.append(instance.street)

    leave_draft(store, city="Draftville")
    page_published.connect(listener)
    try:
        change_store(by=None, store=store, fields={"street": "1 New Street"})
    finally:
        page_published.disconnect(listener)
    assert heard == ["1 New Street"]


def test_schedule_of_a_draft_goes_over_to_the_changed_draft(store: StorePage) -> None:
    at = datetime(2027, 1, 1, 12, tzinfo=UTC)
    page = StorePage.objects.get(pk=store.pk)
    page.city = "Draftville"
    page.save_revision(approved_go_live_at=at)
    changed = change_store(by=None, store=store, fields={"street": "1 New Street"})
    scheduled = changed.revisions.get(approved_go_live_at__isnull=False)
    assert (scheduled.pk, scheduled.approved_go_live_at) == (changed.latest_revision_id, at)


def test_rows_may_be_deleted_and_added_again_and_swapped_in_one_publish(store: StorePage) -> None:
    """Nothing of a store's rows is unique: the order in which Wagtail writes them may not matter."""
    page = StorePage.objects.get(pk=store.pk)
    first, second = page.promo_banners.all()
    first.text, second.text = second.text, first.text
    first.sort_order, second.sort_order = 1, 0
    again = [slot(row.counter, 9, 19, weekday=row.weekday) for row in page.opening_hours.filter(counter="store")]
    page.promo_banners = [second, first]
    page.opening_hours = again
    page.save_revision().publish()
    published = StorePage.objects.get(pk=store.pk)
    assert [row.pk for row in published.promo_banners.all()] == [second.pk, first.pk]
    assert published.opening_hours.count() == len(again)
    assert PromoBanner.objects.filter(store=store).count() == 2


def test_bad_field_is_named_and_nothing_is_changed(store: StorePage) -> None:
    with pytest.raises(ValidationError) as error:
        change_store(by=None, store=store, fields={"street": "1 New Street", "postal_code": "8071"})
    assert set(error.value.message_dict) == {"postal_code"}
    assert StorePage.objects.get(pk=store.pk).street == store.street
