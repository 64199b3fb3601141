"""The page of a store that has closed for good."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from stores.models import StorePage
from stores.opening.opening import close_store
from stores.opening.registration import PrescriptionsAt, change_registration
from tests.factories.stores import make_store
from tests.frontend_templates.reading import words_of

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 12, 18, 10, tzinfo=ZoneInfo("America/New_York"))
NEAR = {"avon": "39.740000", "elmer": "39.900000", "salem": "40.500000", "newark": "41.000000"}


@pytest.fixture
def network(db: None) -> dict[str, StorePage]:
    """Pitman, and four others, the farther the later in the alphabet but for Newark."""
    others = {
        slug: make_store(
            slug, title=f"{slug.title()} Pharmacy", latitude=Decimal(north), longitude=Decimal("-75.131600")
        )
        for slug, north in NEAR.items()
    }
    return {"pitman": make_store("pitman", refill_url="https://refill.example/pitman"), **others}


def closed(client: Client, path: str = "/") -> Any:
    with time_machine.travel(FRIDAY, tick=False):
        response = client.get(path, headers={"host": "pitman.localhost:8000"})
    assert response.status_code == 410
    return response


def test_closed_store_shows_nothing_that_is_no_longer_so(client: Client, network: dict[str, StorePage]) -> None:
    close_store(by=None, store=network["pitman"])
    for path in ("/", "/health/", "/nothing/"):
        page = closed(client, path).text
        html = BeautifulSoup(page, "html.parser")
        words = words_of(page)
        assert "Pitman Pharmacy has closed" in words
        assert "(856) 589-2392" not in [link.text for link in html.select("a[href^='tel:']")]
        assert "ld+json" not in page
        assert "refill.example" not in page
        assert html.select("table, .facts, .foot") == []
        assert "Mon-Fri" not in words
        links = [str(link["href"]) for link in html.select("a[href], link[rel=canonical]")]
        assert [link for link in links if "pitman.localhost" in link] == []


def test_nearest_stores_are_named_with_link_phone_directions_and_state(
    client: Client, network: dict[str, StorePage]
) -> None:
    close_store(by=None, store=network["pitman"])
    html = BeautifulSoup(closed(client).content, "html.parser")
    rows = html.select(".nearest > li")
    assert [row.select_one("h2").text for row in rows] == ["Avon Pharmacy", "Elmer Pharmacy", "Salem Pharmacy"]
    first = rows[0]
    hrefs = [str(link["href"]) for link in first.select("a")]
    assert hrefs[0] == "http://avon.localhost:8000/"
    assert hrefs[1] == "tel:+18565892392"
    assert hrefs[2].startswith("https://www.google.com/maps/dir/")
    assert "Pharmacy open until 1:30pm · Store until 7:00pm" in " ".join(first.text.split())


def test_store_without_a_place_names_those_of_its_city_first(client: Client, network: dict[str, StorePage]) -> None:
    StorePage.objects.filter(slug="pitman").update(latitude=None, longitude=None)
    StorePage.objects.filter(slug="newark").update(city="Pitman", state="NJ")
    StorePage.objects.exclude(slug__in=["pitman", "newark"]).update(city="Elsewhere")
    close_store(by=None, store=StorePage.objects.get(slug="pitman"))
    html = BeautifulSoup(closed(client).content, "html.parser")
    assert html.select(".nearest h2")[0].text == "Newark Pharmacy"


def test_number_of_queries_does_not_rise_with_the_stores(
    client: Client, network: dict[str, StorePage], django_assert_max_num_queries: Any
) -> None:
    close_store(by=None, store=network["pitman"], prescriptions_at=network["elmer"])
    with django_assert_max_num_queries(22):
        closed(client)


def test_where_the_prescriptions_went_is_said_if_the_network_says_so(
    client: Client, network: dict[str, StorePage]
) -> None:
    close_store(by=None, store=network["pitman"])
    assert "prescriptions" not in words_of(closed(client).text)
    pitman, newark = (StorePage.objects.get(slug=slug) for slug in ("pitman", "newark"))
    change_registration(by=None, store=pitman, prescriptions=PrescriptionsAt(newark))
    page = closed(client).text
    assert "Your prescriptions are at Newark Pharmacy , (856) 589-2392 ." in words_of(page)
    assert 'href="http://newark.localhost:8000/"' in page
    change_registration(by=None, store=pitman, prescriptions=PrescriptionsAt(None))
    assert "prescriptions" not in words_of(closed(client).text)


def test_store_that_has_closed_since_is_not_named(client: Client, network: dict[str, StorePage]) -> None:
    close_store(by=None, store=network["pitman"], prescriptions_at=network["avon"])
    close_store(by=None, store=network["avon"])
    words = words_of(closed(client).text)
    assert "prescriptions" not in words
    assert "Avon" not in words


def test_prescriptions_are_at_an_open_store_of_another_name(network: dict[str, StorePage]) -> None:
    avon = close_store(by=None, store=network["avon"])
    for keeper in (network["pitman"], avon):
        with pytest.raises(ValidationError):
            close_store(by=None, store=network["pitman"], prescriptions_at=keeper)
    with pytest.raises(ValidationError):
        change_registration(by=None, store=network["elmer"], prescriptions=PrescriptionsAt(network["salem"]))
