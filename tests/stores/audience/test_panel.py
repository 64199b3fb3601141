"""An audience of a thousand named stores goes through the admin's forms, there and back."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import ArticlePage
from stores.choices import AudienceKind
from stores.models import NetworkBanner, StorePage
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.many import make_many_stores
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db

THOUSAND = 1000


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


@pytest.fixture
def stores() -> list[StorePage]:
    return make_many_stores(THOUSAND)


def names(stores: list[StorePage]) -> str:
    """As the field of tags sends them."""
    return ", ".join(f'"{store.title} ({store.slug})"' for store in stores)


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def sent(client: Client, article: ArticlePage, stores: list[StorePage], **fields: Any) -> tuple[Any, int]:
    """The article's form with these stores named, published; and the queries that it cost."""
    form = form_at(client, edit_url(article))
    fields |= {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources"), **stream("corrections")}
    fields |= {"audience": AudienceKind.CHOSEN.value, "audience_stores": names(stores)}
    with CaptureQueriesContext(connection) as queries:
        response = send(client, edit_url(article), form, **fields)
    return response, len(queries)


def test_article_for_a_thousand_named_stores_is_saved_and_read_again(editor: Client, stores: list[StorePage]) -> None:
    article, little = make_article("flu"), make_article("cough")
    response, of_few = sent(editor, little, stores[:2])
    saved(response)
    response, of_many = sent(editor, article, stores)
    saved(response)
    assert set(ArticlePage.objects.get(pk=article.pk).audience_stores.all()) == set(stores)
    assert of_many <= of_few + 2
    again = form_at(editor, edit_url(article))
    assert str(again["audience_stores"]).count("(many-") == THOUSAND
    assert queries_of(editor, edit_url(article)) == queries_of(editor, edit_url(little))


def test_line_of_the_network_for_a_thousand_named_stores_is_saved_and_read_again(
    editor: Client, stores: list[StorePage]
) -> None:
    urls = []
    for text, named in (("Few", stores[:2]), ("Many", stores)):
        form = {"text": text, "style": "info", "sort_order": 0, "store_may": "nothing", "has_no_end": "on"}
        form |= {"audience": AudienceKind.CHOSEN.value, "audience_stores": names(named), "excluded_stores": ""}
        saved(editor.post(reverse("wagtailsnippets_stores_networkbanner:add"), form))
        banner = NetworkBanner.objects.get(text=text)
        assert set(banner.audience_stores.all()) == set(named)
        urls.append(reverse("wagtailsnippets_stores_networkbanner:edit", args=[banner.pk]))
    field = BeautifulSoup(editor.get(urls[1]).content, "html.parser").select_one("[name=audience_stores]")
    assert field is not None
    assert str(field["value"]).count("(many-") == THOUSAND
    assert queries_of(editor, urls[0]) == queries_of(editor, urls[1])
