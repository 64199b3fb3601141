"""Which stores may carry something: the answer by store and the one by row, beside a slow and obvious one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from modelcluster.fields import ParentalManyToManyField

from cms.models import ArticlePage, StandardPage
from stores.audience.members import Roster
from stores.audience.models import audience_includes
from stores.audience.panel import check_audience
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage, StoreRegistration
from stores.removal.fixed import lifted
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import StoreGroupFactory, make_store

STORES = range(4)
GROUPS = range(3)
PAGES = range(3)

some_stores = st.frozensets(st.sampled_from(STORES))
some_groups = st.frozensets(st.sampled_from(GROUPS))
memberships = st.frozensets(st.tuples(st.sampled_from(STORES), st.sampled_from(GROUPS)))


@dataclass(frozen=True)
class Audience:
    """An audience by the numbers of stores and groups."""

    is_every: bool
    groups: frozenset[int]
    stores: frozenset[int]
    excluded: frozenset[int]


@dataclass(frozen=True)
class Network:
    """Saved stores, groups and pages, by number."""

    stores: list[StorePage]
    groups: list[StoreGroup]
    pages: list[StandardPage]


audiences = st.builds(Audience, st.booleans(), some_groups, some_stores, some_stores)


def may_carry(audience: Audience, store: int, members: frozenset[tuple[int, int]]) -> bool:
    """The rule as one would tell it."""
    if store in audience.excluded:
        return False
    if audience.is_every or store in audience.stores:
        return True
    return any((store, group) in members for group in audience.groups)


@pytest.fixture
def network(db: None) -> Network:
    return Network(
        stores=[make_store(f"store-{number}", hours={}, banners=[]) for number in STORES],
        groups=[StoreGroupFactory.create(slug=f"group-{number}") for number in GROUPS],
        pages=[make_page(f"page-{number}") for number in PAGES],
    )


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def write(network: Network, chosen: list[Audience], members: frozenset[tuple[int, int]]) -> None:
    """Rows, in few queries."""
    member_rows = StoreRegistration.groups.through
    member_rows._default_manager.bulk_create(
        member_rows(storeregistration_id=network.stores[store].registration.pk, storegroup_id=network.groups[group].pk)
        for store, group in members
    )
    for page, audience in zip(network.pages, chosen, strict=True):
        kind = AudienceKind.EVERY_STORE if audience.is_every else AudienceKind.CHOSEN
        StandardPage.objects.filter(pk=page.pk).update(audience=kind)
        for name, numbers, targets in (
            ("audience_groups", audience.groups, network.groups),
            ("audience_stores", audience.stores, network.stores),
            ("excluded_stores", audience.excluded, network.stores),
        ):
            field = StandardPage._meta.get_field(name)
            assert isinstance(field, ParentalManyToManyField)
            rows = field.remote_field.through
            rows._default_manager.bulk_create(
                rows(**{f"{field.m2m_field_name()}_id": page.pk, f"{field.m2m_reverse_field_name()}_id": row.pk})
                for row in (targets[number] for number in numbers)
            )


def carried(network: Network, store: int) -> list[int]:
    """Numbers of the pages whose audience includes the store, each as often as the query gives it."""
    rows = StandardPage.objects.filter(audience_includes(StandardPage, network.stores[store]))
    numbers = {page.pk: number for number, page in enumerate(network.pages)}
    return sorted(numbers[pk] for pk in rows.values_list("pk", flat=True))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(audiences, min_size=len(PAGES), max_size=len(PAGES)), members=memberships)
def test_audience_is_what_the_rule_says(
    network: Network, chosen: list[Audience], members: frozenset[tuple[int, int]]
) -> None:
    with undone():
        write(network, chosen, members)
        for store in STORES:
            expected = [number for number in PAGES if may_carry(chosen[number], store, members)]
            assert carried(network, store) == expected
        found = Roster.load(store.pk for store in network.stores).members_of(StandardPage.objects.all())
        for page, audience in zip(network.pages, chosen, strict=True):
            numbers = [number for number in STORES if may_carry(audience, number, members)]
            assert found[page.pk] == {network.stores[number].pk for number in numbers}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(audiences, min_size=len(PAGES), max_size=len(PAGES)),
    members=memberships,
    gone=st.sampled_from(GROUPS),
)
def test_audience_without_a_deleted_group_is_what_the_rule_says_without_it(
    network: Network, chosen: list[Audience], members: frozenset[tuple[int, int]], gone: int
) -> None:
    left = frozenset(pair for pair in members if pair[1] != gone)
    with undone():
        write(network, chosen, members)
        with lifted():
            StoreGroup.objects.filter(pk=network.groups[gone].pk).delete()
        for store in STORES:
            expected = [number for number in PAGES if may_carry(chosen[number], store, left)]
            assert carried(network, store) == expected


def carries(store: StorePage, article: ArticlePage) -> bool:
    rows = ArticlePage.objects.filter(audience_includes(ArticlePage, store))
    return rows.filter(pk=article.pk).exists()


@pytest.mark.django_db
def test_new_store_in_a_chosen_group_is_in_by_itself() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[group])
    assert carries(make_store("pitman", groups=[group]), article)
    assert not carries(make_store("switchback"), article)


@pytest.mark.django_db
def test_store_that_joins_or_leaves_a_group_is_in_or_out_at_once() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[group])
    store = make_store("pitman")
    store.registration.groups.add(group)
    assert carries(store, article)
    store.registration.groups.remove(group)
    assert not carries(store, article)


@pytest.mark.django_db
def test_excluded_store_stays_out_even_where_it_is_named() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    store = make_store("pitman", groups=[group])
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[group], stores=[store], excluded=[store])
    assert not carries(store, article)
    assert not carries(store, make_article("measles", excluded=[store]))


@pytest.mark.django_db
def test_names_that_an_audience_of_every_store_still_holds_do_not_narrow_it() -> None:
    pitman, switchback = make_store("pitman"), make_store("switchback")
    assert carries(switchback, make_article("flu", audience=AudienceKind.EVERY_STORE, stores=[pitman]))


@pytest.mark.django_db
def test_deleting_a_store_leaves_the_audience_of_the_others() -> None:
    pitman, switchback = make_store("pitman"), make_store("switchback")
    article = make_article("flu", audience=AudienceKind.CHOSEN, stores=[pitman, switchback], excluded=[])
    with lifted():
        pitman.delete()
    assert carries(switchback, article)
    assert list(ArticlePage.objects.get(pk=article.pk).audience_stores.all()) == [switchback]


@pytest.mark.django_db
def test_deleting_the_only_chosen_group_leaves_nobody() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    store = make_store("pitman", groups=[group])
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[group])
    with lifted():
        group.delete()
    assert not carries(store, article)


@pytest.mark.django_db
def test_draft_that_names_a_deleted_group_can_still_be_published() -> None:
    gone, left = StoreGroupFactory.create(slug="gone"), StoreGroupFactory.create(slug="left")
    store = make_store("pitman", groups=[left])
    article = make_article("flu", audience=AudienceKind.CHOSEN, groups=[gone, left])
    revision = article.save_revision()
    with lifted():
        gone.delete()
    revision.publish()
    assert carries(store, article)
    assert list(ArticlePage.objects.get(pk=article.pk).audience_groups.all()) == [left]


@pytest.mark.django_db
def test_audience_costs_no_query_of_its_own() -> None:
    store = make_store("pitman")
    with CaptureQueriesContext(connection) as queries:
        rows = ArticlePage.objects.filter(audience_includes(ArticlePage, store))
        assert len(queries) == 0
        list(rows)
    assert len(queries) == 1
    assert "DISTINCT" not in queries[0]["sql"]


@pytest.mark.parametrize(
    "data",
    [
        {"audience": "every"},
        {"audience": "chosen", "audience_groups": ["group"]},
        {"audience": "chosen", "audience_stores": ["store"]},
        {"audience": "chosen", "audience_stores": ["store"], "excluded_stores": ["store"]},
        {},
    ],
)
def test_audience_that_names_somebody_is_accepted(data: dict[str, object]) -> None:
    check_audience(data)


@pytest.mark.parametrize("data", [{}, {"excluded_stores": ["store"]}, {"audience_groups": [], "audience_stores": []}])
def test_chosen_audience_that_names_nobody_is_refused_on_its_field(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as error:
        check_audience({"audience": "chosen", **data})
    assert error.value.message_dict == {
        "audience_groups": ["Choose at least one group or store, or choose 'Every store'."]
    }
