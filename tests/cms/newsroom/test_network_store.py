"""One store as the newsroom sees it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.carrying.placing import Placed, place
from cms.models import ArticlePage
from stores.models import StorePage
from tests.factories.newsroom import make_article, publish
from tests.factories.people import ClientOf
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def at(store: StorePage, query: str = "", view: str = "cms_network_store") -> str:
    return reverse(view, args=[store.pk]) + query


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for view in ("cms_network_store", "cms_network_store_results"):
        assert client.get(at(pitman, view=view)).status_code == 404


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", {"plain", "hidden", "pinned", "noted", "local", "must"}),
        ("?show=carries", {"plain", "pinned", "noted", "local", "must"}),
        ("?show=hidden", {"hidden"}),
        ("?show=pinned", {"pinned"}),
        ("?show=changed", {"noted"}),
        ("?show=stale", {"noted"}),
        ("?show=nonsense&p=x", {"plain", "hidden", "pinned", "noted", "local", "must"}),
        ("?q=PLAI", {"plain"}),
    ],
)
def test_newsroom_finds_what_the_store_did(
    query: str, slugs: set[str], pitman: StorePage, client_of: ClientOf
) -> None:
    make_article("plain")
    make_article("elsewhere", excluded=[pitman])
    make_article("local", at_store=pitman)
    said = {
        "hidden": Placed(True),
        "pinned": Placed(pinned_as=1),
        "noted": Placed(note="Ask us."),
        "must": Placed(True),
    }
    for slug, placed in said.items():
        place(by=None, store=pitman, article=make_article(slug), placed=placed, at=AT)
    ArticlePage.objects.filter(slug="must").update(is_required=True)
    publish(ArticlePage.objects.get(slug="noted"))
    response = client_of("editor").get(at(pitman, query, view="cms_network_store_results"))
    assert {row.article.slug for row in response.context["table"].data} == slugs


def test_lines_and_unknown_hours_stand_above(pitman: StorePage, client_of: ClientOf) -> None:
    today = pitman.today(AT)
    for text, days in (("Past", -1), ("Soon", 7), ("Later", 8)):
        add_banner(pitman, text, show_until=today + timedelta(days=days))
    StorePage.objects.filter(pk=pitman.pk).update(counters=["store", "delivery"])
    page = BeautifulSoup(client_of("editor").get(at(pitman)).content, "html.parser")
    assert "Hours unknown: Delivery." in page.select_one("#hours").text
    lines = [" ".join(item.text.split()) for item in page.select("#banners li")]
    assert [line.rsplit("2026 ")[-1] for line in lines[-3:]] == ["Over", "Ends soon", "Later until December 26, 2026"]


def test_store_that_is_offline_is_not_found(client_of: ClientOf) -> None:
    gone = make_store("gone")
    gone.unpublish()
    assert client_of("editor").get(at(gone)).status_code == 404


def test_page_costs_the_same_with_many_articles(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    make_article("one")
    client.get(at(pitman))
    with CaptureQueriesContext(connection) as few:
        client.get(at(pitman))
    for number in range(12):
        article = make_article(f"article-{number}")
        place(by=None, store=pitman, article=article, placed=Placed(note="Ask us."), at=AT)
    with CaptureQueriesContext(connection) as many:
        client.get(at(pitman))
    assert len(many) <= len(few)
