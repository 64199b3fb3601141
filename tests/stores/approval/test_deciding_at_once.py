"""Two owners with one submission at the same moment: one of them decides."""

import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.models import Page, PageLogEntry, TaskState

from stores.approval.deciding import decide, mark_of
from stores.models import StorePage
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff, submit


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_submission_that_is_decided_twice_at_once_is_decided_once() -> None:
    store = make_store("pitman")
    state = submit(store, make_staff(store), city="Glassboro")
    owners = [make_owner(store, f"owner-{number}") for number in range(4)]
    revision = Page.objects.get(pk=store.pk).latest_revision
    assert revision is not None
    seen, start, ends = mark_of(revision), threading.Barrier(len(owners)), []

    def approve(owner: Any) -> None:
        start.wait()
        try:
            decide(by=owner, state=TaskState.objects.get(pk=state.pk), is_approved=True, seen=seen)
            ends.append("approved")
        except ValidationError:
            ends.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[owner]) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["approved", "too late", "too late", "too late"]
    assert StorePage.objects.get(pk=store.pk).city == "Glassboro"
    assert PageLogEntry.objects.filter(page=store.pk, action="wagtail.workflow.approve").count() == 1
