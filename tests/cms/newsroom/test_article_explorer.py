"""The newsroom's folder of articles shows how many stores carry each."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stores.models import StorePage
from tests.factories.blocks import paragraph
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder, experts_folder
from tests.factories.newsroom import (
    ProviderFactory,
    TopicFactory,
    health_news_of,
    make_article,
    make_expert,
)
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory

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


def test_search_reads_the_whole_text_and_titles_lead(pitman: StorePage, client_of: ClientOf) -> None:
    body = [paragraph("A headache that wakes you is one to call about.", "one")]
    make_article("migraine", title="When it is migraine", body=body)
    make_article("other", title="Sleep", teaser="It is not only headaches.")
    make_article("headache", title="Headaches at work")
    make_article("nothing", title="Pollen")
    client = client_of("editor")
    # What is typed is completed: a whole word finds its longer forms, not its shorter ones.
    for query, number in (("headache", 3), ("headac", 3), ("HEADACHES", 2)):
        found = list(cells(client, folder(f"?q={query}")))
        assert (found[0], len(found)) == ("Headaches at work", number), query
    everywhere = client.get(reverse("wagtailadmin_pages:search") + "?q=headache").context["pages"]
    assert {page.slug for page in everywhere} == {"migraine", "other", "headache"}


def test_articles_are_filtered_by_what_they_are_also_within_a_search(pitman: StorePage, client_of: ClientOf) -> None:
    topic, group, expert = TopicFactory.create(), StoreGroupFactory.create(), make_expert("ann")
    provider = ProviderFactory.create(slug="agency", name="Agency")
    make_article("plain", title="Flu, plainly")
    make_article("sought", title="Flu at work", topics=[topic], experts=[expert], provider=provider)
    make_article("chosen", title="Flu at sea", audience="chosen", groups=[group])
    client = client_of("editor")
    for query, titles in {
        f"topic={topic.pk}": {"Flu at work"},
        f"provider={provider.pk}": {"Flu at work"},
        f"expert={expert.pk}": {"Flu at work"},
        "audience=chosen": {"Flu at sea"},
        f"group={group.pk}": {"Flu at sea"},
        f"audience=every&topic={topic.pk}": {"Flu at work"},
        f"audience=chosen&topic={topic.pk}": set(),
    }.items():
        assert set(cells(client, folder(f"?{query}"))) == set(cells(client, folder(f"?q=flu&{query}"))) == titles, (
            query
        )
