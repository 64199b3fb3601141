"""Reach in lists is the reach of each article."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings

from cms.carrying.counts import reaches_of
from cms.carrying.reach import reach_of_article
from cms.models import ArticlePage, Placement
from tests.cms.articles.carried_reference import Network
from tests.cms.articles.test_querysets_reference import Built, networks, undone
from tests.factories.many import make_many_stores
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def test_reach_is_that_of_each_article_on_networks_of_any_shape() -> None:
    built = Built()

    @settings(
        max_examples=40,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(networks)
    def compare(network: Network) -> None:
        with undone():
            built.compare(network)
            articles = list(ArticlePage.objects.in_library())
            for pk, listed in reaches_of(articles, AT).items():
                reach = reach_of_article(ArticlePage.objects.get(pk=pk), AT)
                assert (listed.reach.carried, listed.reach.online) == (reach.carried, reach.online)
                carrying = [each for each in built.stores if _carries(each, pk)]
                assert (listed.reach.carried if listed.is_published else 0) == len(carrying)

    compare()


def _carries(store: object, pk: int) -> bool:
    return bool(ArticlePage.objects.carried_by(store, AT).filter(pk=pk).exists())


def test_article_without_licence_reaches_nobody() -> None:
    make_store("pitman")
    ended = make_article("ended", provider=ProviderFactory.create(slug="agency", licence_ends_at=AT))
    assert str(reaches_of([ended], AT)[ended.pk].reach) == "0 of 1 stores"
    assert str(reaches_of([ended], AT - timedelta(seconds=1))[ended.pk].reach) == "1 of 1 stores"


def test_fifty_articles_at_a_thousand_stores_cost_as_many_queries_as_one_at_two() -> None:
    stores = make_many_stores(2)
    articles = [make_article("first")]
    with CaptureQueriesContext(connection) as few:
        reaches_of(articles, AT)
    stores += make_many_stores(1000, first=2)
    articles += [make_article(f"article-{number}", excluded=stores[:number]) for number in range(12)]
    Placement.objects.bulk_create(Placement(store=store, article=articles[0], is_hidden=True) for store in stores)
    with CaptureQueriesContext(connection) as many:
        reaches = reaches_of(articles, AT)
    assert len(few) == len(many) <= 15
    assert str(reaches[articles[0].pk].reach) == "1 of 1003 stores"
    assert str(reaches[articles[-1].pk].reach) == "992 of 1003 stores"
