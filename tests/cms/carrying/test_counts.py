"""The network's numbers are those that `carried_by` and the store's own board give, store by store."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings

from cms.board.board import Show, board_articles
from cms.carrying.counts import StoreCounts, counts_of, stale_stores
from cms.carrying.placing import Placed, place
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.cms.articles.carried_reference import Network
from tests.cms.articles.test_querysets_reference import Built, networks, undone
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article, publish
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def asked(store: StorePage) -> StoreCounts:
    """The same numbers, one store and one list at a time."""

    def number(show: str) -> int:
        return board_articles(store, AT, show).count()

    return StoreCounts(
        carried=ArticlePage.objects.carried_by(store, AT).count(),
        hidden=board_articles(store, AT, Show.HIDDEN).filter(is_required=False).count(),
        pinned=number(Show.PINNED),
        changed=number(Show.CHANGED),
        stale=number(Show.STALE),
    )


def test_numbers_are_those_of_each_store_on_networks_of_any_shape() -> None:
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
            _change_some_words()
            assert counts_of(built.stores, AT) == {store.pk: asked(store) for store in built.stores}

    compare()


def _change_some_words() -> None:
    """Every second placement that hides is a note or a pin instead."""
    for place_number, row in enumerate(Placement.objects.order_by("pk")):
        if place_number % 2:
            row.is_hidden, row.note, row.pinned_as = False, "Ask us.", 1 if place_number % 4 == 1 else None
            row.save()


def test_words_about_an_earlier_version_are_stale_where_the_article_is_offered() -> None:
    pitman, other = make_store("pitman"), make_store("other")
    article, local = make_article("flu"), make_article("local", at_store=pitman)
    for store in (pitman, other):
        place(by=None, store=store, article=article, placed=Placed(note="Ask us."), at=AT)
    place(by=None, store=pitman, article=local, placed=Placed(pinned_as=1), at=AT)
    publish(article)
    article = ArticlePage.objects.get(pk=article.pk)
    article.excluded_stores.set([other])
    publish(article)
    assert stale_stores(AT) == {pitman.pk}
    assert counts_of([pitman, other], AT) == {
        pitman.pk: StoreCounts(carried=2, pinned=1, changed=1, stale=1),
        other.pk: StoreCounts(),
    }


def test_thousand_stores_cost_as_many_queries_as_two() -> None:
    group = StoreGroupFactory.create(slug="many")
    few = make_many_stores(2, group=group)
    make_article("everywhere")
    article = make_article("south", audience=AudienceKind.CHOSEN, groups=[group])
    with CaptureQueriesContext(connection) as of_few:
        counts_of(few, AT)
    many = make_many_stores(1000, group=group, first=2)
    Placement.objects.bulk_create(Placement(store=store, article=article, is_hidden=True) for store in many)
    with CaptureQueriesContext(connection) as of_many:
        counts = counts_of([*few, *many], AT)
    assert len(of_few) == len(of_many) <= 15
    assert counts[few[0].pk] == StoreCounts(carried=2)
    assert all(counts[store.pk] == StoreCounts(carried=1, hidden=1) for store in many)
