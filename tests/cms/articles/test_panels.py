"""The edit page of a shared article tells the newsroom how far it reaches."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.models import ArticlePage, Placement
from stores.models import StorePage
from tests.cms.admin_forms import add_url, edit_url
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder, make_user
from tests.factories.newsroom import make_article, make_page
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


def reach(client: Client, url: str) -> str:
    """The words of the panel; "" where there is none."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    heading = next((each for each in page.select("h2, label") if " ".join(each.text.split()) == "Reach"), None)
    return " ".join(heading.find_parent("section").text.split()) if heading else ""


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_newsroom_reads_the_reach_of_what_is_published(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu")
    Placement.objects.create(store=pitman, article=article, is_hidden=True, changed_by=make_user("ann"))
    said = reach(client_of(role), edit_url(article))
    assert "Carried by 0 of 1 stores. Hidden by 1 · retitled by 0 · with a note by 0" in said
    assert "Pitman Pharmacy No Hidden ann" in said


def test_draft_says_what_it_would_reach(pitman: StorePage, client_of: ClientOf) -> None:
    draft = make_article("draft", live=False)
    assert "If it were: 1 of 1 stores." in reach(client_of("editor"), edit_url(draft))


def test_others_pages_have_no_reach(pitman: StorePage, client_of: ClientOf) -> None:
    local, shared = make_article("local", at_store=pitman), make_page("privacy")
    admin = client_of("admin")
    assert reach(admin, edit_url(local)) == ""
    assert reach(admin, edit_url(shared)) == ""
    assert reach(admin, add_url(ArticlePage, articles_folder())) == ""
    assert reach(client_of("owner"), edit_url(local)) == ""


def test_edit_page_costs_the_same_at_a_thousand_stores(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    stores = make_many_stores(10)
    Placement.objects.bulk_create(Placement(store=store, article=article, note="Ask us.") for store in stores)
    client.get(edit_url(article))
    with CaptureQueriesContext(connection) as few:
        client.get(edit_url(article))
    stores = make_many_stores(1000, first=10)
    Placement.objects.bulk_create(Placement(store=store, article=article, note="Ask us.") for store in stores)
    with CaptureQueriesContext(connection) as many:
        client.get(edit_url(article))
    assert len(many) <= len(few)
