"""A store's health news."""

import pytest
from django.core.exceptions import ValidationError

from cms.models import ArticlePage, HealthNewsPage
from stores.models import StorePage
from tests.factories.newsroom import health_news_of
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def test_health_news_stands_below_a_store_and_nobody_makes_it_by_hand() -> None:
    assert HealthNewsPage.allowed_parent_page_models() == [StorePage]
    assert HealthNewsPage not in StorePage.creatable_subpage_models()
    assert HealthNewsPage.creatable_subpage_models() == [ArticlePage]


def test_intro_with_an_unknown_token_is_refused() -> None:
    news = health_news_of(make_store("pitman"))
    news.intro = "<p>{{ store.nmae }}</p>"
    with pytest.raises(ValidationError) as error:
        news.save()
    assert list(error.value.message_dict) == ["intro"]
