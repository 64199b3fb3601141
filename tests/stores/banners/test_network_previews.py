"""A promo line of the network that is being written, at one store: where it stands, why patients would not read it."""

from datetime import UTC, date, datetime

import pytest

from stores.banners.network import why_banner_is_not_shown
from stores.banners.shown import banners_of
from stores.choices import AudienceKind, StoreMay
from stores.models import HiddenBanner, NetworkBanner, StorePage
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 25, 4, 59, tzinfo=UTC)
"""The last minute of December 24 in New York."""


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman", banners=[])


def network_banner(
    text: str = "Savings at {{ store.name }}", *, is_saved: bool = True, **fields: object
) -> NetworkBanner:
    banner = NetworkBanner(text=text, has_no_end=True, **fields)
    if is_saved:
        banner.save()
    return banner


def texts(store: StorePage, draft: NetworkBanner | None = None) -> list[str]:
    return [shown.text for shown in banners_of(store, AT, draft)]


@pytest.mark.parametrize("is_saved", [True, False])
def test_line_that_the_store_shows_has_no_reason(is_saved: bool, store: StorePage) -> None:
    assert why_banner_is_not_shown(network_banner(is_saved=is_saved), store, AT) == []


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"show_from": date(2026, 12, 24)}, []),
        ({"show_from": date(2026, 12, 25)}, ["It starts on Friday, December 25, 2026."]),
        ({"show_until": date(2026, 12, 24), "has_no_end": False}, []),
        ({"show_until": date(2026, 12, 23), "has_no_end": False}, ["It ended on Wednesday, December 23, 2026."]),
    ],
)
def test_days_are_the_stores_own(fields: dict[str, object], reasons: list[str], store: StorePage) -> None:
    banner = NetworkBanner(**{"text": "A line", "has_no_end": True, **fields})
    assert why_banner_is_not_shown(banner, store, AT) == reasons
    assert texts(store, banner) == ["A line"]


def test_audience_is_the_drafts(store: StorePage) -> None:
    banner = network_banner()
    banner.audience = AudienceKind.CHOSEN
    assert why_banner_is_not_shown(banner, store, AT) == ["This store is not in its audience."]
    banner.audience_stores = [store]
    assert why_banner_is_not_shown(banner, store, AT) == []
    assert texts(store, banner) == ["Savings at Pitman Pharmacy"]


def test_hidden_line_says_so_unless_the_draft_forbids_it(store: StorePage) -> None:
    banner = network_banner(store_may=StoreMay.HIDE)
    HiddenBanner.objects.create(store=store, banner=banner)
    assert texts(store) == []
    assert why_banner_is_not_shown(banner, store, AT) == ["The store hides it."]
    assert texts(store, banner) == ["Savings at Pitman Pharmacy"]
    banner.store_may = StoreMay.NOTHING
    assert why_banner_is_not_shown(banner, store, AT) == []


def test_replaced_line_says_by_what_and_both_are_seen(store: StorePage) -> None:
    banner = network_banner(store_may=StoreMay.HIDE_OR_REPLACE)
    add_banner(store, "Our own at {{ store.name }}", replaces=banner)
    assert texts(store) == ["Our own at Pitman Pharmacy"]
    assert why_banner_is_not_shown(banner, store, AT) == [
        "The store shows its own line instead: “Our own at Pitman Pharmacy”."
    ]
    assert texts(store, banner) == ["Savings at Pitman Pharmacy", "Our own at Pitman Pharmacy"]


def test_draft_stands_where_its_order_puts_it(store: StorePage) -> None:
    first, last = network_banner("First", sort_order=1), network_banner("Last", sort_order=9)
    add_banner(store, "Our own")
    assert texts(store, network_banner("New", is_saved=False, sort_order=5)) == ["First", "New", "Last", "Our own"]
    assert texts(store, network_banner("New", is_saved=False, sort_order=1)) == ["First", "New", "Last", "Our own"]
    first.sort_order = 10
    assert texts(store, first) == ["Last", "First", "Our own"]
    last.text = "Last, changed"
    assert texts(store, last) == ["First", "Last, changed", "Our own"]
