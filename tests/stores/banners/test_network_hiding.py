"""Hiding and showing the network's promo lines."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from stores.banners.network import hide_banner, show_banner
from stores.models import HiddenBanner, NetworkBanner, StorePage
from tests.factories.dated import make_network_banner
from tests.factories.network import make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


def logged() -> list[tuple[str, bool]]:
    entries = PageLogEntry.objects.filter(action__endswith="_banner").order_by("pk")
    return [(entry.action, entry.data["new"]["is_hidden"]) for entry in entries]


@pytest.mark.parametrize("store_may", ["hide", "replace"])
def test_line_is_hidden_once_and_logged_with_its_actor(store: StorePage, store_may: str) -> None:
    owner, banner = make_user("owner"), make_network_banner(store_may=store_may)
    for _ in range(2):
        hide_banner(by=owner, store=store, banner=banner)
    assert list(HiddenBanner.objects.values_list("store", "banner")) == [(store.pk, banner.pk)]
    assert logged() == [("stores.hide_banner", True)]
    entry = PageLogEntry.objects.get(action="stores.hide_banner")
    assert (entry.user, entry.data["text"], entry.data["old"]) == (owner, "Savings", {"is_hidden": False})


def test_line_that_always_shows_is_not_hidden(store: StorePage) -> None:
    with pytest.raises(ValidationError, match="can't be hidden"):
        hide_banner(by=None, store=store, banner=make_network_banner())
    assert not HiddenBanner.objects.exists()


def test_line_for_other_stores_is_not_hidden(store: StorePage) -> None:
    banner = make_network_banner(store_may="hide", stores=[make_store("switchback")])
    with pytest.raises(NetworkBanner.DoesNotExist):
        hide_banner(by=None, store=store, banner=banner)
    assert not HiddenBanner.objects.exists()


def test_hidden_line_is_shown_again_at_this_store_alone(store: StorePage) -> None:
    other, banner = make_store("switchback"), make_network_banner(store_may="hide")
    for each in (store, other):
        hide_banner(by=None, store=each, banner=banner)
    for _ in range(2):
        show_banner(by=None, store=store, banner=banner)
    assert HiddenBanner.objects.get().store == other
    assert logged()[2:] == [("stores.show_banner", False)]
