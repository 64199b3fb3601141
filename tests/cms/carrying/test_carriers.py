"""Which stores carry an article: what random networks of saved articles don't reach.

That the carriers are the stores that carry it, and that each clause is needed, stands in
test_querysets_reference.py.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.carrying.carriers import Carriers, Carrying
from cms.models import ArticlePage, Placement, Provider
from stores.audience.members import Audience, audience_of
from stores.choices import AudienceKind
from stores.models import StorePage
from stores.opening.opening import close_store
from tests.factories.many import make_many_stores
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def stores() -> list[StorePage]:
    south = StoreGroupFactory.create(slug="south")
    return [make_store("pitman", groups=[south]), make_store("switchback", groups=[south]), make_store("far")]


def of_draft(audience: Audience, provider: Provider | None, draft: ArticlePage | None = None) -> Carriers:
    return Carrying(AT).of_draft(draft or ArticlePage(), audience, provider)


def test_audience_of_a_form_counts_before_anything_is_saved(stores: list[StorePage]) -> None:
    group = stores[0].registration.groups.get()
    provider = ProviderFactory.create()
    chosen = Audience(AudienceKind.CHOSEN, groups=frozenset({group.pk}), excluded=frozenset({stores[1].pk}))
    assert of_draft(chosen, provider).carrying == {stores[0].pk}
    assert of_draft(Audience(), None).carrying == {store.pk for store in stores}
    assert of_draft(Audience(AudienceKind.CHOSEN), provider).carrying == frozenset()


@pytest.fixture(params=["named", "all"])
def few_or_many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is given the stores' ids, or says all that there is."""
    if request.param == "all":
        monkeypatch.setattr("stores.audience.members.FEW", 0)


@pytest.mark.usefixtures("few_or_many")
def test_stores_that_are_not_asked_about_are_left_out(stores: list[StorePage]) -> None:
    group = StoreGroupFactory.create()
    for store in stores[1:]:
        store.registration.groups.add(group)
    chosen = make_article("chosen", audience=AudienceKind.CHOSEN, groups=[group], stores=[stores[0]])
    excluded = make_article("excluded", excluded=stores[1:])
    for store in stores:
        Placement.objects.create(store=store, article=chosen, is_hidden=True)
    found = Carrying(AT, StorePage.objects.filter(pk__in=[store.pk for store in stores[:2]])).of_articles(
        ArticlePage.objects.all()
    )
    asked = frozenset(store.pk for store in stores[:2])
    assert (found[chosen.pk].offered, found[chosen.pk].hidden_at) == (asked, asked)
    assert found[excluded.pk].carrying == {stores[0].pk}


@pytest.mark.usefixtures("few_or_many")
def test_licence_narrows_and_ends_a_draft(stores: list[StorePage]) -> None:
    provider = ProviderFactory.create(audience=AudienceKind.CHOSEN, licence_ends_at=AT + timedelta(seconds=1))
    provider.audience_stores.set(stores[:2])
    provider.save()
    carriers = of_draft(Audience(), provider)
    assert (len(carriers.in_audience), len(carriers.offered)) == (3, 2)
    later = Carrying(AT + timedelta(seconds=1)).of_draft(ArticlePage(), Audience(), provider)
    assert (len(later.in_audience), len(later.offered)) == (3, 0)


@pytest.mark.usefixtures("few_or_many")
def test_draft_as_it_is_saved_has_the_carriers_of_the_article(stores: list[StorePage]) -> None:
    article = make_article("flu", excluded=stores[:1])
    local = make_article("local", at_store=stores[0])
    for store in stores[:2]:
        Placement.objects.create(store=store, article=article, is_hidden=True)
    for each in (article, local):
        assert of_draft(audience_of(each), each.provider, each) == Carrying(AT).of_article(each)
    assert Carrying(AT).of_article(article).hiding == {stores[1].pk}
    article.is_required = True
    assert of_draft(audience_of(article), article.provider, article).carrying == {stores[1].pk, stores[2].pk}


def test_local_article_of_a_store_that_was_closed_is_carried_by_nobody(stores: list[StorePage]) -> None:
    local = make_article("local", at_store=stores[0])
    close_store(by=None, store=stores[0])
    assert Carrying(AT).of_article(local).in_audience == frozenset()


def test_articles_at_a_thousand_stores_cost_as_many_queries_as_one_at_two() -> None:
    stores, own = make_many_stores(2), make_store("own")
    make_article("first")
    with CaptureQueriesContext(connection) as few:
        Carrying(AT).of_articles(ArticlePage.objects.all())
    make_many_stores(1000, first=2)
    for number in range(12):
        make_article(f"article-{number}", excluded=stores[:1], at_store=own if number % 2 else None)
    with CaptureQueriesContext(connection) as many:
        found = Carrying(AT).of_articles(ArticlePage.objects.all())
    assert len(few) == len(many) == 8
    # None names the stores one by one.
    assert max(len(each["sql"]) for each in many) < 10_000
    assert sorted(len(each.carrying) for each in found.values()) == [*[1] * 6, *[1003] * 6, 1004]
