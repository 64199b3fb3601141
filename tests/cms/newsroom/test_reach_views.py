"""The page of an article's reach, for the newsroom."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import ArticlePage, Placement
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db


def reach(article: ArticlePage, query: str = "", view: str = "cms_reach") -> str:
    return reverse(view, args=[article.pk]) + query


@pytest.fixture
def article(pitman: StorePage) -> ArticlePage:
    """Carried by Pitman, hidden by Millrace."""
    article = make_article("flu", title="The flu")
    store = make_store("millrace", city="Vineland", groups=[StoreGroupFactory.create(slug="south")])
    Placement.objects.create(store=store, article=article, is_hidden=True)
    return article


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, article: ArticlePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for view in ("cms_reach", "cms_reach_results"):
        assert client.get(reach(article, view=view)).status_code == 404


def test_anonymous_is_sent_to_the_login(article: ArticlePage) -> None:
    assert Client(SERVER_NAME="localhost").get(reach(article)).status_code == 302


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_reads_who_carries_and_who_hid(role: str, article: ArticlePage, client_of: ClientOf) -> None:
    page = BeautifulSoup(client_of(role).get(reach(article)).content, "html.parser")
    assert "Carried by 1 of 2 stores." in " ".join(page.select_one("main").text.split())
    rows = [" ".join(row.text.split()) for row in page.select("main tbody tr")]
    assert [row.split(" Pharmacy")[0] for row in rows] == ["Millrace", "Pitman"]
    assert "No Hidden unknown" in rows[0]
    assert page.select_one("tbody a[href='http://pitman.localhost:8000/health/flu/']")


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?show=carries", {"pitman"}),
        ("?show=hidden", {"millrace"}),
        ("?show=retitled", set()),
        ("?show=nonsense", {"pitman", "millrace"}),
        ("?q=vinel", {"millrace"}),
        ("?q=PITMAN", {"pitman", "millrace"}),
        ("?q=pitman%20ph", {"pitman"}),
        ("?p=x&q=%00", {"pitman", "millrace"}),
        ("?state=NJ", {"pitman", "millrace"}),
        ("?ordering=-title", {"pitman", "millrace"}),
    ],
)
def test_stores_are_filtered_and_searched(
    query: str, slugs: set[str], article: ArticlePage, client_of: ClientOf
) -> None:
    StorePage.objects.filter(slug="millrace").update(title="Mill Drugs of Pitman")
    response = client_of("editor").get(reach(article, query, view="cms_reach_results"))
    assert {row.store.slug for row in response.context["table"].data} == slugs


def test_stores_of_a_group(article: ArticlePage, client_of: ClientOf) -> None:
    group = StoreGroupFactory.create(slug="south")
    response = client_of("editor").get(reach(article, f"?group={group.pk}"))
    assert [row.store.slug for row in response.context["table"].data] == ["millrace"]


def test_draft_says_what_it_would_reach(pitman: StorePage, client_of: ClientOf) -> None:
    draft = make_article("draft", live=False)
    page = BeautifulSoup(client_of("editor").get(reach(draft)).content, "html.parser")
    text = " ".join(page.select_one("main").text.split())
    assert "It is not published: no store shows it. If it were: 1 of 1 stores." in text


def test_local_article_and_number_of_nothing_are_not_found(pitman: StorePage, client_of: ClientOf) -> None:
    client, local = client_of("admin"), make_article("local", at_store=pitman)
    assert client.get(reach(local)).status_code == 404
    assert client.get(reverse("cms_reach", args=[0])).status_code == 404


def test_file_has_every_store_and_no_formula(article: ArticlePage, client_of: ClientOf) -> None:
    StorePage.objects.filter(slug="millrace").update(title="=1+1")
    response = client_of("editor").get(reach(article, "?export=csv"))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert rows[0] == ["Code", "Store", "City", "State", "Patients read it", "What the store did"]
    found = {row[0]: row for row in rows[1:]}
    assert found["pitman"][4:] == ["yes", ""]
    assert found["millrace"][1] == "'=1+1"
    assert found["millrace"][4] == "no"


def test_thousand_stores_cost_as_many_queries_as_ten(article: ArticlePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    stores = make_many_stores(10)
    Placement.objects.bulk_create(Placement(store=store, article=article, note="Ask us.") for store in stores)
    client.get(reach(article))
    with CaptureQueriesContext(connection) as few:
        client.get(reach(article))
    stores = make_many_stores(1000, first=10)
    Placement.objects.bulk_create(Placement(store=store, article=article, note="Ask us.") for store in stores)
    with CaptureQueriesContext(connection) as many:
        response = client.get(reach(article))
    assert len(many) <= len(few)
    assert len(response.context["table"].data) == 50
