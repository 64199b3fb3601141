"""The network's numbers are those that `carried_by` and the store's own board give; reach in lists."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.board.board import Show, board_articles
from cms.carrying.counts import StoreCounts, counts_of, reaches_of, stale_stores
from cms.carrying.placing import Placed, place
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import ProviderFactory, make_article, publish
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def asked(store: StorePage) -> StoreCounts:
    """What the network's counts say, counted for one store and one list at a time."""

    def number(show: str) -> int:
        return board_articles(store, AT, show).count()

    return StoreCounts(
        carried=ArticlePage.objects.carried_by(store, AT).count(),
        hidden=board_articles(store, AT, Show.HIDDEN).filter(is_required=False).count(),
        pinned=number(Show.PINNED),
        changed=number(Show.CHANGED),
        stale=number(Show.STALE),
    )


def test_numbers_are_those_of_each_store_and_of_its_board() -> None:
    south = StoreGroupFactory.create(slug="south")
    pitman, other, far = stores = [make_store("pitman", groups=[south]), make_store("other"), make_store("far")]
    everywhere, required = make_article("everywhere"), make_article("required", is_required=True)
    chosen = make_article("chosen", audience=AudienceKind.CHOSEN, groups=[south], stores=[far])
    make_article("draft", live=False)
    make_article("ended", provider=ProviderFactory.create(slug="agency", licence_ends_at=AT))
    local = make_article("local", at_store=far)
    Placement.objects.bulk_create(
        [
            *(Placement(store=store, article=required, is_hidden=True) for store in stores),
            *(Placement(store=store, article=chosen, is_hidden=True) for store in (pitman, other)),
            Placement(store=pitman, article=everywhere, pinned_as=1, note="Ask us."),
            Placement(store=other, article=everywhere, is_hidden=True, title="Ours"),
            Placement(store=far, article=local, is_hidden=True),
        ]
    )
    counts = counts_of(stores, AT)
    assert counts == {store.pk: asked(store) for store in stores}
    assert [counts[store.pk].carried for store in stores] == [2, 1, 3]
    assert [counts[store.pk].hidden for store in stores] == [1, 1, 1]


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
