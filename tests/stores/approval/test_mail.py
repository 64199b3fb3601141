"""Mail about approvals: to whom, what it says, when it goes out, and that its failure breaks nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from wagtail.models import TaskState, WorkflowState
from wagtail.users.models import UserProfile

from stores.approval.deciding import decide, mark_of
from stores.models import StorePage
from stores.people.appointing import appoint_owner, dismiss_owner
from tests.factories.network import make_admin
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff, submit

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]
PITMAN = "Pitman Pharmacy"


@pytest.fixture
def store(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def sent(store: StorePage, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Commit) -> Any:
    """What an action sends when it is committed."""

    def sent(action: Callable[[], Any]) -> list[EmailMessage]:
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return mailoutbox[before:]

    return sent


def approve(state: TaskState, by: Any) -> None:
    page = StorePage.objects.get(pk=state.workflow_state.object_id)
    assert page.latest_revision is not None
    decide(by=by, state=state, is_approved=True, seen=mark_of(page.latest_revision))


def test_owners_of_the_store_are_told_and_nobody_else(store: StorePage, sent: Any) -> None:
    staff = make_staff(store, first_name="Sam", last_name="Rivera")
    make_admin()
    other = make_store("switchback")
    make_owner(other, "neighbour")
    both = make_owner(store, "both")
    appoint_owner(by=None, user=both, store=other)
    make_owner(store)
    mails = sent(lambda: submit(store, staff, city="Draftville"))
    assert sorted(mail.to[0] for mail in mails) == ["both@mortar.example", "owner@mortar.example"]


def test_mail_says_who_what_where_and_leads_there(store: StorePage, sent: Any) -> None:
    staff = make_staff(store, first_name="Sam", last_name="Rivera")
    make_owner(store)
    mail = sent(lambda: submit(store, staff, city="Draftville"))[0]
    state = TaskState.objects.get()
    assert mail.subject == f"{PITMAN}: Sam Rivera asks you to approve a change"
    assert "- City: Pitman → Draftville" in mail.body
    assert f"http://localhost:8000/admin/stores/{store.pk}/approvals/{state.pk}/" in mail.body
    assert mail.content_subtype == "plain"
    assert "&" not in mail.body


def test_mail_about_another_page_names_it_and_its_fields(store: StorePage, sent: Any) -> None:
    make_owner(store)
    page = make_page("about", at_store=store)
    mail = sent(lambda: submit(page, make_staff(store), title="About <us>\nall"))[0]
    assert mail.subject == f"{PITMAN}: staff asks you to approve “About <us> all”"
    assert "- Title: About → About <us>\nall" in mail.body


def test_whoever_wants_no_such_mail_and_whoever_may_not_log_in_gets_none(store: StorePage, sent: Any) -> None:
    silent = make_owner(store, "silent")
    UserProfile.objects.create(user=silent, submitted_notifications=False)
    make_owner(store, "gone", is_active=False)
    assert sent(lambda: submit(store, make_staff(store), city="Draftville")) == []


def test_nothing_is_sent_of_what_was_rolled_back(store: StorePage, sent: Any) -> None:
    make_owner(store)
    staff = make_staff(store)

    def take_back() -> None:
        with transaction.atomic():
            submit(store, staff, city="Draftville")
            transaction.set_rollback(True)

    assert sent(take_back) == []
    assert not TaskState.objects.exists()


def test_mail_server_that_fails_breaks_no_submission(
    store: StorePage, sent: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*args: Any) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    make_owner(store)
    assert sent(lambda: submit(store, make_staff(store), city="Draftville")) == []
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert "was not sent to 1 people" in caplog.text


def test_staff_are_told_of_the_approval(store: StorePage, sent: Any) -> None:
    state, owner = submit(store, make_staff(store), city="Draftville"), make_owner(store, first_name="Olga")
    mails = sent(lambda: approve(state, owner))
    assert [(mail.to, mail.subject) for mail in mails] == [
        (["staff@mortar.example"], f"{PITMAN}: your change is approved")
    ]
    assert "Olga has approved" in mails[0].body


def test_staff_are_told_why_it_came_back(store: StorePage, sent: Any) -> None:
    state, owner = submit(store, make_staff(store), city="Draftville"), make_owner(store)
    mails = sent(lambda: decide(by=owner, state=state, is_approved=False, comment="Mind the “spelling” & all"))
    assert [(mail.to, mail.subject) for mail in mails] == [
        (["staff@mortar.example"], f"{PITMAN}: your change was sent back")
    ]
    assert "They say: Mind the “spelling” & all" in mails[0].body


def test_staff_are_told_when_an_owner_publishes_it_with_the_page(store: StorePage, sent: Any) -> None:
    submit(store, make_staff(store), city="Draftville")
    owner = make_owner(store)
    page = StorePage.objects.get(pk=store.pk)
    mails = sent(lambda: page.get_latest_revision().publish(user=owner))
    assert [mail.subject for mail in mails] == [f"{PITMAN}: your change was published"]


def test_whoever_takes_back_their_own_submission_gets_no_mail(store: StorePage, sent: Any) -> None:
    staff = make_staff(store)
    submit(store, staff, city="Draftville")
    assert sent(lambda: WorkflowState.objects.get().cancel(user=staff)) == []


def test_dismissed_staff_get_no_mail_about_the_store(store: StorePage, sent: Any) -> None:
    staff, owner = make_staff(store), make_owner(store)
    state = submit(store, staff, city="Draftville")
    dismiss_owner(by=owner, user=staff, store=store)
    assert sent(lambda: approve(state, owner)) == []
