"""The table of verdicts is asked for every view of the admin, and what it does not know does not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from stores.isolation import middleware
from tests.factories.people import ClientOf


@pytest.mark.django_db
def test_view_without_a_verdict_does_not_exist_for_people_of_stores(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client: Client = client_of("owner")
    home = reverse("wagtailadmin_home")
    assert client.get(home).status_code == 200
    monkeypatch.setattr(middleware, "verdict_for", lambda _view_name: None)
    assert client.get(home).status_code == 404


@pytest.mark.django_db
def test_view_without_a_verdict_stays_open_to_network_admins(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("admin")
    monkeypatch.setattr(middleware, "verdict_for", lambda _view_name: None)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
