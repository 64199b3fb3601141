"""What was recalled is published again by somebody who knows."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.articles.forms import CONFIRMED
from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, form_at, paragraphs, saved, send, stream
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def article(pitman: StorePage) -> ArticlePage:
    article = make_article("flu")
    recall_article(by=None, article=article, reason="Wrong dose", at=AT)
    return article


def sent(client: Client, article: ArticlePage, **fields: Any) -> Any:
    """The article's form, with a new title."""
    form = form_at(client, edit_url(article))
    form.pop(CONFIRMED, None)
    texts = {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources"), **stream("corrections")}
    return send(client, edit_url(article), form, title="Mended", **texts, **fields)


def is_live(article: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=article.pk).live


def test_edit_page_warns_with_day_and_reason(article: ArticlePage, client_of: ClientOf) -> None:
    page = BeautifulSoup(client_of("editor").get(edit_url(article)).content, "html.parser")
    box = page.select_one(f"input[name={CONFIRMED}]")
    assert "checked" not in box.attrs
    text = " ".join(page.text.split())
    assert "Withdrawn on Fri, Dec 18, 2026, 3:00 PM EST" in text
    assert "Wrong dose" in text


def test_publishing_without_the_box_is_refused_and_keeps_what_was_typed(
    article: ArticlePage, client_of: ClientOf
) -> None:
    response = sent(client_of("editor"), article)
    assert response.status_code == 200
    assert "It was withdrawn on December 18, 2026 (Wrong dose)" in response.content.decode()
    assert response.context["form"]["title"].value() == "Mended"
    assert not is_live(article)


def test_submitting_without_the_box_is_refused(article: ArticlePage, client_of: ClientOf) -> None:
    response = sent(client_of("editor"), article, action="draft", **{"action-submit": "1"})
    assert response.status_code == 200


def test_draft_is_saved_without_the_box(article: ArticlePage, client_of: ClientOf) -> None:
    saved(sent(client_of("editor"), article, action="draft"))
    assert not is_live(article)


def test_publishing_with_the_box_publishes_and_the_warning_is_gone(article: ArticlePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    saved(sent(client, article, **{CONFIRMED: "yes"}))
    assert is_live(article)
    html = client.get(edit_url(article)).content.decode()
    assert CONFIRMED not in html
    assert "and published again since" in html


def test_article_that_was_never_recalled_is_published_as_ever(pitman: StorePage, client_of: ClientOf) -> None:
    draft = make_article("draft", live=False)
    saved(sent(client_of("editor"), draft))
    assert is_live(draft)


def test_bulk_publishing_takes_no_recalled_article_along(article: ArticlePage, client_of: ClientOf) -> None:
    draft = make_article("draft", live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client = client_of("editor")
    for ids in (f"?id={draft.pk}&id={article.pk}", f"?id={article.get_parent().pk}"):
        response = client.post(f"{url}{ids}&next=/admin/", {"include_descendants": "on"}, follow=True)
        assert "was withdrawn. Publish it from its own page." in response.content.decode()
        assert not is_live(article)
        assert not is_live(draft)
    client.post(f"{url}?id={draft.pk}&next=/admin/", {})
    assert is_live(draft)


def test_owner_publishes_a_recalled_local_article_knowingly(pitman: StorePage, client_of: ClientOf) -> None:
    local, client = make_article("local", at_store=pitman), client_of("owner")
    recall_article(by=None, article=local, reason="Wrong dose", at=AT)
    page = client.get(edit_url(local)).content.decode()
    assert "Wrong dose" in page
    assert "/admin/recalls/" not in page
    assert sent(client, local).status_code == 200
    assert not is_live(local)
    saved(sent(client, local, **{CONFIRMED: "yes"}))
    assert is_live(local)
