"""The count beside an audience says what the audience would reach, for the newsroom alone."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stores.choices import AudienceKind
from stores.models import HolidayClosure, NetworkBanner, StorePage
from tests.cms.admin_forms import add_url, edit_url
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_page
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

CHOSEN = {"audience": AudienceKind.CHOSEN.value}


def counted(client: Client, **sent: Any) -> dict[str, Any]:
    response = client.post(reverse("stores_audience_count"), sent)
    assert response.status_code == 200
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def summary(client: Client, **sent: Any) -> str:
    return str(counted(client, **sent)["summary"])


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, client_of: ClientOf) -> None:
    assert client_of(role).post(reverse("stores_audience_count"), CHOSEN).status_code == 404


def test_anonymous_is_sent_to_the_login(pitman: StorePage) -> None:
    response = Client(SERVER_NAME="localhost").post(reverse("stores_audience_count"), CHOSEN)
    assert response.status_code == 302


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_reads_what_stands_in_the_form(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, south = client_of(role), StoreGroupFactory.create(slug="south")
    make_store("switchback", groups=[south])
    make_store("far", groups=[south])
    assert summary(client, audience="every") == "3 of 3 stores"
    assert summary(client, audience="every", excluded_stores="Far Pharmacy (far)") == "2 of 3 stores"
    assert summary(client, **CHOSEN) == "0 of 3 stores"
    assert summary(client, **CHOSEN, audience_groups=[south.pk]) == "2 of 3 stores"
    named = {"audience_groups": [south.pk], "audience_stores": "pitman", "excluded_stores": "far"}
    assert summary(client, **CHOSEN, **named) == "2 of 3 stores"


def test_names_and_ids_of_nothing_count_for_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    sent = {
        "audience_groups": ["x", "9" * 30, "-1"],
        "audience_stores": "Nobody (nobody), x\x01",
        "p": "x",
        "which": 1,
    }
    assert summary(client, **CHOSEN, **sent) == "0 of 1 stores"
    assert summary(client, audience="nonsense") == "0 of 1 stores"


def test_stores_are_named_searched_and_paged_when_asked(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    for number in range(24):
        make_store(f"mill-{number:02}")
    assert counted(client, audience="every")["stores"] == ""
    first = BeautifulSoup(counted(client, audience="every", which="1")["stores"], "html.parser")
    assert len(first.select("li")) == 20
    assert [button["data-page"] for button in first.select("button")] == ["2"]
    last = BeautifulSoup(counted(client, audience="every", which="1", p="2")["stores"], "html.parser")
    assert [item.text.split("\n")[0] for item in last.select("li")][-1].startswith("Pitman Pharmacy")
    found = BeautifulSoup(counted(client, audience="every", which="1", q="PITMAN PH")["stores"], "html.parser")
    assert [item.text for item in found.select("li")] == ["Pitman Pharmacy Pitman, NJ"]


def test_thousand_named_stores_cost_as_many_queries_as_one(client_of: ClientOf) -> None:
    client = client_of("editor")
    many = make_many_stores(1000)
    summary(client, **CHOSEN, audience_stores=many[0].slug)
    with CaptureQueriesContext(connection) as one:
        assert summary(client, **CHOSEN, audience_stores=many[0].slug) == "1 of 1002 stores"
    names = ", ".join(f'"{store.title} ({store.slug})"' for store in many)
    with CaptureQueriesContext(connection) as thousand:
        assert summary(client, **CHOSEN, audience_stores=names) == "1000 of 1002 stores"
    assert len(one) == len(thousand)


def panels(client: Client, url: str) -> list[Any]:
    response = client.get(url)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page.select("[data-controller='stores-audience-count']")


def test_everything_with_an_audience_has_the_count(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    banner = NetworkBanner.objects.create(text="Savings", has_no_end=True)
    holiday = HolidayClosure.objects.create(label="Closed", starts_on="2026-12-25", ends_on="2026-12-25")
    plain = [
        edit_url(make_page("privacy")),
        reverse("wagtailsnippets_stores_networkbanner:edit", args=[banner.pk]),
        reverse("wagtailsnippets_stores_networkbanner:add"),
        reverse("wagtailsnippets_stores_holidayclosure:edit", args=[holiday.pk]),
        reverse("wagtailsnippets_cms_provider:edit", args=[ProviderFactory.create().pk]),
    ]
    for url in plain:
        (panel,) = panels(client, url)
        assert panel["data-stores-audience-count-url-value"].startswith(reverse("stores_audience_count"))
        assert panel.select_one("[aria-live=polite]")
    article = make_article("flu")
    for url in (edit_url(article), add_url(type(article), articles_folder())):
        (panel,) = panels(client, url)
        assert panel["data-stores-audience-count-url-value"].startswith(reverse("cms_article_count"))
        assert json.loads(panel["data-stores-audience-count-fields-value"])[0] == "audience"


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_local_article_has_no_count(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, local = client_of(role), make_article("local", at_store=pitman)
    assert panels(client, edit_url(local)) == []
    assert panels(client, add_url(type(local), health_news_of(pitman))) == []
