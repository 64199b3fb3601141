"""Audiences as sets of stores: for many rows and stores at once, of forms, and what two have in common.

That the sets are those of `audience_includes` stands in test_audience.py.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import ArticlePage
from stores.audience.members import Audience, Roster, audience_in, audience_of, share_a_store
from stores.choices import AudienceKind
from stores.models import HolidayClosure, StorePage
from tests.factories.dated import make_holiday
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

CHOSEN = AudienceKind.CHOSEN
EVERY: dict[str, Any] = {"audience": "every"}


def chosen(**lists: Any) -> dict[str, Any]:
    return {"audience": "chosen", **lists}


def share(form_data: dict[str, Any], holiday: HolidayClosure) -> bool:
    return share_a_store(audience_in(form_data), audience_of(holiday))


def test_only_the_stores_that_are_asked_for_are_named() -> None:
    here, elsewhere = make_store("here"), make_store("elsewhere")
    article = make_article("named", audience=CHOSEN, stores=[here, elsewhere])
    assert Roster.load([here.pk]).members_of(ArticlePage.objects.all()) == {article.pk: frozenset({here.pk})}


def test_roster_of_one_store_knows_its_groups() -> None:
    south = StoreGroupFactory.create(slug="south")
    store = make_store("pitman", groups=[south])
    for audience in (Audience(), Audience(CHOSEN, groups=frozenset({south.pk})), Audience(CHOSEN)):
        assert Roster.of_store(store).members(audience) == Roster.load([store.pk]).members(audience)


def test_first_clause_that_is_not_met_is_why_a_store_is_not_in_it() -> None:
    store = make_store("pitman").pk
    roster, alone = Roster.load([store]), frozenset({store})
    assert roster.why_not(Audience(), store) == ""
    assert roster.why_not(Audience(CHOSEN), store) == "This store is not in its audience."
    assert roster.why_not(Audience(excluded=alone), store) == "Its audience leaves this store out."
    assert roster.why_not(Audience(CHOSEN, excluded=alone), store) == "Its audience leaves this store out."


def test_thousand_stores_cost_as_many_queries_as_two() -> None:
    group = StoreGroupFactory.create(slug="many")
    stores = make_many_stores(2, group=group)
    article = make_article("named", audience=CHOSEN, groups=[group], stores=stores, excluded=stores[:1])
    with CaptureQueriesContext(connection) as few:
        Roster.load(store.pk for store in stores).members_of(ArticlePage.objects.all())
    more = make_many_stores(1000, group=group, first=2)
    everyone = list(StorePage.objects.filter(registration__groups=group).values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as many:
        members = Roster.load(everyone).members_of(ArticlePage.objects.all())
    assert len(few) == len(many) == 3
    assert members[article.pk] == {store.pk for store in (*stores[1:], *more)}


def test_two_of_every_store_share_even_before_the_first_store_opens() -> None:
    assert share(EVERY, make_holiday())


def test_stores_that_are_named_in_both() -> None:
    one, other = make_store("pitman"), make_store("switchback")
    holiday = make_holiday(stores=[one])
    assert share(chosen(audience_stores=[one, other]), holiday)
    assert not share(chosen(audience_stores=[other]), holiday)


def test_store_in_a_group_of_each() -> None:
    first, second, third = (StoreGroupFactory.create(slug=slug) for slug in ("a", "b", "c"))
    make_store("pitman", groups=[first, second])
    make_store("switchback", groups=[third])
    holiday = make_holiday(groups=[first])
    assert share(chosen(audience_groups=[second]), holiday)
    assert not share(chosen(audience_groups=[third]), holiday)


def test_excluded_store_is_in_neither() -> None:
    store = make_store("pitman")
    holiday = make_holiday(excluded=[store])
    assert not share(chosen(audience_stores=[store]), holiday)
    assert not share({**EVERY, "excluded_stores": []}, holiday)
    make_store("switchback")
    assert share(EVERY, holiday)


def test_store_that_the_form_excludes_is_in_neither() -> None:
    store = make_store("pitman")
    make_store("switchback")
    holiday = make_holiday(stores=[store])
    assert share(EVERY, holiday)
    assert not share({**EVERY, "excluded_stores": [store]}, holiday)
