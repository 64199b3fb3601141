"""A recall takes every language of an article, unless one is left out, and one receipt names each."""

import csv
import io
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage, Recall
from cms.recalls.recalling import published_copies, published_translations, recall_article
from cms.translating.translating import join, set_language, start_translation
from stores.models import StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def flu(pitman: StorePage) -> ArticlePage:
    """In English at both stores, in Spanish at Pitman alone, each with words of its own."""
    millrace = make_store("millrace")
    english, spanish = make_article("flu", title="Flu"), make_article("gripe", title="La gripe", excluded=[millrace])
    set_language(page=spanish, language="es", by=None)
    join(page=ArticlePage.objects.get(pk=spanish.pk), original=english, by=None)
    return ArticlePage.objects.get(pk=english.pk)


def status(slug: str, store: str = "pitman") -> int:
    return Client(headers={"host": f"{store}.localhost:8000"}).get(f"/health/{slug}/").status_code


def text_of(answer: object) -> str:
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    return " ".join((page.select_one("main") or page).get_text(" ").split())


def test_all_languages_are_withdrawn_and_stand_on_one_receipt(flu: ArticlePage) -> None:
    recall = recall_article(by=make_editor(), article=flu, reason="Wrong dose", at=AT)
    assert [(part.title, part.language, len(part.stores)) for part in recall.parts] == [
        ("Flu", "en", 2),
        ("La gripe", "es", 1),
    ]
    assert [each.receipt_id for each in Recall.objects.order_by("pk")] == [None, recall.pk]
    assert (status("flu"), status("gripe"), status("flu", "millrace"), status("gripe", "millrace")) == (
        410,
        410,
        410,
        404,
    )


def test_recall_of_the_translation_takes_its_original(flu: ArticlePage) -> None:
    spanish = ArticlePage.objects.get(slug="gripe")
    recall = recall_article(by=None, article=spanish, reason="Wrong dose", at=AT)
    assert [part.title for part in recall.parts] == ["La gripe", "Flu"]
    assert not ArticlePage.objects.live().exists()


def test_translation_that_is_left_out_or_a_draft_stays_as_it_is(flu: ArticlePage) -> None:
    recall = recall_article(by=None, article=flu, reason="Wrong dose", at=AT, translations=())
    assert (len(recall.parts), status("gripe")) == (1, 200)
    publish(flu)
    ArticlePage.objects.get(slug="gripe").unpublish()
    assert published_translations(ArticlePage.objects.get(pk=flu.pk)) == []
    assert len(recall_article(by=None, article=flu, reason="Again", at=AT).parts) == 1


def test_translation_begun_from_the_article_is_no_copy_and_copies_of_it_go_too(pitman: StorePage) -> None:
    flu = make_article("flu")
    publish(flu)
    spanish = start_translation(page=ArticlePage.objects.get(pk=flu.pk), language="es", by=None)
    publish(spanish)
    copy = ArticlePage.objects.get(pk=spanish.pk).copy(update_attrs={"slug": "copia", "title": "Copia"})
    flu = ArticlePage.objects.get(pk=flu.pk)
    assert [each.pk for each in published_translations(flu)] == [spanish.pk]
    assert [each.pk for each in published_copies(flu)] == [copy.pk]
    recall_article(by=None, article=flu, reason="Wrong dose", at=AT)
    assert not ArticlePage.objects.live().exists()


def test_screen_offers_the_languages_with_their_reach_and_takes_them(flu: ArticlePage) -> None:
    editor, url = logged_in(make_editor()), reverse("cms_recall", args=[flu.pk])
    page = BeautifulSoup(editor.get(url).content, "html.parser")
    spanish = ArticlePage.objects.get(slug="gripe")
    box = page.select_one(f"input[name=translations][value='{spanish.pk}']")
    assert box.has_attr("checked")
    assert "La gripe (Spanish, carried by 1 of 2 stores)" in page.get_text()
    answer = editor.post(url, {"reason": "Wrong dose", "translations": [spanish.pk]}, follow=True)
    assert "'Flu' is withdrawn: no store shows it. So is 'La gripe' (Spanish)." in text_of(answer)
    receipt = text_of(answer)
    assert "Flu (flu, English) With it La gripe (gripe, Spanish)" in receipt
    assert "2 stores in English 1 store in Spanish" in receipt


def test_screen_leaves_out_what_was_left_out(flu: ArticlePage) -> None:
    editor = logged_in(make_editor())
    editor.post(reverse("cms_recall", args=[flu.pk]), {"reason": "Only the English dose is wrong"})
    assert (status("flu"), status("gripe")) == (410, 200)


def test_receipt_of_a_translation_is_the_one_on_which_it_stands(flu: ArticlePage) -> None:
    recall = recall_article(by=make_editor("ed"), article=flu, reason="=1+1", at=AT)
    editor, spanish = logged_in(make_editor()), recall.parts[1]
    for view in ("cms_receipt", "cms_receipt_print", "cms_receipt_csv"):
        one, other = (editor.get(reverse(view, args=[each.pk])).content for each in (recall, spanish))
        assert b"La gripe" in one, view
    rows = list(csv.reader(io.StringIO(one.decode("utf-8-sig"))))
    assert one == other
    assert [(row[0], row[8], row[5]) for row in rows[1:]] == [
        ("Flu", "English", "pitman"),
        ("Flu", "English", "millrace"),
        ("La gripe", "Spanish", "pitman"),
    ]
    listed = text_of(editor.get(reverse("cms_recalls")))
    assert listed.count("Flu") == 1
    assert "La gripe (Spanish)" in listed
