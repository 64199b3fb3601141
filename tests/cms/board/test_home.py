"""What a store's home says of the newsroom's articles, and what its owner does about them right there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from cms.carrying.placing import Placed, place
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.network import FOUNDED_AT
from tests.factories.newsroom import make_article, publish
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
NEXT = "/admin/#news-section"


def news(client: Client) -> Tag:
    found = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#news-section")
    assert found is not None
    return found


def new(slug: str, **fields: Any) -> ArticlePage:
    """Published two days before AT, whatever its own date."""
    return make_article(slug, **{"title": slug.title(), "first_published_at": AT - timedelta(days=2), **fields})


def titles(client: Client) -> list[str]:
    return [row.text.strip() for row in news(client).select("h3")]


@travel(AT, tick=False)
def test_week_shows_what_was_offered_in_it(pitman: StorePage, client_of: ClientOf) -> None:
    new("fresh")
    make_article("old", title="Old")
    new("elsewhere", audience=AudienceKind.CHOSEN, stores=[make_store("other")])
    new("own", at_store=pitman)
    new("draft", live=False)
    client = client_of("owner")
    assert titles(client) == ["Fresh"]
    assert "Offered this week" in news(client).text


@travel(AT, tick=False)
def test_week_without_news_shows_the_latest(pitman: StorePage, client_of: ClientOf) -> None:
    for slug in ("a", "b", "c", "d"):
        make_article(slug, title=slug, first_published_at=FOUNDED_AT)
    client = client_of("owner")
    assert len(titles(client)) == 3
    assert "Nothing new this week." in news(client).text


@travel(AT, tick=False)
def test_owner_hides_shows_pins_and_comes_back(pitman: StorePage, client_of: ClientOf) -> None:
    article = new("fresh")
    client = client_of("owner")
    for name, label in (("hide", "Hide"), ("show", "Show again"), ("pin", "Pin"), ("unpin", "Unpin")):
        button = next(each for each in news(client).select("form button") if each.text.strip() == label)
        form = button.find_parent("form")
        assert form is not None
        fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}
        assert form["action"] == reverse("cms_place", args=[pitman.pk, article.pk, name])
        response = client.post(str(form["action"]), fields)
        assert response["Location"] == NEXT
    assert not Placement.objects.exists()


@travel(AT, tick=False)
def test_own_words_come_back_to_the_home(pitman: StorePage, client_of: ClientOf) -> None:
    new("fresh")
    client = client_of("owner")
    link = news(client).select_one('a[href*="/words/"]')
    assert link is not None
    page = BeautifulSoup(client.get(str(link["href"])).content, "html.parser")
    assert page.select_one("input[name=next]")["value"] == NEXT  # type: ignore[index]
    response = client.post(str(link["href"]), {"title": "Ours", "teaser": "", "note": "", "next": NEXT})
    assert response["Location"] == NEXT
    assert titles(client) == ["Ours"]


@travel(AT, tick=False)
def test_tap_leads_to_no_other_host(pitman: StorePage, client_of: ClientOf) -> None:
    article = new("fresh")
    url = reverse("cms_place", args=[pitman.pk, article.pk, "hide"])
    response = client_of("owner").post(url, {"next": "//evil.example/"})
    assert response["Location"].startswith(reverse("cms_board", args=[pitman.pk]))


@travel(AT, tick=False)
def test_stale_words_are_to_do(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("fresh")
    publish(article)
    article.refresh_from_db()
    place(by=None, store=pitman, article=article, placed=Placed(title="Ours"), at=AT)
    publish(article)
    client = client_of("owner")
    page = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#to-do-section")
    assert page is not None
    assert "An article has changed since you wrote your own words about it." in page.text
    link = page.select_one('a[href*="show=stale"]')
    assert link is not None
    assert "The newsroom changed it since" in client.get(str(link["href"])).content.decode()


@travel(AT, tick=False)
def test_more_of_the_week_leads_to_the_board(pitman: StorePage, client_of: ClientOf) -> None:
    for number in range(7):
        new(f"fresh-{number}")
    make_article("old", title="Old")
    client = client_of("owner")
    assert len(titles(client)) == 5
    link = next(each for each in news(client).select("a") if "2 more of this week" in each.text)
    board = client.get(str(link["href"])).content.decode()
    assert board.count("Fresh-") >= 7
    assert ">Old<" not in board


@travel(AT, tick=False)
def test_home_costs_the_same_for_any_number_of_articles(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    costs = []
    for count in (5, 25):
        for number in range(count):
            if not Placement.objects.filter(article__slug=f"fresh-{number}").exists():
                article = new(f"fresh-{number}")
                Placement.objects.create(store=pitman, article=article, note="Ask us.")
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 60
