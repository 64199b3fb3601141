"""Reach agrees with what the stores carry."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.carrying.reach import carriers, offered, reach_of_article, reach_of_form
from cms.models import ArticlePage, Placement
from stores.audience.members import Audience
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def stores() -> list[StorePage]:
    south = StoreGroupFactory.create(slug="south")
    return [make_store("pitman", groups=[south]), make_store("switchback", groups=[south]), make_store("far")]


def slugs(article: ArticlePage) -> set[str]:
    return {store.slug for store in carriers(article, AT)}


def test_carriers_are_the_stores_that_carry_it(stores: list[StorePage]) -> None:
    pitman, switchback, far = stores
    group = pitman.registration.groups.get()
    articles = [
        make_article("everywhere"),
        make_article("south", audience=AudienceKind.CHOSEN, groups=[group], excluded=[switchback]),
        make_article("named", audience=AudienceKind.CHOSEN, stores=[far]),
        make_article("local", at_store=pitman),
        make_article("hidden"),
        make_article("required", is_required=True),
        make_article("ended", provider=ProviderFactory.create(licence_ends_at=AT)),
    ]
    for article in articles[4:6]:
        Placement.objects.create(store=far, article=article, is_hidden=True)
    for article in articles:
        expected = {
            store.slug for store in stores if ArticlePage.objects.carried_by(store, AT).filter(pk=article.pk).exists()
        }
        assert slugs(article) == expected, article.slug


def test_reach_counts_who_hid_and_who_retitled(stores: list[StorePage]) -> None:
    article = make_article("flu")
    Placement.objects.create(store=stores[0], article=article, is_hidden=True, title="Unseen")
    Placement.objects.create(store=stores[1], article=article, title="Ours", note="Ask us.")
    reach = reach_of_article(article, AT)
    assert (reach.online, reach.offered, reach.hidden, reach.retitled, reach.noted) == (3, 3, 1, 1, 1)
    assert str(reach) == "2 of 3 stores"


def test_audience_of_a_form_counts_before_anything_is_saved(stores: list[StorePage]) -> None:
    group = stores[0].registration.groups.get()
    provider = ProviderFactory.create()
    chosen = Audience(AudienceKind.CHOSEN, groups=frozenset({group.pk}), excluded=frozenset({stores[1].pk}))
    assert str(reach_of_form(ArticlePage(), chosen, provider, AT)) == "1 of 3 stores"
    assert str(reach_of_form(ArticlePage(), Audience(), None, AT)) == "3 of 3 stores"
    assert str(reach_of_form(ArticlePage(), Audience(AudienceKind.CHOSEN), provider, AT)) == "0 of 3 stores"


def test_licence_narrows_and_ends_reach(stores: list[StorePage]) -> None:
    provider = ProviderFactory.create(audience=AudienceKind.CHOSEN, licence_ends_at=AT)
    provider.audience_stores.set(stores[:2])
    provider.save()
    article = make_article("flu", provider=provider)
    assert offered(article, AT - timedelta(seconds=1)).count() == 2
    assert offered(article, AT).count() == 0


def test_reach_costs_the_same_at_any_number_of_stores(stores: list[StorePage]) -> None:
    article = make_article("flu")
    with CaptureQueriesContext(connection) as few:
        reach_of_article(article, AT)
    for number in range(10):
        make_store(f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        reach_of_article(article, AT)
    assert len(few) == len(many) <= 12
