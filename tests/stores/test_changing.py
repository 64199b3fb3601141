"""Changes from outside a store's drafts lose nothing and publish nothing else."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Workflow, WorkflowTask
from wagtail.models.workflows import GroupApprovalTask

from stores.changing import change_store
from stores.models import OpeningHours, StorePage
from tests.factories.network import make_admin
from tests.factories.stores import make_store, promo_line


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


def test_rows_are_replaced_live_and_in_the_draft(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    rows = [OpeningHours(counter="store", weekday=1, opens_at=time(8), closes_at=time(20))]
    changed = change_store(by=None, store=store, opening_hours=rows)
    assert [str(row) for row in changed.opening_hours.all()] == ["Store Monday 08:00-20:00"]
    assert [str(row) for row in draft_of(store).opening_hours.all()] == ["Store Monday 08:00-20:00"]


def test_rows_that_are_not_named_stay(store: StorePage) -> None:
    before = store.opening_hours.count()
    changed = change_store(by=None, store=store, promo_banners=[promo_line("Only this")])
    assert changed.opening_hours.count() == before
    assert [banner.text for banner in changed.promo_banners.all()] == ["Only this"]


def test_publishing_a_draft_after_rows_were_replaced_gives_each_row_once(store: StorePage) -> None:
    leave_draft(store, city="Draftville")
    change_store(by=None, store=store, promo_banners=[promo_line("One"), promo_line("Two")])
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


def test_bad_field_is_named_and_nothing_is_changed(store: StorePage) -> None:
    with pytest.raises(ValidationError) as error:
        change_store(by=None, store=store, fields={"street": "1 New Street", "postal_code": "8071"})
    assert set(error.value.message_dict) == {"postal_code"}
    assert StorePage.objects.get(pk=store.pk).street == store.street
