"""The network board: one row per store, each number true and leading somewhere."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.carrying.placing import Placed, place
from cms.models import ArticlePage, Placement
from cms.newsroom.attention import REASONS, why_in_need
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article, publish
from tests.factories.people import ClientOf
from tests.factories.stores import STORE_WEEK, StoreGroupFactory, make_store, new_banner

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
TODAY = date(2026, 12, 18)
HEADS = ["Code", "Store", "City", "State", "Needs attention"]
NUMBERS = [
    "Carries",
    "Hides",
    "Pins",
    "Custom wording",
    "Wording to review",
    "Promo lines ending soon",
    "Expired promo lines",
    "Hours unknown",
]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def board(query: str = "", view: str = "cms_network_board") -> str:
    return reverse(view) + query


@pytest.fixture
def busy(pitman: StorePage) -> StorePage:
    """Hides one article, pins one, has stale words about one, lines of all kinds, and a counter without hours."""
    banners = [
        new_banner("Ends", show_until=TODAY + timedelta(days=7)),
        new_banner("Over", show_until=date(2026, 12, 1)),
    ]
    group = StoreGroupFactory.create(slug="south")
    store = make_store(
        "millrace", banners=banners, groups=[group], city="Duluth", state="MN", hours={"store": STORE_WEEK}
    )
    StorePage.objects.filter(pk=store.pk).update(counters=["store", "delivery"])
    hidden, pinned, stale = (make_article(slug) for slug in ("hidden", "pinned", "stale"))
    place(by=None, store=store, article=hidden, placed=Placed(is_hidden=True), at=AT)
    place(by=None, store=store, article=pinned, placed=Placed(pinned_as=1), at=AT)
    place(by=None, store=store, article=stale, placed=Placed(note="Ask us."), at=AT)
    publish(ArticlePage.objects.get(pk=stale.pk))
    return store


def numbers(client: Client, query: str = "") -> dict[str, list[str]]:
    """Code -> the numbers of the file."""
    response = client.get(board(f"?export=csv{query}"))
    rows = list(csv.reader(io.StringIO(response.getvalue().decode())))
    assert rows[0] == [*HEADS, *NUMBERS]
    return {row[0]: row[5:] for row in rows[1:]}


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404_and_no_menu_entry(role: str, client_of: ClientOf) -> None:
    client = client_of(role)
    assert client.get(board()).status_code == client.get(board(view="cms_network_board_results")).status_code == 404
    assert board() not in client.get("/admin/", follow=True).content.decode()


def test_anonymous_is_sent_to_the_login(pitman: StorePage) -> None:
    assert Client(SERVER_NAME="localhost").get(board()).status_code == 302


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_reads_the_numbers_of_each_store(role: str, busy: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    assert numbers(client) == {
        "millrace": ["2", "1", "1", "1", "1", "1", "1", "1"],
        "pitman": ["3", "0", "0", "0", "0", "0", "0", "0"],
    }
    assert board() in client.get("/admin/").content.decode()


def test_each_number_leads_to_what_it_counts(busy: StorePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    page = BeautifulSoup(client.get(board()).content, "html.parser")
    row = page.select("main tbody tr")[0]
    links = [link["href"] for link in row.select("td.stores-number a")]
    assert len(links) == len(NUMBERS)
    for link in links:
        path, _, anchor = str(link).partition("#")
        answer = client.get(path)
        assert answer.status_code == 200
        html = BeautifulSoup(answer.content, "html.parser")
        assert html.select_one(f"#{anchor}") if anchor else len(answer.context["table"].data) > 0
    counts = [len(client.get(str(link)).context["table"].data) for link in links[:5]]
    assert [str(count) for count in counts] == numbers(client)["millrace"][:5]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("?attention=unknown_counters", ["millrace"]),
        ("?attention=any", ["millrace", "pitman"]),
        ("?attention=nonsense", ["millrace", "pitman"]),
        ("?q=dulu", ["millrace"]),
        ("?state=MN", ["millrace"]),
        ("?state=XX", ["millrace", "pitman"]),
        ("?ordering=-title", ["pitman", "millrace"]),
        ("?ordering=ending_banners", ["pitman", "millrace"]),
        ("?ordering=-unknown_counters", ["millrace", "pitman"]),
        ("?ordering=nonsense&p=x", ["millrace", "pitman"]),
    ],
)
def test_stores_are_filtered_searched_and_ordered(
    query: str, slugs: list[str], busy: StorePage, client_of: ClientOf
) -> None:
    response = client_of("editor").get(board(query))
    assert [row.store.slug for row in response.context["table"].data] == slugs


def test_stores_of_a_group(busy: StorePage, client_of: ClientOf) -> None:
    group = StoreGroupFactory.create(slug="south")
    response = client_of("editor").get(board(f"?group={group.pk}"))
    assert [row.store.slug for row in response.context["table"].data] == ["millrace"]


def test_stale_words_alone_need_attention(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("stale")
    place(by=None, store=pitman, article=article, placed=Placed(note="Ask us."), at=AT)
    client, url = client_of("editor"), board("?attention=stale_wording")
    assert len(client.get(url).context["table"].data) == 0
    publish(ArticlePage.objects.get(pk=article.pk))
    assert [row.store.slug for row in client.get(url).context["table"].data] == ["pitman"]


def test_board_filter_and_home_say_the_same_of_each_store(busy: StorePage, client_of: ClientOf) -> None:
    make_store("silent", hours={})
    client = client_of("editor")
    said = {row.store.pk: row.reasons for row in client.get(board()).context["table"].data}
    rows = client.get(reverse("cms_newsroom_stores")).context["table"].data
    assert {row.pk: why_in_need(row) for row in rows} == {pk: words for pk, words in said.items() if words}
    for name, words in REASONS.items():
        of_reason = {row.store.pk for row in client.get(board(f"?attention={name}")).context["table"].data}
        assert of_reason == {pk for pk, all_of_it in said.items() if words.lower() in all_of_it.lower()}, name
    assert said[StorePage.objects.get(slug="silent").pk].startswith("Hours unknown")


def test_store_that_is_offline_is_not_on_it(pitman: StorePage, client_of: ClientOf) -> None:
    make_store("gone").unpublish()
    assert list(numbers(client_of("editor"))) == ["pitman"]


def test_file_has_no_formula(pitman: StorePage, client_of: ClientOf) -> None:
    StorePage.objects.filter(pk=pitman.pk).update(title="=1+1")
    response = client_of("editor").get(board("?export=csv"))
    assert b"'=1+1" in response.getvalue()


@pytest.mark.parametrize("query", ["", "?attention=any", "?ordering=-ending_banners", "?q=many"])
def test_thousand_stores_cost_as_many_queries_as_ten(query: str, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    publish(article)

    def place_at(stores: list[StorePage]) -> None:
        Placement.objects.bulk_create(Placement(store=store, article=article, note="Ask us.") for store in stores)

    place_at(make_many_stores(10))
    client.get(board(query))
    with CaptureQueriesContext(connection) as few:
        client.get(board(query))
    place_at(make_many_stores(1000, first=10))
    with CaptureQueriesContext(connection) as many:
        response = client.get(board(query))
    assert len(many) <= len(few)
    assert len(response.context["table"].data) == 50
