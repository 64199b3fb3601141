"""Languages and translations in the admin: begun, joined, taken apart; who may."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.articles.models.providers import MayEdit
from cms.models import ArticlePage, StandardPage
from cms.translating.translating import join, set_language, start_translation
from stores.models import StorePage
from tests.cms.admin_forms import add_url, form_at, logged_in
from tests.factories.network import articles_folder, make_editor
from tests.factories.newsroom import ProviderFactory, make_article, make_page
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


def screen(page: Any) -> str:
    return reverse("cms_translations", args=[page.pk])


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    for article in (make_article("shared"), make_article("local", at_store=pitman)):
        assert client.get(screen(article)).status_code == 404
        assert client.post(screen(article), {"begin": "es"}).status_code == 404
        assert client.post(screen(article), {"language": "es"}).status_code == 404
        assert ArticlePage.objects.get(pk=article.pk).language == "en"
    assert ArticlePage.objects.count() == 2


@pytest.mark.parametrize("make", [make_article, make_page])
def test_a_translation_begins_as_a_draft_that_belongs_to_its_original(editor: Client, make: Any) -> None:
    page = make("flu")
    assert "Begin a translation into Spanish" in editor.get(screen(page)).content.decode()
    answer: Any = editor.post(screen(page), {"begin": "es"})
    made = type(page).objects.get(slug="flu-es")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert (made.live, made.language, made.translation_key) == (False, "es", page.translation_key)
    shown = editor.get(screen(page)).content.decode()
    assert "Spanish, a draft" in " ".join(shown.split())
    assert "Begin a translation" not in shown
    answer = editor.post(screen(page), {"begin": "es"}, follow=True)
    assert "is the one in Spanish already" in answer.content.decode()
    assert type(page).objects.filter(slug__startswith="flu").count() == 2


def test_two_articles_are_joined_and_taken_apart(editor: Client) -> None:
    flu, gripe = make_article("flu"), make_article("gripe")
    answer = editor.post(screen(gripe), {"language": "en", "original": flu.pk})
    assert "is the one in English already" in answer.content.decode().replace("&#x27;", "'")
    editor.post(screen(gripe), {"language": "es", "original": flu.pk})
    gripe.refresh_from_db()
    assert (gripe.language, gripe.translation_key) == ("es", flu.translation_key)
    # A draft that is published later changes neither.
    gripe.save_revision().publish()
    gripe.refresh_from_db()
    assert gripe.translation_key == flu.translation_key
    editor.post(screen(gripe), {"language": "es", "original": ""})
    gripe.refresh_from_db()
    assert gripe.translation_key != flu.translation_key
    history = editor.get(reverse("wagtailadmin_pages:history", args=[gripe.pk])).content.decode()
    assert "Language or translations changed" in history or "Language" in history


def test_a_page_of_another_kind_translates_nothing(editor: Client) -> None:
    flu, page = make_article("flu"), make_page("privacy")
    answer = editor.post(screen(flu), {"language": "es", "original": page.pk})
    assert answer.status_code == 200
    assert ArticlePage.objects.get(pk=flu.pk).language == "en"


def test_texts_that_stay_as_delivered_are_not_translated() -> None:
    wire = ProviderFactory.create(slug="wire", name="Wire", may_edit=MayEdit.NO_TEXT)
    with pytest.raises(ValidationError, match="Wire keeps its articles as delivered"):
        start_translation(page=make_article("flu", provider=wire), language="es", by=None)


def test_a_language_that_the_network_does_not_have_is_refused() -> None:
    flu = make_article("flu")
    with pytest.raises(ValidationError, match="'xx' is none of en, es"):
        set_language(page=flu, language="xx", by=None)
    with pytest.raises(ValidationError, match="this page itself"):
        join(page=flu, original=flu, by=None)


def test_a_new_article_is_in_the_language_that_its_form_says(editor: Client) -> None:
    fields = form_at(editor, add_url(ArticlePage, articles_folder()))
    assert fields["language"] == "en"
    fields.update({"title": "Gripe", "slug": "gripe", "teaser": "Una", "language": "es"})
    made = make_article("flu")
    assert "language" not in form_at(editor, reverse("wagtailadmin_pages:edit", args=[made.pk]))


def test_a_page_in_another_language_may_stand_anywhere() -> None:
    page = make_page("privacy")
    set_language(page=page, language="es", by=None)
    page = StandardPage.objects.get(pk=page.pk)
    assert page.can_move_to(page.get_parent())
