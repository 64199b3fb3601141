"""Today's panel, and the ways to the store's small views."""

import pytest
from django.urls import reverse
from time_machine import travel

from stores.models import StorePage, TodayChange
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"
VIEWS = ("stores_today", "stores_dates", "stores_lines")


def today(store: StorePage) -> str:
    return reverse("stores_today", args=[store.pk])


@travel(FRIDAY, tick=False)
@pytest.mark.parametrize("role", ["owner", "admin"])
def test_owner_and_network_admin_close_early_and_take_it_back(
    role: str, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of(role)
    page = client.post(today(pitman), {"closes_at": "16:00"}, follow=True).content.decode()
    assert "Store: Open until 4:00pm" in page
    assert "As usual again" in page
    client.post(today(pitman), {"as_usual": "1"})
    assert not TodayChange.objects.exists()


@pytest.mark.parametrize(
    ("role", "statuses"), [("staff", (200, 404)), ("editor", (404, 404)), ("neighbour", (404, 404))]
)
def test_nobody_else_changes_today(
    role: str, statuses: tuple[int, int], pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of(role)
    answers = client.get(today(pitman)), client.post(today(pitman), {"is_closed": "on"})
    assert tuple(answer.status_code for answer in answers) == statuses
    assert not TodayChange.objects.exists()


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_home_leads_to_the_dates_and_the_networks_banners(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    home = client_of(role).get("/admin/").content.decode()
    found = [view for view in VIEWS if reverse(view, args=[pitman.pk]) in home]
    assert found == list(VIEWS)


@pytest.mark.parametrize(("role", "is_led"), [("owner", True), ("admin", True), ("editor", False)])
def test_page_of_the_store_leads_to_its_views(role: str, is_led: bool, pitman: StorePage, client_of: ClientOf) -> None:
    folder = client_of(role).get(reverse("wagtailadmin_explore", args=[pitman.pk])).content.decode()
    assert {reverse(view, args=[pitman.pk]) in folder for view in VIEWS} == {is_led}
