"""The newsroom's folder of articles shows how many stores carry each."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder, experts_folder
from tests.factories.newsroom import health_news_of, make_article, make_expert
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


def folder(query: str = "") -> str:
    return reverse("wagtailadmin_explore", args=[articles_folder().pk]) + query


def cells(client: Client, url: str) -> dict[str, str]:
    """Title -> what the column says."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    heads = [" ".join(head.text.split()) for head in page.select("main thead th")]
    if "Stores" not in heads:
        return {}
    place = heads.index("Stores")
    found = {}
    for row in page.select("main tbody tr"):
        title, cell = row.select_one(".title-wrapper"), row.select("td")[place]
        found[" ".join(title.text.split())] = " ".join(cell.text.split())
    return found


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_sees_how_many_stores_carry_each(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    make_article("everywhere")
    make_article("nowhere", excluded=[pitman])
    make_article("draft", live=False)
    found = cells(client_of(role), folder())
    assert found == {"Everywhere": "1 of 1", "Nowhere": "0 of 1", "Draft": "would be 1 of 1"}


def test_column_leads_to_the_reach(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu")
    page = BeautifulSoup(client_of("editor").get(folder()).content, "html.parser")
    links = page.select(f"td > a[href='{reverse('cms_reach', args=[article.pk])}']")
    assert links[0]["aria-label"] == "Reach of Flu: 1 of 1 stores"


def test_search_through_all_pages_finds_other_types_without_a_number(pitman: StorePage, client_of: ClientOf) -> None:
    make_article("lupus", title="Lupus today")
    make_expert("ann", title="Ann Lupus")
    found = cells(client_of("editor"), folder("?q=lupus&search_all=1"))
    assert sorted((title.split(" ")[0], cell) for title, cell in found.items()) == [("Ann", ""), ("Lupus", "1 of 1")]


def test_other_folders_are_as_they_were(pitman: StorePage, client_of: ClientOf) -> None:
    make_expert("ann")
    make_article("local", at_store=pitman)
    client = client_of("admin")
    for other in (experts_folder(), health_news_of(pitman)):
        assert cells(client, reverse("wagtailadmin_explore", args=[other.pk])) == {}


def test_owner_sees_no_column(pitman: StorePage, client_of: ClientOf) -> None:
    make_article("flu")
    response = client_of("owner").get(folder(), follow=True)
    assert "1 of 1" not in response.content.decode()


def test_many_articles_at_hundreds_of_stores_cost_as_many_queries_as_two(
    pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("editor")
    for slug in ("first", "second"):
        make_article(slug)
    client.get(folder())
    with CaptureQueriesContext(connection) as few:
        client.get(folder())
    stores = make_many_stores(300)
    for number in range(12):
        make_article(f"article-{number}", excluded=stores[:number])
    # Wagtail reads its hosts again after one was added.
    client.get(folder())
    with CaptureQueriesContext(connection) as many:
        found = cells(client, folder())
    assert len(found) == 14
    assert found["Article 11"] == "291 of 302"
    assert len(many) <= len(few)
