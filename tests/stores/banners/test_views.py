"""The network's promo lines at a store, from both sides of each right."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from stores.models import HiddenBanner, NetworkBanner, StorePage
from tests.factories.dated import make_network_banner
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db


def screen_of(store: StorePage) -> str:
    return reverse("stores_lines", args=[store.pk])


def tap(name: str, store: StorePage, banner: NetworkBanner) -> str:
    return reverse(f"stores_{name}_banner", args=[store.pk, banner.pk])


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_owner_and_network_admin_hide_and_show(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, banner = client_of(role), make_network_banner(store_may="hide")
    assert client.post(tap("hide", pitman, banner)).headers["Location"] == screen_of(pitman)
    assert HiddenBanner.objects.get().store == pitman
    assert tap("show", pitman, banner) in client.get(screen_of(pitman)).content.decode()
    client.post(tap("show", pitman, banner))
    assert not HiddenBanner.objects.exists()


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_newsroom_and_owner_of_another_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, banner = client_of(role), make_network_banner(store_may="hide")
    HiddenBanner.objects.create(store=pitman, banner=make_network_banner("Other", store_may="hide"))
    assert client.get(screen_of(pitman)).status_code == 404
    assert {client.post(tap(name, pitman, banner)).status_code for name in ("hide", "show")} == {404}
    assert HiddenBanner.objects.count() == 1


def test_staff_read_and_change_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client, banner = client_of("staff"), make_network_banner(store_may="replace")
    panel = BeautifulSoup(client.get(screen_of(pitman)).content, "html.parser").select_one("#banners-section")
    assert "Savings" in panel.text
    assert panel.select(".stores-row form, .stores-row a") == []
    assert {client.post(tap(name, pitman, banner)).status_code for name in ("hide", "show")} == {404}
    assert not HiddenBanner.objects.exists()


def test_line_for_another_store_is_not_found_nor_named(pitman: StorePage, client_of: ClientOf) -> None:
    banner = make_network_banner("For them alone", store_may="hide", stores=[make_store("millrace")])
    for role in ("owner", "admin"):
        client = client_of(role)
        assert "For them alone" not in client.get(screen_of(pitman)).content.decode()
        assert {client.post(tap(name, pitman, banner)).status_code for name in ("hide", "show")} == {404}
    assert not HiddenBanner.objects.exists()


def test_line_that_always_shows_has_no_button_and_is_not_hidden(pitman: StorePage, client_of: ClientOf) -> None:
    client, banner = client_of("owner"), make_network_banner()
    assert tap("hide", pitman, banner) not in client.get(screen_of(pitman)).content.decode()
    response = client.post(tap("hide", pitman, banner), follow=True)
    assert "It can&#x27;t be hidden." in response.content.decode()
    assert not HiddenBanner.objects.exists()


def test_looking_changes_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client, banner = client_of("owner"), make_network_banner(store_may="hide")
    assert client.get(tap("hide", pitman, banner)).status_code == 405
    assert not HiddenBanner.objects.exists()


@pytest.mark.parametrize(("store_may", "is_offered"), [("hide", False), ("replace", True)])
def test_replacing_leads_to_a_new_line_of_the_store(
    pitman: StorePage, client_of: ClientOf, store_may: str, is_offered: bool
) -> None:
    banner = make_network_banner(store_may=store_may)
    page = client_of("owner").get(screen_of(pitman)).content.decode()
    add = reverse("stores_add_line", args=[pitman.pk])
    assert (f"{add}?replaces={banner.pk}" in page) is is_offered
