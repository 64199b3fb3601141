"""One workflow for all stores: who decides, what waits for whom, and what a decision is about."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState

from cms.users.models import User
from stores.approval.deciding import decide, keep_approval, mark_of, sent_back_at, waiting_at, waiting_for
from stores.models import OpeningHours, OwnerApprovalTask, StorePage
from stores.network.keeping import sync_roles
from stores.opening.changing import change_store
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from stores.store.owning import may_decide
from tests.factories.network import articles_folder, make_admin, make_editor, make_user, stores_folder
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff, submit


@pytest.fixture
def store(db: None) -> StorePage:
    return make_store("pitman")


def fresh(user: User) -> User:
    """As the next request finds the person."""
    return User.objects.get(pk=user.pk)


def seen(page: Page) -> str:
    revision = Page.objects.get(pk=page.pk).latest_revision
    assert revision is not None
    return mark_of(revision)


def approve(state: TaskState, by: User, page: Page) -> None:
    decide(by=by, state=state, is_approved=True, seen=seen(page))


# The workflow


def test_every_store_has_the_one_workflow_without_a_row_of_its_own(store: StorePage) -> None:
    other = make_store("switchback")
    assert {each.get_workflow() for each in (store, other)} == {keep_approval()}
    assert WorkflowPage.objects.get(workflow=keep_approval()).page_id == stores_folder().pk


def test_roles_made_true_again_keep_the_one_workflow(store: StorePage) -> None:
    before = keep_approval()
    assert before is not None
    WorkflowPage.objects.filter(workflow=before).delete()
    Workflow.objects.filter(pk=before.pk).update(active=False)
    sync_roles()
    sync_roles()
    assert OwnerApprovalTask.objects.count() == 1
    assert StorePage.objects.get(pk=store.pk).get_workflow() == before


def test_network_without_a_folder_of_stores_has_no_workflow_yet(unfounded: None) -> None:
    assert keep_approval() is None


def test_library_is_not_in_the_workflow(store: StorePage) -> None:
    assert articles_folder().get_workflow() != keep_approval()


# Who decides


def test_owners_of_the_very_store_and_network_admins_decide(store: StorePage) -> None:
    page = make_page("about", at_store=store)
    neighbour = make_owner(make_store("switchback"), "neighbour")
    wanted = {
        make_owner(store): True,
        make_admin(): True,
        make_staff(store): False,
        neighbour: False,
        make_editor(): False,
        make_user("nobody"): False,
    }
    for each in (store, page):
        assert {user.username: may_decide(user, each) for user in wanted} == {
            user.username: may for user, may in wanted.items()
        }


def test_owner_here_who_is_staff_there_decides_here_only(store: StorePage) -> None:
    other = make_store("switchback")
    user = make_owner(store)
    appoint_staff(by=None, user=user, store=other)
    assert (may_decide(fresh(user), store), may_decide(fresh(user), other)) == (True, False)


def test_person_who_may_not_log_in_decides_nothing(store: StorePage) -> None:
    owner = make_owner(store)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    state = submit(store, make_staff(store), city="Draftville")
    assert not may_decide(fresh(owner), store)
    with pytest.raises(PermissionDenied):
        approve(state, fresh(owner), store)


def test_approval_publishes_what_staff_wrote(store: StorePage) -> None:
    state = submit(store, make_staff(store), city="Draftville")
    assert StorePage.objects.get(pk=store.pk).city == "Pitman"
    approve(state, make_owner(store), store)
    page = StorePage.objects.get(pk=store.pk)
    assert (page.city, page.has_unpublished_changes, page.workflow_in_progress) == ("Draftville", False, False)


@pytest.mark.parametrize("who", ["staff themselves", "other staff", "owner of another store", "editor", "dismissed"])
@pytest.mark.parametrize("is_approved", [True, False])
def test_nobody_else_decides(store: StorePage, who: str, is_approved: bool) -> None:
    staff = make_staff(store)
    state = submit(store, staff, city="Draftville")
    dismissed = make_owner(store, "dismissed")
    dismiss_owner(by=None, user=dismissed, store=store)
    people = {
        "staff themselves": staff,
        "other staff": make_staff(store, "other"),
        "owner of another store": make_owner(make_store("switchback"), "neighbour"),
        "editor": make_editor(),
        "dismissed": dismissed,
    }
    with pytest.raises(PermissionDenied):
        decide(by=fresh(people[who]), state=state, is_approved=is_approved, seen=seen(store), comment="No")
    assert StorePage.objects.get(pk=store.pk).city == "Pitman"
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_wagtails_own_way_to_approve_needs_the_right_to_publish_too(store: StorePage) -> None:
    staff = make_staff(store)
    state = submit(store, staff, city="Draftville")
    with pytest.raises(PublishPagePermissionError):
        state.approve(user=staff)


def test_words_that_a_form_adds_to_a_decision_are_left_out(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    extra: dict[str, Any] = {"update": False, "other": "x"}
    state.task.specific.on_action(state, owner, "approve", comment="Fine", **extra)
    assert StorePage.objects.get(pk=store.pk).city == "Draftville"


# What a decision is about


def test_what_is_over_is_not_approved_by_any_door(store: StorePage) -> None:
    """It would be called published, and nobody would see it."""
    owner, staff = make_owner(store), make_staff(store)
    page = make_page("about", at_store=store)
    page.expire_at = timezone.now() - timedelta(hours=3)
    page.save()
    state = submit(page, staff)
    assert [action for action, _words, _form in state.task.specific.get_actions(page, owner)] == ["reject"]
    with pytest.raises(ValidationError, match=r"ended on .*nobody would see it"):
        approve(state, owner, page)
    decide(by=owner, state=state, is_approved=False, seen=seen(page), comment="It has ended.")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES


def test_approval_of_what_has_changed_since_it_was_seen_is_refused(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    looked_at = seen(store)
    draft = StorePage.objects.get(pk=store.pk).get_latest_revision_as_object()
    draft.city = "Somewhere else"
    draft.save_revision()
    with pytest.raises(ValidationError, match="changed since"):
        decide(by=owner, state=state, is_approved=True, seen=looked_at)
    assert StorePage.objects.get(pk=store.pk).city == "Pitman"
    approve(state, owner, store)
    assert StorePage.objects.get(pk=store.pk).city == "Somewhere else"


def test_automatic_save_over_the_same_revision_counts_as_a_change(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    looked_at = seen(store)
    draft = StorePage.objects.get(pk=store.pk).get_latest_revision_as_object()
    draft.city = "Somewhere else"
    draft.save_revision(user=draft.latest_revision.user, overwrite_revision=draft.latest_revision)
    with pytest.raises(ValidationError, match="changed since"):
        decide(by=owner, state=state, is_approved=True, seen=looked_at)


def test_second_decision_is_refused(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    decide(by=owner, state=state, is_approved=False, comment="Not yet")
    with pytest.raises(ValidationError, match="meanwhile"):
        approve(state, owner, store)


def test_sending_back_needs_a_comment(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    with pytest.raises(ValidationError, match="different"):
        decide(by=owner, state=state, is_approved=False, comment="  ")


def test_import_meanwhile_is_live_at_once_and_the_approval_goes_on(store: StorePage) -> None:
    owner, state = make_owner(store), submit(store, make_staff(store), city="Draftville")
    looked_at = seen(store)
    slot = OpeningHours(counter="store", weekday=1, opens_at=time(8), closes_at=time(20))
    change_store(by=None, store=store, fields={"street": "1 New Street"}, opening_hours={"store": [slot]})
    live = StorePage.objects.get(pk=store.pk)
    assert (live.street, live.city, live.workflow_in_progress) == ("1 New Street", "Pitman", True)
    with pytest.raises(ValidationError, match="changed since"):
        decide(by=owner, state=state, is_approved=True, seen=looked_at)
    approve(state, owner, store)
    live = StorePage.objects.get(pk=store.pk)
    assert (live.street, live.city, live.opening_hours.filter(counter="store").count()) == (
        "1 New Street",
        "Draftville",
        1,
    )


def test_owner_who_publishes_the_draft_ends_the_approval(store: StorePage) -> None:
    submit(store, make_staff(store), city="Draftville")
    page = StorePage.objects.get(pk=store.pk)
    page.get_latest_revision().publish(user=make_owner(store))
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert StorePage.objects.get(pk=store.pk).city == "Draftville"


def test_submission_of_dismissed_staff_stays_and_can_be_approved(store: StorePage) -> None:
    staff, owner = make_staff(store), make_owner(store)
    state = submit(store, staff, city="Draftville")
    dismiss_owner(by=owner, user=staff, store=store)
    assert [row.state_id for row in waiting_for(fresh(owner))] == [state.pk]
    approve(state, owner, store)
    assert StorePage.objects.get(pk=store.pk).city == "Draftville"


# What waits for whom


def test_list_names_what_waits_at_own_stores_only(store: StorePage) -> None:
    owner, other = make_owner(store), make_store("switchback")
    page = make_page("about", at_store=store)
    staff = make_staff(store, first_name="Sam", last_name="Rivera")
    submit(page, staff, title="About our team")
    submit(other, make_staff(other, "stranger"), city="Elsewhere")
    assert [(row.title, row.store.pk, row.by, row.kind) for row in waiting_for(owner)] == [
        ("About our team", store.pk, "Sam Rivera", "standard page")
    ]
    assert waiting_for(staff) == []
    assert {row.store.pk for row in waiting_for(make_admin())} == {store.pk, other.pk}
    assert len(waiting_at(store)) == 1


def test_what_was_sent_back_is_listed_with_its_comment_until_it_is_submitted_again(store: StorePage) -> None:
    owner, staff = make_owner(store), make_staff(store)
    state = submit(store, staff, city="Draftville")
    decide(by=owner, state=state, is_approved=False, comment="Mind the spelling")
    assert [(row.comment, row.decided_by) for row in sent_back_at(store)] == [("Mind the spelling", "owner")]
    WorkflowState.objects.get().resume(user=staff)
    assert (sent_back_at(store), len(waiting_at(store))) == ([], 1)


@pytest.mark.parametrize("count", [1, 12])
def test_list_costs_the_same_for_one_submission_and_for_many(
    store: StorePage, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    owner, stores = make_owner(store), [make_store(f"store-{number}") for number in range(count)]
    for number, each in enumerate(stores):
        appoint_owner(by=None, user=owner, store=each)
        submit(each, make_staff(each, f"staff-{number}"), city="Draftville")
    user = fresh(owner)
    waiting_for(user)
    with django_assert_num_queries(3):
        assert len(waiting_for(user)) == count
