"""Topics, and what the database refuses of them."""

import pytest
from django.db import IntegrityError

from cms.models import ArticlePage, Topic
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db


def test_topics_are_listed_by_name() -> None:
    for name in ("river", "coast"):
        Topic.objects.create(name=name, slug=name)
    assert [str(topic) for topic in Topic.objects.all()] == ["coast", "river"]


@pytest.mark.parametrize(("name", "slug"), [("River", "other"), ("Other", "river")])
def test_no_two_topics_share_a_name_or_a_slug(name: str, slug: str) -> None:
    Topic.objects.create(name="River", slug="river")
    with pytest.raises(IntegrityError):
        Topic.objects.create(name=name, slug=slug)


def test_article_outlives_its_topic() -> None:
    topic = Topic.objects.create(name="River", slug="river")
    article = make_article("flu", topics=[topic])
    assert list(topic.articles.all()) == [article]
    topic.delete()
    assert list(ArticlePage.objects.get(pk=article.pk).topics.all()) == []
