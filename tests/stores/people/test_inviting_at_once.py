"""Two people with one link at the same moment: one of them comes in."""

import threading
from typing import Any

import pytest
from django.db import connection

from cms.users.models import User
from stores.people.inviting import HasAccount, NotGood, accept_as_new, invite
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
