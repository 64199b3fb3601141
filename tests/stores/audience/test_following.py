"""Saved audiences: which stores their rules are for, and that every door by which that changes is followed."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from stores.audience.following import keep_members, strays
from stores.audience.removal import put_group
from stores.audience.rules import Facts, StoreRule, facts_of, rule_in_words, rule_of
from stores.models import HolidayClosure, StoreGroup, StorePage, StoreRegistration
from stores.opening.changing import change_store
from stores.opening.registration import change_registration
from tests.factories.many import make_many_stores
from tests.factories.newsroom import make_article
from tests.factories.stores import StoreGroupFactory, make_store

DAY = date(2031, 7, 3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def south() -> StoreGroup:
    return StoreGroupFactory.create(slug="south")


@pytest.fixture
def saved(south: StoreGroup) -> StoreGroup:
    """New Jersey stores of South that vaccinate."""
    group: StoreGroup = StoreGroupFactory.create(
        slug="saved", is_ruled=True, rule_states=["NJ"], rule_services=["immunizations"]
    )
    group.rule_groups.add(south)
    return group


@pytest.fixture
def shore(south: StoreGroup, saved: StoreGroup) -> StorePage:
    """Fits."""
    return make_store("shore", state="NJ", services=["immunizations"], groups=[south])


def slugs_of(group: StoreGroup) -> set[str]:
    return set(StorePage.objects.filter(registration__groups=group).values_list("slug", flat=True))


def test_rule_asks_for_each_list_that_names_anything_and_for_any_one_of_it() -> None:
    lists = [frozenset[str](), frozenset({"a"}), frozenset({"a", "b"})]
    store = Facts(frozenset({"a"}), frozenset({"b"}), frozenset(), frozenset({1}))
    for states, services, groups in product(lists, lists, [frozenset[int](), frozenset({1, 2}), frozenset({2})]):
        fits = bool(states or services or groups)
        fits = fits and (not states or "a" in states)
        fits = fits and (not services or "b" in services)
        fits = fits and (not groups or 1 in groups)
        assert StoreRule(states, services, groups=groups).fits(store) == fits
    assert not StoreRule(languages=frozenset({"a"})).fits(store)


def test_rule_is_told_in_words(saved: StoreGroup, south: StoreGroup) -> None:
    saved.rule_states, saved.rule_languages = ["NJ", "DE"], ["es"]
    words = rule_in_words(rule_of(saved), {south.pk: "South"})
    assert words == "in Delaware or New Jersey; with Immunizations; where they speak Spanish; of South"


def moved(store: StorePage, south: StoreGroup) -> None:
    change_store(by=None, store=store, fields={"state": "DE"})


def published_without_service(store: StorePage, south: StoreGroup) -> None:
    store.services = ["delivery"]
    store.save_revision().publish()


def taken_out_of_its_group(store: StorePage, south: StoreGroup) -> None:
    change_registration(by=None, store=store, groups=[])


def taken_out_by_a_script(store: StorePage, south: StoreGroup) -> None:
    south.registrations.remove(store.registration)


def group_emptied(store: StorePage, south: StoreGroup) -> None:
    south.registrations.clear()


def rule_changed(store: StorePage, south: StoreGroup) -> None:
    group = StoreGroup.objects.get(slug="saved")
    group.rule_states = ["DE"]
    group.save()


def rule_about_another_group(store: StorePage, south: StoreGroup) -> None:
    StoreGroup.objects.get(slug="saved").rule_groups.set([StoreGroupFactory.create(slug="north")])


@pytest.mark.parametrize(
    "leave",
    [
        moved,
        published_without_service,
        taken_out_of_its_group,
        taken_out_by_a_script,
        group_emptied,
        rule_changed,
        rule_about_another_group,
    ],
)
def test_store_leaves_by_whatever_door_it_stops_to_fit(
    leave: Callable[[StorePage, StoreGroup], None], shore: StorePage, saved: StoreGroup, south: StoreGroup
) -> None:
    make_store("inland", state="NJ", groups=[south])
    assert slugs_of(saved) == {"shore"}
    leave(StorePage.objects.get(pk=shore.pk), south)
    assert slugs_of(saved) == set()
    assert strays() == 0


def test_drafts_move_nobody_and_other_groups_come_and_go_beside_it(shore: StorePage, saved: StoreGroup) -> None:
    shore.state = "DE"
    shore.save_revision()
    north, south = StoreGroupFactory.create(slug="north"), StoreGroup.objects.get(slug="south")
    change_registration(by=None, store=shore, groups=[north, south])
    assert set(shore.registration.groups.values_list("slug", flat=True)) == {"north", "south", "saved"}


def test_nobody_puts_a_store_in_or_takes_it_out_by_hand(
    shore: StorePage, saved: StoreGroup, south: StoreGroup, pitman: StorePage
) -> None:
    doors: list[Callable[[], object]] = [
        lambda: pitman.registration.groups.add(saved),
        lambda: saved.registrations.add(pitman.registration),
        lambda: shore.registration.groups.set([south]),
        lambda: saved.registrations.remove(shore.registration),
        lambda: change_registration(by=None, store=pitman, groups=[saved]),
        lambda: make_store("new", groups=[saved]),
        lambda: StoreGroupFactory.create(slug="other", is_ruled=True).rule_groups.add(saved),
    ]
    for door in doors:
        with pytest.raises(ValidationError, match="is a saved audience"), transaction.atomic():
            door()
    assert slugs_of(saved) == {"shore"}
    saved.registrations.clear()
    assert slugs_of(saved) == {"shore"}


def test_holiday_names_none_because_owners_would_bring_two_together(shore: StorePage, saved: StoreGroup) -> None:
    holiday = HolidayClosure.objects.create(
        label="Fair", starts_on="2031-07-03", ends_on="2031-07-03", audience="chosen"
    )
    holiday.audience_groups.add(saved)
    with pytest.raises(ValidationError, match="is a saved audience"), transaction.atomic():
        holiday.save()


def test_group_of_a_rule_goes_only_when_another_takes_its_place(saved: StoreGroup, south: StoreGroup) -> None:
    with pytest.raises(ProtectedError, match="is in the rule of"), transaction.atomic():
        south.delete()
    with pytest.raises(ValidationError, match="choose the one that takes its place"), transaction.atomic():
        put_group(None, [south], "stores")
    north = StoreGroupFactory.create(slug="north")
    put_group(None, [south], str(north.pk))
    south.delete()
    assert list(saved.rule_groups.all()) == [north]


def test_what_is_written_past_us_is_found_and_mended(shore: StorePage, saved: StoreGroup) -> None:
    StoreRegistration.groups.through.objects.filter(storegroup=saved).delete()
    StorePage.objects.filter(pk=make_store("other").pk).update(state="DE")
    assert strays() == 1
    assert keep_members() == 1
    assert slugs_of(saved) == {"shore"}
    assert strays() == 0


def test_article_for_it_comes_and_goes_with_the_store(shore: StorePage, saved: StoreGroup) -> None:
    article = make_article("shots", audience="chosen", groups=[saved])
    carried = type(article).objects.carried_by
    at = article.first_published_at
    assert carried(shore, at).count() == 1
    change_store(by=None, store=shore, fields={"services": ["delivery"]})
    assert carried(shore, at).count() == 0


def test_thousand_stores_cost_as_many_queries_as_one(shore: StorePage, saved: StoreGroup) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            keep_members()
        return len(queries)

    few = cost()
    stores = make_many_stores(300)
    assert cost() <= few + 1
    assert len(facts_of(store.pk for store in stores)) == 300
