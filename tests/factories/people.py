"""People at one store, for the tests of its small views."""

from collections.abc import Callable

import pytest
from django.test import Client

from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.stores import make_store

ClientOf = Callable[[str], Client]


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def client_of(pitman: StorePage) -> ClientOf:
    """A browser by role: owner, staff, admin, editor, or the owner of another store."""

    def client_of(role: str) -> Client:
        if role == "admin":
            return logged_in(make_admin())
        if role == "editor":
            return logged_in(make_editor())
        user = make_user(role)
        store = make_store("switchback") if role == "neighbour" else pitman
        (appoint_staff if role == "staff" else appoint_owner)(by=None, user=user, store=store)
        return logged_in(user)

    return client_of
