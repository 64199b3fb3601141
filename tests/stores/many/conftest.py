"""An owner of three stores, one of them three hours behind, and their neighbor."""

from collections.abc import Mapping
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_user
from tests.factories.stores import make_store

FRIDAY = "2026-12-18 18:00+00:00"
"""1 pm at Pitman, which closes at 7 pm; 10 am in Los Angeles."""


@pytest.fixture
def three(db: None) -> list[StorePage]:
    """Pitman, Switchback (the same hours), and a store on the West Coast."""
    west = make_store("west", title="West Pharmacy", state="CA", city="Fresno", time_zone="America/Los_Angeles")
    return [make_store("pitman"), make_store("switchback"), west]


@pytest.fixture
def neighbour(db: None) -> StorePage:
    return make_store("millrace", title="Secret Millrace")


@pytest.fixture
def owner(three: list[StorePage]) -> User:
    user = make_user("owner", first_name="Ann", last_name="Olsen")
    for store in three:
        appoint_owner(by=None, user=user, store=store)
    return user


@pytest.fixture
def client(owner: User) -> Client:
    return logged_in(owner)


def main_of(response: Any) -> Any:
    assert response.status_code == 200, response
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert main is not None
    return main


def words(tag: Tag) -> str:
    return " ".join(tag.text.split())


def hidden_fields(tag: Tag) -> Mapping[str, str]:
    """What the form that is sent holds."""
    return {str(each["name"]): str(each["value"]) for each in tag.select("form[method=post] input[type=hidden]")}


def press(client: Client, url: str, seen: Tag, **over: str) -> Any:
    """The button that does it, on the screen that was seen."""
    return client.post(url, {**hidden_fields(seen), **over})


def address(change: str, stores: list[StorePage] | None = None, **query: Any) -> str:
    """Of the screen that shows what would change; without stores, of all of one's own."""
    parts: list[tuple[str, Any]] = [("store", store.pk) for store in stores or ()]
    parts += [("of", "these")] if stores is not None else []
    encoded = "&".join(f"{name}={value}" for name, value in [*parts, *query.items(), ("see", 1)])
    return f"{reverse('stores_many_change', args=[change])}?{encoded}"
