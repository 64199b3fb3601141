"""The network host's own addresses."""

import pytest
from django.test import Client

from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def test_networks_host_leads_to_the_admin() -> None:
    response = Client(SERVER_NAME="localhost").get("/")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_login_of_private_documents_is_the_admins_and_keeps_where_to_go() -> None:
    response = Client(SERVER_NAME="localhost").get("/login/?next=/documents/1/a.txt")
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/documents/1/a.txt")


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/login/", "/documents/1/a.txt"])
def test_stores_host_has_none_of_them(path: str) -> None:
    make_store("pitman")
    assert Client(SERVER_NAME="pitman.localhost").get(path).status_code == 404
