"""Submitting, approving and sending back in the admin: both sides of every right, and what a tampered form gets."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import TaskState, WorkflowState

from cms.users.models import User
from stores.approval.deciding import decide
from stores.models import StorePage
from stores.people.appointing import appoint_staff, dismiss_owner
from tests.cms.admin_forms import edit_url, form_at, logged_in, text_of
from tests.factories.network import make_admin, make_editor
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def staff(store: StorePage) -> User:
    return make_staff(store, first_name="Sam", last_name="Rivera")


@pytest.fixture
def owner(store: StorePage) -> User:
    return make_owner(store, first_name="Olga", last_name="Owens")


def live(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk)


def review_url(store: StorePage, state: TaskState) -> str:
    return reverse("stores_review", args=[store.pk, state.pk])


def send_form(client: Client, store: StorePage, **more: str) -> Any:
    form = form_at(client, edit_url(store))
    form["city"] = "Draftville"
    for name, value in more.items():
        form[name.replace("_", "-")] = value
    return client.post(edit_url(store), form)


def decision(page: str) -> dict[str, str]:
    """The hidden field of the review screen, as its form sends it."""
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    return {"decision": "approve", "seen": seen.replace("&#x27;", "'")}


# Submitting


def test_staff_submit_by_the_form_and_nothing_goes_live(store: StorePage, staff: User) -> None:
    client = logged_in(staff)
    assert "Submit to the store&#x27;s owner" in client.get(edit_url(store)).content.decode()
    send_form(client, store, action_submit="1")
    assert (live(store).city, live(store).workflow_in_progress) == ("Pitman", True)


@pytest.mark.parametrize("action", ["action-publish", "action-workflow-action"])
def test_staff_publish_nothing_by_a_tampered_form(store: StorePage, staff: User, action: str) -> None:
    """Before it is submitted: what they send is saved as a draft at most."""
    send_form(logged_in(staff), store, **{action: "1", "workflow-action-name": "approve"})
    assert (live(store).city, live(store).live_revision) == ("Pitman", store.live_revision)


@pytest.mark.parametrize("action", ["action-publish", "action-workflow-action", "action-submit", ""])
def test_staff_change_and_approve_nothing_that_waits(store: StorePage, staff: User, action: str) -> None:
    client = logged_in(staff)
    form = form_at(client, edit_url(store))
    submit(store, staff, city="Draftville")
    waiting = live(store).latest_revision_id
    form["city"] = "Tampered"
    form["loaded_revision_id"] = str(waiting)
    form.update({action: "1", "workflow-action-name": "approve"})
    client.post(edit_url(store), form)
    assert (live(store).city, live(store).latest_revision_id) == ("Pitman", waiting)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_staff_take_their_own_submission_back_and_write_on(store: StorePage, staff: User) -> None:
    submit(store, staff, city="Draftville")
    client = logged_in(staff)
    page = client.get(edit_url(store)).content.decode()
    assert "cancel the submission first" in page
    assert "action-cancel-workflow" in page
    form = form_at(client, edit_url(store))
    client.post(edit_url(store), {**form.dict(), "action-cancel-workflow": "1"})
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    assert live(store).get_latest_revision_as_object().city == "Draftville"


def test_other_staff_do_not_take_it_back(store: StorePage, staff: User) -> None:
    submit(store, staff, city="Draftville")
    client = logged_in(make_staff(store, "other"))
    form = form_at(client, edit_url(store))
    client.post(edit_url(store), {**form.dict(), "action-cancel-workflow": "1"})
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_owners_are_not_asked_to_submit(store: StorePage, owner: User) -> None:
    client = logged_in(owner)
    page = make_page("about", at_store=store)
    add = reverse("wagtailadmin_pages:add", args=["cms", "standardpage", store.pk])
    for url in (edit_url(store), edit_url(page), add):
        assert "action-submit" not in client.get(url).content.decode()
    assert "action-submit" in logged_in(make_staff(store)).get(add).content.decode()


# The decision


def test_owner_sees_the_change_and_approves_it(store: StorePage, staff: User, owner: User) -> None:
    state = submit(store, staff, city="Draftville")
    client = logged_in(owner)
    page = client.get(review_url(store, state)).content.decode()
    assert "Sam Rivera asks you" in page
    assert "City: Pitman → Draftville" in page
    response = client.post(review_url(store, state), decision(page))
    assert (response.status_code, live(store).city) == (302, "Draftville")


def test_owner_sends_back_and_staff_read_why_until_they_submit_again(
    store: StorePage, staff: User, owner: User
) -> None:
    state = submit(store, staff, city="Draftville")
    logged_in(owner).post(review_url(store, state), {"decision": "send-back", "comment": "Mind <b>the</b> spelling"})
    client = logged_in(staff)
    for url in (edit_url(store), reverse("stores_approvals", args=[store.pk])):
        assert "Mind &lt;b&gt;the&lt;/b&gt; spelling" in client.get(url).content.decode()
    assert live(store).city == "Pitman"
    send_form(client, store, action_submit="1")
    assert "Mind" not in client.get(reverse("stores_approvals", args=[store.pk])).content.decode()
    assert live(store).workflow_in_progress


def test_what_was_not_seen_is_not_approved(store: StorePage, staff: User, owner: User) -> None:
    state, client = submit(store, staff, city="Draftville"), logged_in(owner)
    page = client.get(review_url(store, state)).content.decode()
    draft = live(store).get_latest_revision_as_object()
    draft.city = "Somewhere else"
    draft.save_revision()
    response = client.post(review_url(store, state), decision(page), follow=True)
    assert "Review it again" in text_of(response)
    assert "Pitman → Somewhere else" in text_of(response)
    assert live(store).city == "Pitman"


@pytest.mark.parametrize("who", ["staff", "neighbour", "owner there, staff here", "editor", "dismissed"])
def test_nobody_else_reads_or_decides(store: StorePage, staff: User, who: str) -> None:
    state = submit(store, staff, city="Draftville")
    neighbour = make_owner(make_store("switchback"), "neighbour")
    if who == "owner there, staff here":
        appoint_staff(by=None, user=neighbour, store=store)
    dismissed = make_owner(store, "dismissed")
    dismiss_owner(by=None, user=dismissed, store=store)
    people = {"staff": staff, "editor": make_editor(), "dismissed": dismissed}
    client = logged_in(people.get(who, neighbour))
    for data in ({"decision": "approve", "seen": "x"}, {"decision": "send-back", "comment": "No"}):
        assert client.get(review_url(store, state)).status_code in {302, 404}
        assert client.post(review_url(store, state), data).status_code in {302, 404}
    assert (live(store).city, live(store).workflow_in_progress) == ("Pitman", True)


def test_owner_who_was_dismissed_meanwhile_can_not_approve_with_the_open_page(
    store: StorePage, staff: User, owner: User
) -> None:
    state, client = submit(store, staff, city="Draftville"), logged_in(owner)
    page = client.get(review_url(store, state)).content.decode()
    form = form_at(client, edit_url(store))
    dismiss_owner(by=None, user=owner, store=store)
    client.post(review_url(store, state), decision(page))
    client.post(edit_url(store), {**form.dict(), "action-workflow-action": "1", "workflow-action-name": "approve"})
    assert (live(store).city, live(store).workflow_in_progress) == ("Pitman", True)


def test_network_admin_approves_too(store: StorePage, staff: User) -> None:
    state, client = submit(store, staff, city="Draftville"), logged_in(make_admin())
    page = client.get(review_url(store, state)).content.decode()
    client.post(review_url(store, state), decision(page))
    assert live(store).city == "Draftville"


def test_state_of_another_store_is_not_decided_under_ones_own(store: StorePage, owner: User) -> None:
    """Wagtail's own action view takes any state for that of the page in the URL."""
    other = make_store("switchback")
    theirs = submit(other, make_staff(other, "stranger"), city="Elsewhere")
    mine = submit(store, make_staff(store, "mine"), city="Draftville")
    client = logged_in(owner)
    for view in ("workflow_action", "collect_workflow_action_data"):
        url = reverse(f"wagtailadmin_pages:{view}", args=[store.pk, "approve", theirs.pk])
        assert client.post(url, {"comment": "x"}).status_code == 404
    assert client.post(review_url(store, theirs), {"decision": "approve"}).status_code == 404
    assert live(other).city == "Pitman"
    admin = logged_in(make_admin())
    admin.post(reverse("wagtailadmin_pages:workflow_action", args=[store.pk, "approve", mine.pk]), {"comment": ""})
    assert live(store).city == "Draftville"


def test_owner_approves_on_the_edit_page_with_own_changes(store: StorePage, staff: User, owner: User) -> None:
    submit(store, staff, city="Draftville")
    client = logged_in(owner)
    form = form_at(client, edit_url(store))
    form.update({"street": "1 New Street", "action-workflow-action": "1", "workflow-action-name": "approve"})
    form["workflow-action-extra-data"] = "{}"
    client.post(edit_url(store), form)
    assert (live(store).city, live(store).street) == ("Draftville", "1 New Street")


def test_decided_submission_leads_back_to_the_list(store: StorePage, staff: User, owner: User) -> None:
    state = submit(store, staff, city="Draftville")
    decide(by=owner, state=state, is_approved=False, comment="Not yet")
    response = logged_in(owner).get(review_url(store, state))
    assert response.headers["Location"] == reverse("stores_approvals", args=[store.pk])


# Bulk and revert


def test_staff_publish_nothing_in_bulk(store: StorePage, staff: User) -> None:
    page = make_page("about", at_store=store)
    state = submit(page, staff, title="Other words")
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    logged_in(staff).post(f"{bulk}?id={page.pk}&id={store.pk}&next=/admin/")
    page.refresh_from_db()
    assert page.title != "Other words"
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS


def test_staff_publish_nothing_by_a_revert(store: StorePage, staff: User) -> None:
    page = live(store)
    page.city = "Olden"
    old = page.save_revision()
    client = logged_in(staff)
    url = reverse("wagtailadmin_pages:revisions_revert", args=[store.pk, old.pk])
    form = form_at(client, url)
    client.post(edit_url(store), {**form.dict(), "revision": str(old.pk), "action-publish": "1"})
    assert live(store).city == "Pitman"


# The home and the list


def test_home_shows_owners_what_waits_for_them(store: StorePage, staff: User, owner: User) -> None:
    submit(store, staff, city="Draftville")
    other = make_store("switchback")
    submit(other, make_staff(other, "stranger"), title="Elsewhere")
    home = logged_in(owner).get("/admin/").content.decode()
    assert "Waiting for you" in home
    assert "from Sam Rivera" in home
    assert "Elsewhere" not in home
    assert "Waiting for you" not in logged_in(staff).get("/admin/").content.decode()


@pytest.mark.parametrize("count", [1, 11])
def test_list_of_a_store_costs_the_same_for_one_and_for_many(
    store: StorePage, staff: User, owner: User, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        submit(make_page(f"page-{number}", at_store=store), staff, title=f"Page {number}")
    client, url = logged_in(owner), reverse("stores_approvals", args=[store.pk])
    client.get(url)
    # Three of them count for the menu what needs attention: lines that have ended, holidays, what is submitted.
    with django_assert_num_queries(20):
        assert client.get(url).content.decode().count("See what changes: ") == count


def test_staff_read_on_their_home_what_was_sent_back_and_owners_do_not(
    store: StorePage, staff: User, owner: User
) -> None:
    state = submit(store, staff, city="Draftville")
    decide(by=owner, state=state, is_approved=False, comment="Which city?")
    told = "was sent back: “Which city?”"
    assert told in text_of(logged_in(staff).get(reverse("wagtailadmin_home")))
    assert told not in text_of(logged_in(owner).get(reverse("wagtailadmin_home")))
