"""People of several stores: one is chosen, is remembered, and is looked for anew on each request."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.users.models import User
from stores.desk.chosen import PROFILE_KEY
from stores.models import StorePage
from stores.people.appointing import appoint_owner, dismiss_owner
from tests.cms.admin_forms import logged_in
from tests.factories.network import PASSWORD, make_admin, make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores(db: None) -> dict[str, StorePage]:
    return {slug: make_store(slug) for slug in ("alder", "birch", "cedar")}


@pytest.fixture
def owner(stores: dict[str, StorePage]) -> User:
    """Of the first two."""
    user = make_user("owner")
    for slug in ("alder", "birch"):
        appoint_owner(by=None, user=user, store=stores[slug])
    return user


@pytest.fixture
def client(owner: User) -> Client:
    return logged_in(owner)


def at_home(client: Client) -> str:
    """The heading of the home."""
    heading = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("h1")
    assert heading is not None
    return heading.text.strip()


def choose(client: Client, store: StorePage, screen: str = "") -> str:
    response = client.post(reverse("stores_choose", args=[store.pk]), {"screen": screen})
    return str(response["Location"]) if response.status_code == 302 else str(response.status_code)


def others(client: Client, url: str) -> list[str]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return [str(each["formaction"]) for each in page.select("button[form=stores-switch]")]


def test_first_store_by_name_is_the_first_home(client: Client) -> None:
    assert at_home(client) == "Alder Pharmacy"


def test_chosen_store_stays(client: Client, stores: dict[str, StorePage]) -> None:
    assert choose(client, stores["birch"]) == "/admin/"
    assert at_home(client) == at_home(client) == "Birch Pharmacy"


def test_chosen_store_is_there_after_the_next_login(client: Client, owner: User, stores: dict[str, StorePage]) -> None:
    choose(client, stores["birch"])
    client.logout()
    assert client.login(username="owner", password=PASSWORD)
    assert at_home(client) == "Birch Pharmacy"


def test_small_views_follow_and_lead(client: Client, stores: dict[str, StorePage]) -> None:
    dates = reverse("stores_dates", args=[stores["birch"].pk])
    assert choose(client, stores["birch"], "stores_dates") == dates
    assert others(client, dates) == [reverse("stores_choose", args=[stores["alder"].pk])]
    client.get(reverse("stores_today", args=[stores["alder"].pk]))
    assert at_home(client) == "Alder Pharmacy"


def test_screen_that_nobody_registered_leads_home(client: Client, stores: dict[str, StorePage]) -> None:
    for screen in ("wagtailadmin_logout", "stores_network:close", "https://evil.example/"):
        assert choose(client, stores["birch"], screen) == "/admin/"


def test_store_of_others_is_not_found_and_not_chosen(client: Client, stores: dict[str, StorePage]) -> None:
    assert choose(client, stores["cedar"]) == "404"
    assert at_home(client) == "Alder Pharmacy"


def test_network_admin_chooses_no_store(stores: dict[str, StorePage]) -> None:
    assert choose(logged_in(make_admin()), stores["alder"]) == "404"


def test_remembered_store_that_one_has_left_is_gone(client: Client, owner: User, stores: dict[str, StorePage]) -> None:
    choose(client, stores["birch"])
    dismiss_owner(by=None, user=owner, store=stores["birch"])
    # It ended the session.
    again = logged_in(owner)
    assert at_home(again) == "Alder Pharmacy"
    assert others(again, "/admin/") == []


@pytest.mark.parametrize("wish", ["cedar", "nonsense", None])
def test_forged_memory_opens_nothing(
    wish: str | None, client: Client, owner: User, stores: dict[str, StorePage]
) -> None:
    profile = UserProfile.get_for_user(owner)
    profile.dismissibles = {PROFILE_KEY: stores[wish].pk if wish in stores else wish}
    profile.save()
    assert at_home(client) == "Alder Pharmacy"


def test_who_has_one_store_sees_no_switcher(stores: dict[str, StorePage]) -> None:
    user = make_user("one")
    appoint_owner(by=None, user=user, store=stores["cedar"])
    assert others(logged_in(user), "/admin/") == []


def test_menu_of_many_stores_shows_the_chosen_one(client: Client, owner: User, stores: dict[str, StorePage]) -> None:
    for number in range(5):
        appoint_owner(by=None, user=owner, store=make_store(f"more-{number}"))
    choose(client, stores["birch"])
    html = client.get("/admin/").content.decode()
    shown = [store for store in StorePage.objects.all() if f'"/admin/pages/{store.pk}/"' in html]
    assert shown == [stores["birch"]]
