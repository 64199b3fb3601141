"""The table of verdicts is asked for every view of the admin, and what it does not know does not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from stores.isolation import middleware
from stores.models import StorePage
from tests.factories.people import ClientOf
from tests.factories.stores import make_store


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


@pytest.mark.django_db
def test_view_that_is_allowed_is_asked_whose_the_page_is(client_of: ClientOf, pitman: StorePage) -> None:
    client, other = client_of("owner"), make_store("switchback")
    assert client.get(reverse("wagtailadmin_explore", args=[pitman.pk])).status_code == 200
    answer = client.get(reverse("wagtailadmin_explore", args=[other.pk]))
    assert answer.status_code == 404
    assert getattr(answer, "refused_by_isolation", False)
