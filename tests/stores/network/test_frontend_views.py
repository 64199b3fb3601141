"""The screens of frontend addresses, from both sides: network admins use them, for others they do not exist."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from stores.models import NetworkFrontend, StorePage, StoreRegistration
from stores.people.appointing import appoint_owner, appoint_staff
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

OWN = {"where": "own", "address": "https://www.example.com/pitman/", "built_in_site": "noindex"}
DEFAULT = {"address": "https://{store}.shops.example.com/", "built_in_site": "redirect"}


@pytest.fixture
def client() -> Client:
    """At the network's host, where the admin is."""
    return Client(headers={"host": settings.NETWORK_HOST})


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def admin(client: Client) -> User:
    user = make_admin()
    client.force_login(user)
    return user


def of(store: StorePage) -> str:
    return reverse("stores_network:frontend", args=[store.pk])


FOR_ALL = "stores_network:frontends"


def words(response: Any) -> str:
    text: str = response.content.decode()
    return text


def kept(store: StorePage) -> tuple[str, str]:
    row = StoreRegistration.objects.get(store=store)
    return row.frontend_address, row.built_in_site


def test_network_admin_says_where_a_store_is_read(client: Client, admin: User, pitman: StorePage) -> None:
    assert "on its built-in site" in words(client.get(of(pitman)))
    response: Any = client.post(of(pitman), OWN, follow=True)
    assert "Patients read Pitman Pharmacy at https://www.example.com/pitman now." in words(response)
    assert kept(pitman) == ("https://www.example.com/pitman", "noindex")
    assert "https://www.example.com/pitman</strong>" in words(client.get(response.redirect_chain[0][0]))
    assert client.get(of(pitman)).context["form"].initial["where"] == "own"
    client.post(of(pitman), {**OWN, "where": "built-in", "address": ""})
    assert kept(pitman) == ("built-in", "noindex")
    client.post(of(pitman), {"where": "default", "address": "", "built_in_site": "redirect"})
    assert kept(pitman) == ("", "redirect")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "http://pitman.localhost:8000/"}, "address"),
        ({"address": ""}, "address"),
        ({"where": "default"}, "address"),
        ({"where": "elsewhere"}, "where"),
        ({"built_in_site": "gone"}, "built_in_site"),
    ],
)
def test_what_the_network_refuses_is_shown_at_its_field(
    given: dict[str, str], field: str, client: Client, admin: User, pitman: StorePage
) -> None:
    response = client.post(of(pitman), {**OWN, **given})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert kept(pitman) == ("", "redirect")


def test_network_admin_sets_the_default(client: Client, admin: User, pitman: StorePage) -> None:
    other = make_store("switchback")
    client.post(of(other), OWN)
    response: Any = client.post(reverse(FOR_ALL), DEFAULT, follow=True)
    assert "Stores that say nothing else are at https://{store}.shops.example.com now." in words(response)
    assert ": 1 store today." in words(response)
    assert "Switchback Pharmacy</a>: https://www.example.com/pitman" in words(response)
    assert "at https://pitman.shops.example.com" in words(client.get(of(pitman)))
    changes = words(client.get(reverse("stores_network_changes")))
    assert "https://{store}.shops.example.com" in changes
    refused = client.post(reverse(FOR_ALL), {**DEFAULT, "address": "https://www.example.com"})
    assert list(refused.context["form"].errors) == ["address"]
    assert NetworkFrontend.objects.get().address == "https://{store}.shops.example.com"


def test_of_many_stores_with_an_address_the_first_are_named(
    client: Client, admin: User, pitman: StorePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stores.network.frontend_views.SHOWN", 1)
    for store in (pitman, make_store("switchback")):
        client.post(of(store), {**OWN, "address": f"https://www.example.com/{store.slug}"}, follow=True)
    text = words(client.get(reverse(FOR_ALL)))
    assert "https://www.example.com/pitman" in text
    assert "https://www.example.com/switchback" not in text
    assert "And 1 more" in text


@pytest.mark.parametrize("role", ["editor", "owner", "staff"])
def test_for_everybody_else_the_screens_do_not_exist(role: str, client: Client, pitman: StorePage) -> None:
    user = make_editor() if role == "editor" else make_user(role)
    if role != "editor":
        appoint: Any = appoint_owner if role == "owner" else appoint_staff
        appoint(by=make_admin(), user=user, store=pitman)
    client.force_login(user)
    for url, data in ((of(pitman), OWN), (reverse(FOR_ALL), DEFAULT)):
        assert (client.get(url).status_code, client.post(url, data).status_code) == (404, 404)
    assert kept(pitman) == ("", "redirect")
    assert not NetworkFrontend.objects.exists()
