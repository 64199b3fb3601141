"""An article and its translations as one: the union of their stores, and each."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.carrying.together import group_reach
from cms.models import ArticlePage, Placement
from cms.translating.translating import join, set_language
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def flu(pitman: StorePage) -> ArticlePage:
    """In English at Pitman and Millrace, in Spanish at Pitman and Vineland."""
    millrace, vineland = make_store("millrace"), make_store("vineland")
    english = make_article("flu", title="Flu", excluded=[vineland])
    spanish = make_article("gripe", title="La gripe", excluded=[millrace])
    set_language(page=spanish, language="es", by=None)
    join(page=ArticlePage.objects.get(pk=spanish.pk), original=english, by=None)
    return ArticlePage.objects.get(pk=english.pk)


def test_union_and_each(flu: ArticlePage) -> None:
    group = group_reach(flu, AT)
    assert group is not None
    assert (str(group), group.all_carried) == ("3 of 3 stores", 1)
    assert [(each.language_name, str(each.listed.reach)) for each in group.languages] == [
        ("English", "2 of 3 stores"),
        ("Spanish", "2 of 3 stores"),
    ]
    of_spanish = group_reach(ArticlePage.objects.get(slug="gripe"), AT)
    assert [each.language_name for each in of_spanish.languages] == ["Spanish", "English"]


def test_what_is_hidden_or_not_published_does_not_count(flu: ArticlePage, pitman: StorePage) -> None:
    Placement.objects.create(store=pitman, article=flu, is_hidden=True)
    assert (str(group_reach(flu, AT)), group_reach(flu, AT).all_carried) == ("3 of 3 stores", 0)
    ArticlePage.objects.get(slug="gripe").unpublish()
    group = group_reach(flu, AT)
    assert (str(group), group.all_carried) == ("1 of 3 stores", 1)
    assert [each.listed.is_published for each in group.languages] == [True, False]


def test_article_alone_has_no_group(pitman: StorePage) -> None:
    assert group_reach(make_article("flu"), AT) is None


def test_page_of_the_reach_and_the_articles_form_say_both(flu: ArticlePage, client_of: ClientOf) -> None:
    client = client_of("editor")
    spanish = ArticlePage.objects.get(slug="gripe")
    for url in (reverse("cms_reach", args=[flu.pk]), reverse("wagtailadmin_pages:edit", args=[flu.pk])):
        page = BeautifulSoup(client.get(url).content, "html.parser")
        text = " ".join(page.get_text(" ").split())
        assert "In any language carried by 3 of 3 stores , in every one of them by 1" in text, url
        assert "Spanish : La gripe, 2 of 3 stores" in text, url
        assert page.select(f"a[href='{reverse('cms_reach', args=[spanish.pk])}']"), url


def test_thousand_stores_cost_as_many_queries_as_three(flu: ArticlePage) -> None:
    group_reach(flu, AT)
    with CaptureQueriesContext(connection) as few:
        group_reach(flu, AT)
    make_many_stores(300)
    with CaptureQueriesContext(connection) as many:
        group = group_reach(flu, AT)
    assert str(group) == "304 of 304 stores"
    assert len(many) <= len(few) <= 10
