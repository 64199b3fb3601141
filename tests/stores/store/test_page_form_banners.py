"""A store's promo line may stand only for a line of the network that is for the store to replace."""

import pytest
from django.test import Client

from stores.banners.shown import banners_of
from stores.models import NetworkBanner, PromoBanner, StorePage
from tests.cms.admin_forms import edit_url, errors_of, form_at, saved, send
from tests.factories.dated import make_network_banner
from tests.factories.network import FOUNDED_AT
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

FIELD = "promo_banners-0-replaces"


@pytest.fixture
def owner(client_of: ClientOf) -> Client:
    return client_of("owner")


def replaced(store: StorePage) -> list[int | None]:
    return list(PromoBanner.objects.filter(store=store).order_by("sort_order").values_list("replaces", flat=True))


def not_for_it(kind: str) -> NetworkBanner:
    if kind == "another store's":
        return make_network_banner("Secret", store_may="replace", stores=[make_store("millrace")])
    return make_network_banner("Secret", store_may=kind)


def test_line_is_put_in_the_place_of_the_networks(owner: Client, pitman: StorePage) -> None:
    banner = make_network_banner(store_may="replace")
    saved(send(owner, edit_url(pitman), form_at(owner, edit_url(pitman)), **{FIELD: str(banner.pk)}))
    assert replaced(pitman) == [banner.pk, None]
    assert "Savings" not in [banner.text for banner in banners_of(pitman, FOUNDED_AT)]
    saved(send(owner, edit_url(pitman), form_at(owner, edit_url(pitman)), **{FIELD: ""}))
    assert replaced(pitman) == [None, None]


@pytest.mark.parametrize("kind", ["nothing", "hide", "another store's"])
def test_line_that_is_not_for_it_is_neither_offered_nor_taken(owner: Client, pitman: StorePage, kind: str) -> None:
    banner = not_for_it(kind)
    make_network_banner("Free to replace", store_may="replace")
    page = owner.get(edit_url(pitman)).content.decode()
    assert "Free to replace" in page
    assert "Secret" not in page
    response = send(owner, edit_url(pitman), form_at(owner, edit_url(pitman)), **{FIELD: str(banner.pk)})
    (message,) = errors_of(response)[FIELD]
    assert message == "Select a valid choice. That choice is not one of the available choices."
    assert replaced(pitman) == [None, None]


@pytest.mark.parametrize("kind", ["nothing", "another store's"])
def test_without_anything_to_replace_there_is_no_field_and_none_is_taken(
    owner: Client, pitman: StorePage, kind: str
) -> None:
    banner = not_for_it(kind)
    form = form_at(owner, edit_url(pitman))
    assert FIELD not in form
    saved(send(owner, edit_url(pitman), form, **{FIELD: str(banner.pk)}))
    assert replaced(pitman) == [None, None]
