"""`banners/`: promo lines of the store at the moment."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from syrupy.assertion import SnapshotAssertion

from stores.banners.network import hide_banner
from tests.api.asking import Api
from tests.factories.dated import make_spoken_banners
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_page
from tests.factories.stores import add_banner, make_store, new_banner


@pytest.mark.parametrize("store", ["pitman", "switchback"])
def test_list_is_as_reviewed(
    store: str, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("banners/", store=store) == json_snapshot


def test_fields_chosen(api: Api, lupus_network: LupusNetwork) -> None:
    items = api.items("banners/", store="pitman", fields="_,text,link(url)", limit=1)
    assert items == [
        {
            "text": "See our generic savings programme at Pitman Pharmacy",
            "link": {"url": "http://pitman.localhost:8000/savings/"},
        }
    ]


def test_a_page_of_the_list_says_how_many_there_are_in_all(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for query, length in [({"limit": 1}, 1), ({"offset": 1}, 1), ({"offset": 2}, 0), ({"limit": 0}, 0)]:
        with subtests.test(query=query, length=length):
            answer = api.get("banners/", store="pitman", **query)
            assert (len(answer["items"]), answer["meta"]["total_count"]) == (length, 2)


@pytest.mark.parametrize(
    ("wall_clock", "is_shown"),
    [
        ("2026-12-18T23:59:59", False),
        ("2026-12-19T00:00:00", True),
        ("2026-12-20T23:59:59", True),
        ("2026-12-21T00:00:00", False),
    ],
)
def test_line_shows_from_its_first_to_its_last_day_in_the_stores_own_calendar(
    wall_clock: str, is_shown: bool, api: Api
) -> None:
    weekend = new_banner("This weekend", show_from=date(2026, 12, 19), show_until=date(2026, 12, 20))
    make_store("switchback", time_zone="America/Denver", banners=[weekend])
    at = datetime.fromisoformat(wall_clock).replace(tzinfo=ZoneInfo("America/Denver"))
    with time_machine.travel(at, tick=False):
        assert bool(api.items("banners/", store="switchback")) is is_shown


def test_lines_come_in_the_stores_order(api: Api) -> None:
    banners = [new_banner(text, sort_order=place) for place, text in ((2, "c"), (0, "a"), (1, "b"))]
    make_store("pitman", banners=banners)
    assert [item["text"] for item in api.items("banners/", store="pitman")] == ["a", "b", "c"]


def test_links_to_a_number_and_to_a_page(api: Api) -> None:
    store = make_store("pitman", banners=[new_banner("Call us", link_phone="+18565892392", link_label="Call us")])
    about = make_page("about-us", at_store=store)
    add_banner(store, "More about us", link_page=about, link_label="More")
    assert [item["link"] for item in api.items("banners/", store="pitman")] == [
        {"url": "tel:+1-856-589-2392", "path": None, "label": "Call us"},
        {"url": "http://pitman.localhost:8000/about-us/", "path": "/about-us/", "label": "More"},
    ]


def test_what_a_store_hides_is_hidden_in_every_language(api: Api, subtests: pytest.Subtests) -> None:
    store, lines = make_store("pitman", banners=[]), make_spoken_banners("Savings", "Ahorros", store_may="hide")
    make_store("millrace", banners=[])
    queries: list[dict[str, str]] = [{}, {"language": "en"}, {"language": "es"}]
    assert [len(api.items("banners/", store="pitman", **query)) for query in queries] == [2, 1, 1]
    hide_banner(by=None, store=store, banner=lines[0])
    for query in queries:
        with subtests.test(query=query):
            assert api.items("banners/", store="pitman", **query) == []
            assert api.items("banners/", store="millrace", **query)
    for path in ("/", "/es/"):
        with subtests.test(path=path):
            assert api.get("storefront/", store="pitman", path=path)["banners"] == []
