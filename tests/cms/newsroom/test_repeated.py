"""The same title or picture a second time is told to whoever saves it, and refused to nobody."""

import pytest
from wagtail.models import Locale

from cms.models import ArticlePage
from cms.newsroom.repeated import NAMED, repetitions
from stores.models import StorePage
from tests.cms.admin_forms import edit_url, form_at, paragraphs, saved, send, stream
from tests.factories.media import make_image
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


def told(article: ArticlePage) -> list[str]:
    return list(repetitions(article))


def test_title_of_another_article_is_told_in_whatever_case_with_the_way_there() -> None:
    other, article = make_article("other", title="Flu Season"), make_article("flu", title="flu season ")
    assert told(article) == [f"Another article has this title: <a href='{edit_url(other)}'>Flu Season</a>."]
    assert told(make_article("cold", title="Flu seasons")) == []


def test_draft_that_was_retitled_counts_by_both_titles() -> None:
    other = make_article("other", title="Old")
    other.title = "New"
    other.save_revision()
    assert len(told(make_article("a", title="Old"))) == len(told(make_article("b", title="New"))) == 1


def test_picture_of_another_article_is_told_but_not_that_of_a_translation() -> None:
    picture = make_image("a.png")
    article = make_article("flu", hero=picture)
    spanish = Locale.objects.get(language_code="es")
    make_article("gripe", hero=picture, translation_key=article.translation_key, locale=spanish, title="La gripe")
    assert told(article) == []
    make_article("cold", hero=picture)
    assert "this main image" in told(article)[0]


def test_a_stores_own_article_is_no_concern_of_the_library(pitman: StorePage) -> None:
    make_article("local", title="Flu", at_store=pitman)
    assert told(make_article("flu", title="Flu")) == []


def test_many_are_not_all_named() -> None:
    for number in range(NAMED + 1):
        make_article(f"other-{number}", title="Flu")
    (sentence,) = told(make_article("flu", title="Flu"))
    assert sentence.count("<a ") == NAMED
    assert "and others" in sentence


def test_editor_is_told_after_saving(pitman: StorePage, client_of: ClientOf) -> None:
    make_article("other", title="Flu <b>")
    article = make_article("flu", title="Flu")
    editor = client_of("editor")
    form = form_at(editor, edit_url(article))
    texts = {**paragraphs("body", "<p>About flu.</p>"), **stream("sources"), **stream("corrections")}
    answer = send(editor, edit_url(article), form, title="flu <B>", action="draft", **texts)
    saved(answer)
    page = editor.get(answer.headers["Location"]).content.decode()
    assert "Another article has this title" in page
    assert "Flu &lt;b&gt;</a>" in page
