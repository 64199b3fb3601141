"""The store picker: typed and completed, each person among their own; and the panel that it stands in."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.models import ArticlePage
from stores.models import NetworkBanner, StorePage
from tests.cms.admin_forms import add_url, edit_url, logged_in
from tests.factories.network import articles_folder, make_editor
from tests.factories.newsroom import health_news_of, make_article
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

URL = "/admin/stores/preview-names/"
PITMAN = "Pitman Pharmacy - Pitman NJ (pitman)"
ELMER = "Elmer Drugs - Elmer NJ (p-2)"


def names(client: Client, term: str = "") -> list[str]:
    return list(client.get(URL, {"term": term}).json())


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_beginning_of_name_city_or_slug_finds_any_store(role: str, client_of: ClientOf) -> None:
    make_store("p-2", title="Elmer Drugs", city="Elmer")
    client = client_of(role)
    assert names(client, "pitm") == [PITMAN]
    assert names(client, "elm") == names(client, "P-2") == [ELMER]
    assert names(client) == [ELMER, PITMAN]
    assert names(client, "nothing") == names(client, "%") == []
    assert client.get(URL, {"term": "pit\x00man"}).status_code == 200


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_owner_and_staff_find_their_own_store_alone(role: str, client_of: ClientOf) -> None:
    make_store("p-2", title="Elmer Drugs", city="Elmer")
    client = client_of(role)
    assert names(client) == [PITMAN]
    assert names(client, "elm") == names(client, "p-2") == []


def test_answer_is_kept_by_nobody(client_of: ClientOf) -> None:
    assert "no-store" in client_of("editor").get(URL)["Cache-Control"]


def test_anonymous_is_sent_to_the_login(db: None) -> None:
    assert Client(SERVER_NAME="localhost").get(URL).status_code == 302


def test_picker_costs_the_same_for_any_number_of_stores(client_of: ClientOf) -> None:
    client, costs = client_of("editor"), []
    for count in (10, 20):
        for number in range(count):
            make_store(f"s-{count}-{number}")
        client.get(URL)
        with CaptureQueriesContext(connection) as queries:
            assert len(names(client, "s")) == min(20, count + (20 if count == 20 else 0))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def panel(client: Client, url: str) -> str:
    """The page with the panel."""
    html: str = client.get(url).content.decode()
    return html


def page_urls(pitman: StorePage) -> list[str]:
    own: list[Page] = [pitman, health_news_of(pitman), make_article("ours", at_store=pitman)]
    return [*(edit_url(page) for page in own), add_url(ArticlePage, health_news_of(pitman))]


def test_panel_of_what_is_shared_asks_for_store_and_time(pitman: StorePage) -> None:
    editor = logged_in(make_editor())
    banner = NetworkBanner.objects.create(text="A line", has_no_end=True)
    urls = [
        edit_url(make_article("flu")),
        add_url(ArticlePage, articles_folder()),
        f"/admin/snippets/stores/networkbanner/edit/{banner.pk}/",
        "/admin/snippets/stores/networkbanner/add/",
    ]
    for url in urls:
        html = panel(editor, url)
        assert 'id="id_preview_as_store"' in html
        assert f'value="{PITMAN}"' in html
        assert 'id="id_preview_as_at"' in html
        assert "stores/preview-as.js" in html


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_panel_of_a_stores_own_page_asks_for_the_time_alone(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for url in page_urls(pitman):
        html = panel(client, url)
        assert 'id="id_preview_as_at"' in html
        assert 'id="id_preview_as_store"' not in html


def test_page_that_no_site_shows_has_no_picker(pitman: StorePage, client_of: ClientOf) -> None:
    folder = pitman.get_parent().specific
    assert "id_preview_as" not in panel(client_of("admin"), edit_url(folder))
