"""A recall reaches copies and aliases: named before, withdrawn with it, 410 at their addresses."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage, ExpertPage, Recall, StandardPage
from cms.recalls.recalling import published_copies, recall_article
from stores.models import StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.network import articles_folder, make_admin, make_editor
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page, publish

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def copied(article: ArticlePage, slug: str, to: object = None) -> ArticlePage:
    article = ArticlePage.objects.get(pk=article.pk)
    copy = article.copy(to=to, update_attrs={"slug": slug, "title": slug.capitalize()})
    return ArticlePage.objects.get(pk=copy.pk)


def old_alias(article: ArticlePage, slug: str) -> ArticlePage:
    """As a network from before may have one."""
    alias = copied(article, slug)
    ArticlePage.objects.filter(pk=alias.pk).update(alias_of=article.pk)
    return ArticlePage.objects.get(pk=alias.pk)


def status(slug: str) -> int:
    return Client(headers={"host": "pitman.localhost:8000"}).get(f"/health/{slug}/").status_code


def test_copies_and_their_copies_are_withdrawn_with_it(pitman: StorePage) -> None:
    flu = make_article("flu")
    publish(flu)
    copy = copied(flu, "second")
    copied(copy, "third")
    copied(flu, "local", health_news_of(pitman))
    old_alias(flu, "alias")
    other = make_article("cold")
    assert {page.slug for page in published_copies(copy)} == {"flu", "third", "local", "alias"}
    recall_article(by=make_editor(), article=flu, reason="Wrong dose", at=AT)
    assert {slug: status(slug) for slug in ("flu", "second", "third", "local", "alias")} == dict.fromkeys(
        ("flu", "second", "third", "local", "alias"), 410
    )
    assert Recall.objects.count() == 5
    assert ArticlePage.objects.get(pk=other.pk).live


def test_copy_that_was_published_anew_still_knows_whose_it_is(pitman: StorePage) -> None:
    flu = make_article("flu")
    copy = copied(flu, "second")
    publish(copy)
    assert ArticlePage.objects.get(pk=copy.pk).lineage == ArticlePage.objects.get(pk=flu.pk).lineage
    assert make_article("cold").lineage != flu.lineage


def test_screen_names_them_and_leaves_out_what_says_something_else_now(pitman: StorePage) -> None:
    flu = make_article("flu")
    for slug in ("second", "rewritten"):
        copied(flu, slug)
    editor = logged_in(make_editor())
    url = reverse("cms_recall", args=[flu.pk])
    page = editor.get(url).content.decode()
    assert "Second (/health/second/, library)" in page
    assert "Rewritten (/health/rewritten/, library)" in page
    second = ArticlePage.objects.get(slug="second")
    answer = editor.post(url, {"reason": "Wrong dose", "copies": [second.pk]}, follow=True)
    assert "So is one copy, with a receipt of its own." in answer.content.decode()
    assert (status("second"), status("rewritten")) == (410, 200)


def test_no_alias_is_made_by_form_or_model(pitman: StorePage) -> None:
    for page in (make_article("flu"), make_page("terms"), make_expert("ann")):
        with pytest.raises(ValidationError):
            page.create_alias(update_slug="alias")
    flu = ArticlePage.objects.get(slug="flu")
    admin = logged_in(make_admin())
    url = reverse("wagtailadmin_pages:copy", args=[flu.pk])
    assert 'name="alias"' not in admin.get(url).content.decode()
    sent = {"new_title": "Flu 2", "new_slug": "flu-2", "new_parent_page": articles_folder().pk, "alias": "on"}
    assert "it needs no alias" in admin.post(url, sent).content.decode()
    counts = [model.objects.count() for model in (ArticlePage, StandardPage, ExpertPage)]
    assert counts == [1, 1, 1]
