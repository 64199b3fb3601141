"""The network's promo lines as the people of one store see them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from stores.banners.network import NetworkBannerAtStore, network_banners_at
from stores.models import HiddenBanner, StorePage
from tests.factories.dated import make_network_banner
from tests.factories.stores import make_store, new_banner

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
EARLY, LATE = date(2026, 12, 1), date(2026, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman", banners=[])


def only(store: StorePage, at: datetime = AT) -> NetworkBannerAtStore:
    (banner,) = network_banners_at(store, at)
    return banner


@pytest.mark.parametrize(
    ("store_may", "may"), [("nothing", (False, False)), ("hide", (True, False)), ("replace", (True, True))]
)
def test_what_a_store_may_do(store: StorePage, store_may: str, may: tuple[bool, bool]) -> None:
    make_network_banner("Call {{ store.name }}", store_may=store_may)
    banner = only(store)
    assert (banner.may_hide, banner.may_replace) == may
    assert (banner.text, banner.state, banner.is_shown) == ("Call Pitman Pharmacy", "Shown now", True)


def test_line_for_other_stores_is_not_named(store: StorePage) -> None:
    make_network_banner(stores=[make_store("switchback")])
    assert network_banners_at(store, AT) == []


def test_hidden_line_says_so(store: StorePage) -> None:
    HiddenBanner.objects.create(store=store, banner=make_network_banner(store_may="hide"))
    assert (only(store).state, only(store).is_hidden, only(store).is_shown) == ("Hidden here", True, False)


def test_line_that_may_no_longer_be_hidden_is_shown(store: StorePage) -> None:
    HiddenBanner.objects.create(store=store, banner=make_network_banner(store_may="nothing"))
    assert (only(store).state, only(store).is_hidden) == ("Shown now", False)


def test_replaced_line_names_what_stands_there() -> None:
    banner = make_network_banner(store_may="replace")
    store = make_store("pitman", banners=[new_banner("Ask {{ store.name }}", replaces=banner)])
    assert only(store).state == "Replaced by your “Ask Pitman Pharmacy”"


def test_line_is_shown_again_when_the_replacing_one_has_ended() -> None:
    banner = make_network_banner(store_may="replace")
    store = make_store("pitman", banners=[new_banner("Own", replaces=banner, show_until=date(2026, 12, 17))])
    assert only(store).state == "Shown now"


@pytest.mark.parametrize(
    ("dates", "state", "days"),
    [
        ({"show_from": LATE}, "Not yet", "From Thursday, December 31, 2026, no end"),
        ({"has_no_end": False, "show_until": EARLY}, "Over", "Until Tuesday, December 1, 2026"),
        (
            {"has_no_end": False, "show_from": EARLY, "show_until": LATE},
            "Shown now",
            "From Tuesday, December 1, 2026, until Thursday, December 31, 2026",
        ),
        ({}, "Shown now", "No end"),
    ],
)
def test_days_are_told_and_count_in_the_stores_own_calendar(
    store: StorePage, dates: dict[str, Any], state: str, days: str
) -> None:
    make_network_banner(**dates)
    assert (only(store).state, only(store).days) == (state, days)
    assert only(store).is_over is (state == "Over")
