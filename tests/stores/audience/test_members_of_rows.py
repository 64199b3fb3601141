"""Many audiences as sets of stores say what one audience says store by store."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import ArticlePage
from stores.audience.members import members_of
from stores.audience.models import audience_includes
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

CHOSEN = AudienceKind.CHOSEN


def test_members_are_the_stores_that_the_audience_includes() -> None:
    south, north = StoreGroupFactory.create(slug="south"), StoreGroupFactory.create(slug="north")
    stores = [make_store("a", groups=[south]), make_store("b", groups=[south, north]), make_store("c")]
    make_article("everywhere")
    make_article("but-one", excluded=[stores[0]])
    make_article("south", audience=CHOSEN, groups=[south], excluded=[stores[1]])
    make_article("both", audience=CHOSEN, groups=[south, north], stores=[stores[2]])
    make_article("named", audience=CHOSEN, stores=[stores[2]])
    make_article("nobody", audience=CHOSEN)
    members = members_of(ArticlePage.objects.all(), [store.pk for store in stores])
    for store in stores:
        included = set(ArticlePage.objects.filter(audience_includes(ArticlePage, store)).values_list("pk", flat=True))
        assert {pk for pk, among in members.items() if store.pk in among} == included


def test_only_the_stores_that_are_asked_for_are_named() -> None:
    here, elsewhere = make_store("here"), make_store("elsewhere")
    article = make_article("named", audience=CHOSEN, stores=[here, elsewhere])
    assert members_of(ArticlePage.objects.all(), [here.pk]) == {article.pk: frozenset({here.pk})}


def test_thousand_stores_cost_as_many_queries_as_two() -> None:
    group = StoreGroupFactory.create(slug="many")
    stores = make_many_stores(2, group=group)
    article = make_article("named", audience=CHOSEN, groups=[group], stores=stores, excluded=stores[:1])
    with CaptureQueriesContext(connection) as few:
        members_of(ArticlePage.objects.all(), [store.pk for store in stores])
    more = make_many_stores(1000, group=group, first=2)
    everyone = list(StorePage.objects.filter(registration__groups=group).values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as many:
        members = members_of(ArticlePage.objects.all(), everyone)
    assert len(few) == len(many) == 5
    assert members[article.pk] == {store.pk for store in (*stores[1:], *more)}
