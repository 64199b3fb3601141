"""One invitation in two hands at the same moment: one link makes one account, and a revoked one is not sent again."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from cms.users.models import User
from stores.people.inviting import HasAccount, NotGood, accept_as_new, invite, revoke, send_again
from tests.factories.invitations import mailed_token
from tests.factories.network import make_admin
from tests.factories.stores import make_store


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_link_that_is_opened_twice_at_once_makes_one_account() -> None:
    store = make_store("pitman")
    invite(by=make_admin(), store=store, email="rosa@pitman.example", role="staff")
    token = mailed_token()
    start, ends = threading.Barrier(4), []

    def accept() -> None:
        start.wait()
        try:
            accept_as_new(token=token, first_name="Rosa", last_name="Diaz", password="quiet-river-42-stones")
            ends.append("in")
        except (NotGood, HasAccount) as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads: list[Any] = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["NotGood", "NotGood", "NotGood", "in"]
    assert User.objects.filter(email="rosa@pitman.example").count() == 1
    assert store.registration.staff.user_set.count() == 1


def wait_until_somebody_waits_for_a_row() -> None:
    """Until another connection is held up by a lock, or ten seconds are over."""
    end = time.monotonic() + 10
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("late", [revoke, send_again])
def test_invitation_that_is_being_revoked_is_neither_sent_nor_revoked_again(late: Any, mailoutbox: list[Any]) -> None:
    store, admin = make_store("pitman"), make_admin()
    invitation = invite(by=admin, store=store, email="rosa@pitman.example", role="staff")
    ends: list[str] = []

    def come_late() -> None:
        try:
            late(by=admin, invitation=invitation)
            ends.append("done")
        except NotGood:
            ends.append("NotGood")
        finally:
            connection.close()

    thread: Any = threading.Thread(target=come_late)
    with transaction.atomic():
        revoke(by=admin, invitation=invitation)
        thread.start()
        wait_until_somebody_waits_for_a_row()
    thread.join()
    assert ends == ["NotGood"]
    assert len(mailoutbox) == 1
