"""The demo's hours at chosen moments: what the network and its stores say, the same by API and storefront."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from cms.demo.moments import Moment, moments
from stores.banners.shown import banners_of
from stores.choices import StoreMay
from stores.hours.engine.rows import find_conflicts
from stores.models import HiddenBanner, HolidayClosure, NetworkBanner, PromoBanner, StorePage
from tests.factories.network import FOUNDED_AT
from tests.frontend_templates.reading import words_of

pytestmark = pytest.mark.usefixtures("network", "db")

CHRISTMAS = "2026-12-25T11:00:00-05:00"
NEW_YEAR = "2027-01-01T11:00:00-06:00"
STATES = {
    "open": {"store": "open", "pharmacy": "open"},
    "its pharmacy is at lunch, the store is open": {"store": "open", "pharmacy": "closed"},
    "open past midnight": {"store": "open", "pharmacy": "closed"},
    "its drive-through is open, the store is closed": {
        "store": "closed",
        "pharmacy": "closed",
        "drive-through": "open",
        "delivery": "unknown",
    },
    "closed for Christmas": {"store": "closed", "pharmacy": "closed"},
    "hours of delivery unknown": {
        "store": "open",
        "pharmacy": "open",
        "drive-through": "open",
        "delivery": "unknown",
    },
}
WORDS = {
    "open": ("Store Open until 7:00pm", "Pharmacy Open until 1:30pm"),
    "its pharmacy is at lunch, the store is open": (
        "Store Open until 7:00pm",
        "Pharmacy Closed for lunch, opens 2:00pm",
    ),
    "open past midnight": ("Store Open until 1:00am", "Pharmacy Closed, opens 9:00am"),
    "its drive-through is open, the store is closed": (
        "Pharmacy closed, opens Wednesday 9:00am · Store closed, opens Wednesday 8:00am · Drive-through open",
        "Drive-through Open until 9:00pm",
    ),
    "closed for Christmas": ("Pharmacy today, Christmas: closed", "Store Closed, opens Monday 8:30am"),
    "hours of delivery unknown": ("Drive-through Open until 9:00pm", "Delivery Please call us for these hours."),
}
NEAR = "Staff training day"
"""The one that is near whenever the demo is built."""
USUAL = {"reason": "regular", "label": None}
SHOWN = moments(FOUNDED_AT.date())


def api(client: Client, endpoint: str, host: str, /, **query: str) -> Any:
    response: Any = client.get(f"/api/v2/{endpoint}", query_params=query, headers={"host": host})
    assert response.status_code == 200, response.content
    return response.json()


def hours_at(client: Client, slug: str, at: str) -> Any:
    return api(client, f"stores/{slug}/", "localhost:8000", at=at)["hours"]


def test_there_is_a_moment_of_every_state() -> None:
    assert [moment.words for moment in SHOWN] == list(STATES) == list(WORDS)


@pytest.mark.parametrize("moment", SHOWN, ids=[moment.words for moment in SHOWN])
def test_api_and_storefront_agree(moment: Moment, client: Client) -> None:
    host = StorePage.objects.online().get(slug=moment.store).site.hostname
    page = client.get("/", query_params={"at": moment.at}, headers={"host": host})
    answer = api(client, "storefront/", host, path="/", at=moment.at)
    hours = hours_at(client, moment.store, moment.at)
    assert {name: part["status"]["state"] for name, part in hours.items()} == STATES[moment.words]
    assert answer["store"]["hours"] == page.context["store"]["hours"] == hours
    words = words_of(page.content.decode())
    assert [text for text in WORDS[moment.words] if text not in words] == []


def test_stores_own_word_goes_before_the_networks(client: Client) -> None:
    closed, night_heron = hours_at(client, "millrace", NEW_YEAR), hours_at(client, "night-heron", NEW_YEAR)
    assert (closed["store"]["status"]["state"], night_heron["store"]["status"]["state"]) == ("closed", "open")
    assert night_heron["store"]["status"]["until"] == "2027-01-01T14:00:00-06:00"


def test_store_that_never_closes_is_left_out_of_the_networks_holidays(client: Client) -> None:
    hours = hours_at(client, "switchback", CHRISTMAS)
    assert hours["store"]["status"] == {"state": "open", "until": None, "text": "Open 24 hours", **USUAL}
    assert hours["pharmacy"]["status"]["until"] == "2026-12-25T10:00:00-07:00"


def test_holidays_stand_for_this_year_and_the_next() -> None:
    days: dict[str, list[int]] = {holiday.label: [] for holiday in HolidayClosure.objects.exclude(label=NEAR)}
    for holiday in HolidayClosure.objects.exclude(label=NEAR).order_by("starts_on"):
        days[holiday.label].append(holiday.starts_on.year)
    assert set(map(tuple, days.values())) == {(2026, 2027)}
    near = HolidayClosure.objects.get(label=NEAR)
    assert near.confirmations.get().store.slug == "cedar-point"
    assert {"Thanksgiving Day", "Christmas Day", "New Year's Day"} <= set(days)


def test_no_two_rows_of_one_rank_meet() -> None:
    for store in StorePage.objects.all():
        assert find_conflicts(row.as_dated_hours("store") for row in store.hours_exceptions.all()) == []


def test_pitman_is_as_the_import_contract_has_it(client: Client) -> None:
    pitman = StorePage.objects.get(slug="pitman")
    rows = [(row.counter, row.starts_on, row.ends_on, row.label, row.slots) for row in pitman.hours_exceptions.all()]
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    assert rows == [
        ("store", eve, eve, "Christmas Eve", [["09:00", "14:00"]]),
        ("", christmas, christmas, "Christmas Day", []),
    ]
    lines = [banner.text for banner in banners_of(_online("pitman"), FOUNDED_AT)]
    assert lines == ["Free delivery: see our Facebook page for updates", "See our generic savings program"]


def _online(slug: str) -> StorePage:
    store: StorePage = StorePage.objects.online().get(slug=slug)
    return store


def test_network_has_banners_of_every_kind() -> None:
    assert set(NetworkBanner.objects.values_list("store_may", flat=True)) == set(StoreMay.values)


def test_store_hides_a_line_that_others_of_its_group_show() -> None:
    hidden = HiddenBanner.objects.get()
    assert hidden.store.slug == "pitman"
    shown = {slug: [line.text for line in banners_of(_online(slug), FOUNDED_AT)] for slug in ("pitman", "millrace")}
    assert hidden.banner.text not in shown["pitman"]
    assert hidden.banner.text in shown["millrace"]


def test_store_shows_its_own_line_in_the_networks_place() -> None:
    own = PromoBanner.objects.get(replaces__isnull=False)
    texts = {
        slug: [line.text for line in banners_of(_online(slug), FOUNDED_AT)] for slug in ("night-heron", "switchback")
    }
    assert own.replaces is not None
    assert own.text in texts["night-heron"]
    assert own.replaces.text not in texts["night-heron"]
    assert own.replaces.text in texts["switchback"]


@pytest.mark.parametrize(("at", "is_shown"), [("2026-12-23", False), ("2026-12-24", True), ("2027-01-01", True)])
def test_line_of_the_season_comes_and_goes_by_the_clock(at: str, is_shown: bool) -> None:
    moment = datetime.fromisoformat(f"{at}T12:00:00-05:00")
    lines = [line.text for line in banners_of(_online("pitman"), moment)]
    assert any("over the holidays" in text for text in lines) is is_shown
