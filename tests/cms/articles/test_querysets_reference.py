"""Querysets and carriers agree with a slow reference on networks of any shape; every clause of both is needed."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.db.models import Exists, Q, QuerySet
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update

from api.caching import asking, shelf
from api.caching.models import Change
from api.caching.scopes import LIBRARY
from cms.articles import querysets
from cms.articles.querysets import ArticleQuerySet, PublishedQuerySet
from cms.carrying import carriers
from cms.carrying.carriers import Carrying
from cms.models import ArticlePage, Placement, Provider
from stores.audience.following import members_at_the_end
from stores.audience.members import NO_STORES, Audience, Roster
from stores.audience.models import _names as names
from stores.audience.models import audience_includes
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage
from stores.opening.registration import put_in_groups
from stores.store.querysets import under_restriction
from tests.cms.articles.carried_reference import RULED, Article, Licence, Network, Rule, Traits, is_carried
from tests.factories.network import articles_folder
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
STORES = range(3)
GROUPS = range(2)
some_stores = st.frozensets(st.sampled_from(STORES), max_size=3)
some_groups = st.frozensets(st.sampled_from(GROUPS), max_size=2)
named_groups = st.frozensets(st.sampled_from([*GROUPS, RULED]), max_size=2)
some_states = st.frozensets(st.sampled_from(["NJ", "NY"]), max_size=1)
some_services = st.frozensets(st.sampled_from(["delivery", "testing"]), max_size=2)
moments = st.one_of(st.none(), st.sampled_from([AT + timedelta(seconds=seconds) for seconds in (-60, 0, 60)]))
few = st.sampled_from([False, False, False, True])
mostly = st.sampled_from([True, True, True, False])

audiences = {"is_for_all": st.booleans(), "groups": named_groups, "stores": some_stores, "excluded": some_stores}
licences = st.builds(Licence, starts_at=moments, ends_at=moments, **{**audiences, "is_for_all": mostly}).filter(
    lambda licence: not (licence.starts_at and licence.ends_at) or licence.starts_at < licence.ends_at
)
open_licence = Licence(None, None, True, frozenset(), frozenset(), frozenset())
articles = st.builds(
    Article,
    place=st.sampled_from([None, None, 0, 1]),
    is_live=mostly,
    is_private=few,
    expires_at=moments,
    is_required=few,
    licence=st.sampled_from([0, 1]),
    hidden_at=some_stores,
    **audiences,
)
networks = st.builds(
    Network,
    members=st.tuples(*(some_groups for _store in STORES)),
    traits=st.tuples(
        *(st.builds(Traits, state=st.sampled_from(["NJ", "NY"]), services=some_services) for _store in STORES)
    ),
    rule=st.builds(Rule, states=some_states, services=some_services, groups=some_groups),
    licences=st.tuples(st.just(open_licence), licences),
    articles=st.lists(articles, min_size=2, max_size=6).map(tuple),
    is_library_private=st.sampled_from([False] * 9 + [True]),
)


NOBODY: frozenset[int] = frozenset()


def _article(**facts: Any) -> Article:
    usual = {"place": None, "is_live": True, "is_private": False, "expires_at": None, "is_required": False}
    audience = {"is_for_all": False, "groups": NOBODY, "stores": NOBODY, "excluded": NOBODY}
    return Article(**{**usual, "licence": 0, **audience, "hidden_at": NOBODY, **facts})


RARE = Network(
    members=(frozenset({0}), NOBODY, NOBODY),
    traits=(Traits("NJ", frozenset({"testing"})), Traits("NJ", frozenset()), Traits("NY", frozenset({"testing"}))),
    rule=Rule(frozenset({"NJ"}), frozenset({"testing"}), NOBODY),
    licences=(open_licence, replace(open_licence, ends_at=AT - timedelta(seconds=60))),
    articles=(
        _article(groups=frozenset({0})),
        _article(groups=frozenset({RULED})),
        _article(stores=frozenset({1})),
        _article(is_for_all=True, licence=1),
        _article(is_for_all=True, is_private=True),
        _article(is_for_all=True, excluded=frozenset({2})),
    ),
    is_library_private=False,
)
"""What chance brings seldom: for a group or store alone, for all but one, with an ended licence, private."""

Answer = dict[int, set[int]]
"""Store id -> ids of the articles that it carries."""


class Built:
    """The stores and groups that every network has; the rest is made anew and rolled back."""

    def __init__(self) -> None:
        self.stores: list[StorePage] = [make_store(f"store-{number}") for number in STORES]
        self.groups: list[StoreGroup] = [StoreGroupFactory.create(slug=f"group-{number}") for number in GROUPS]
        self.groups.append(StoreGroupFactory.create(slug="saved", is_ruled=True))
        articles_folder()

    def audience(self, of: Licence | Article) -> dict[str, Any]:
        return {
            "audience": AudienceKind.EVERY_STORE if of.is_for_all else AudienceKind.CHOSEN,
            "groups": [self.groups[number] for number in of.groups],
            "stores": [self.stores[number] for number in of.stores],
            "excluded": [self.stores[number] for number in of.excluded],
        }

    def provider(self, licence: Licence) -> Provider:
        who = self.audience(licence)
        provider = ProviderFactory.build(licence_starts_at=licence.starts_at, licence_ends_at=licence.ends_at)
        provider.name = provider.slug = f"provider-{id(provider)}"
        provider.audience = who["audience"]
        provider.audience_groups, provider.audience_stores = who["groups"], who["stores"]
        provider.excluded_stores = who["excluded"]
        provider.save()
        return provider

    def article(self, number: int, article: Article, provider: Provider) -> ArticlePage:
        page = make_article(
            f"article-{number}",
            at_store=None if article.place is None else self.stores[article.place],
            provider=provider,
            live=article.is_live,
            expire_at=article.expires_at,
            is_required=article.is_required,
            **self.audience(article),
        )
        if article.is_private:
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        Placement.objects.bulk_create(
            Placement(store=self.stores[store], article=page, is_hidden=True) for store in article.hidden_at
        )
        return page

    def make(self, network: Network) -> Answer:
        """Writes the network; what each store carries by the reference."""
        with members_at_the_end():
            for store, groups, traits in zip(self.stores, network.members, network.traits, strict=True):
                put_in_groups(store.registration, [self.groups[number] for number in groups])
                StorePage.objects.filter(pk=store.pk).update(state=traits.state, services=sorted(traits.services))
            saved = StoreGroup(pk=self.groups[RULED].pk, name="Saved", slug="saved", is_ruled=True)
            saved.rule_states, saved.rule_services = sorted(network.rule.states), sorted(network.rule.services)
            saved.save()
            saved.rule_groups.set(self.groups[number] for number in network.rule.groups)
        if network.is_library_private:
            restriction = PageViewRestriction.LOGIN
            PageViewRestriction.objects.create(page=articles_folder(), restriction_type=restriction)
        providers = [self.provider(licence) for licence in network.licences]
        pages = [self.article(at, one, providers[one.licence]) for at, one in enumerate(network.articles)]
        rows = list(zip(pages, network.articles, strict=True))
        return {
            store.pk: {page.pk for page, article in rows if is_carried(network, article, number, AT)}
            for number, store in enumerate(self.stores)
        }

    def by_store(self) -> Answer:
        """What the querysets say, asked for each store."""
        return {
            store.pk: set(ArticlePage.objects.carried_by(store, AT).values_list("pk", flat=True))
            for store in self.stores
        }

    def by_shelf(self) -> Answer:
        """What the shelf says, which has known something else and is told by the log that every article changed."""
        known = shelf.Shelf()
        ids = list(ArticlePage.objects.values_list("pk", flat=True))
        for store in self.stores:
            with known.opened({"": 1}, AT) as opened:
                opened.page(store, 0, 1)
            known._known["store", store.pk].marks.bits = (1 << len(ids)) - 1
        Change.objects.bulk_create(
            Change(generation=2, scope=LIBRARY, kind="carried", object_id=pk, changed_at=AT) for pk in ids
        )
        answer = {}
        for store in self.stores:
            with known.opened({"": 2}, AT) as opened:
                answer[store.pk] = set(opened.page(store, 0, len(ids))[0])
        Change.objects.all().delete()
        return answer

    def by_article(self) -> Answer:
        """What the carriers say, asked once for all articles."""
        found = Carrying(AT).of_articles(ArticlePage.objects.published_at(AT))
        return {store.pk: {pk for pk, each in found.items() if store.pk in each.carrying} for store in self.stores}


@pytest.fixture
def built() -> Built:
    return Built()


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is rolled back; neither the index of words nor that of references is asked here."""
    indexing = mock.patch("modelsearch.signal_handlers.insert_or_update_object_task")
    with transaction.atomic(), disable_reference_index_auto_update(), indexing:
        yield
        transaction.set_rollback(True)


def walk(built: Built, check: Callable[[Answer], None], number: int) -> None:
    """Calls `check` with what the reference says of so many networks, always the same ones."""

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(networks)
    @example(RARE)
    def build(network: Network) -> None:
        with undone():
            check(built.make(network))

    build()


def everything(*args: Any, **kwargs: Any) -> Q:
    return Q(pk__isnull=False)


def for_its_audience(store: StorePage, at: datetime) -> Q:
    """`_licensed` at any moment."""
    return Q(provider__in=Provider.objects.filter(audience_includes(Provider, store)).values("pk"))


def no_placements(*args: Any, **kwargs: Any) -> QuerySet[Placement]:
    return Placement.objects.none()


def published(*, live: bool = True, public: bool = True, unexpired: bool = True) -> Callable[..., Any]:
    """`published_at` with one clause missing."""

    def published_at(self: PublishedQuerySet, at: datetime) -> PublishedQuerySet:
        pages = self.live() if live else self
        if public:
            pages = pages.filter(~under_restriction())
        return pages.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=at)) if unexpired else pages

    return published_at


def without_required(self: ArticleQuerySet, store: StorePage, at: datetime) -> ArticleQuerySet:
    return self.placeable_by(store, at).filter(~Exists(querysets._placements(self.model, store, is_hidden=True)))


def audience(*, excluded: bool = True, by_name: bool = True, by_group: bool = True) -> Callable[..., Q]:
    """`audience_includes` with one clause missing."""

    def includes(model: Any, store: StorePage) -> Q:
        chosen = Q(pk__in=[])
        if by_name:
            chosen |= Q(names(model, "audience_stores", store))
        if by_group:
            of_store = model.audience_groups.through.objects.filter(storegroup__registrations__store=store.pk)
            chosen |= Q(pk__in=of_store.values(model._meta.get_field("audience_groups").m2m_field_name()))
        found = Q(audience=AudienceKind.EVERY_STORE) | (Q(audience=AudienceKind.CHOSEN) & chosen)
        return found & ~Q(names(model, "excluded_stores", store)) if excluded else found

    return includes


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "licence": (querysets, "_licensed", everything),
    "licence runs": (querysets, "_licensed", for_its_audience),
    "hidden": (querysets, "_placements", no_placements),
    "required": (ArticleQuerySet, "offered_to", without_required),
    "library": (querysets, "_in_library", lambda: Q(pk__isnull=False)),
    "audience": (querysets, "audience_includes", everything),
    "audience: excluded": (querysets, "audience_includes", audience(excluded=False)),
    "audience: stores": (querysets, "audience_includes", audience(by_name=False)),
    "audience: groups": (querysets, "audience_includes", audience(by_group=False)),
    "live": (PublishedQuerySet, "published_at", published(live=False)),
    "public": (PublishedQuerySet, "published_at", published(public=False)),
    "expiry": (PublishedQuerySet, "published_at", published(unexpired=False)),
}


def clauses_without(missing: str) -> Callable[..., Any]:
    """`Roster.clauses` with one clause missing."""

    def clauses(self: Roster, audience: Audience) -> Iterator[tuple[frozenset[int], str]]:
        return CLAUSES(self, replace(audience, **{missing: NO_STORES}))  # type: ignore[arg-type]

    return clauses


def hiding(self: Carrying, articles: ArticleQuerySet) -> dict[int, frozenset[int]]:
    """`_hiding` of required articles, too."""
    rows = Placement.objects.filter(is_hidden=True).values_list("article", "store")
    return {page: frozenset(store for other, store in rows if other == page) for page, _store in rows}


CLAUSES = Roster.clauses
CARRIERS_MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "licence runs": (carriers, "is_licensed", lambda provider, at: True),
    "licence": (Carrying, "licensed", property(lambda self: defaultdict(lambda: self.roster.stores))),
    "hidden": (Carrying, "_hiding", lambda self, articles: {}),
    "required": (Carrying, "_hiding", hiding),
    "library": (Carrying, "_in_audience", lambda self, path, members: members),
    "audience: excluded": (Roster, "clauses", clauses_without("excluded")),
    "audience: stores": (Roster, "clauses", clauses_without("stores")),
    "audience: groups": (Roster, "clauses", clauses_without("groups")),
}


def compare(built: Built, networks_in_all: int) -> list[str]:
    """On each network all say what the reference says; the mutants that do so on every one, too."""
    alive = [(name, *mutant, Built.by_store) for name, mutant in MUTANTS.items()]
    alive += [(name, *mutant, Built.by_article) for name, mutant in CARRIERS_MUTANTS.items()]

    def check(expected: Answer) -> None:
        assert built.by_store() == expected
        assert built.by_article() == expected
        assert built.by_shelf() == expected
        # A mutant that leaves nothing out agrees: what fails below fails for its clause.
        with (
            mock.patch.object(querysets, "audience_includes", audience()),
            mock.patch.object(PublishedQuerySet, "published_at", published()),
        ):
            assert built.by_store() == expected
        for each in list(alive):
            _name, target, attribute, mutant, ask = each
            with mock.patch.object(target, attribute, mutant):
                found = ask(built)
                if found == expected:
                    continue
                alive.remove(each)
                if ask is Built.by_store:
                    # The shelf has no rule of its own: it goes wrong in the same way.
                    with mock.patch.object(asking.CARRIED_AMONG, "_texts", {}):
                        assert built.by_shelf() == found

    walk(built, check, networks_in_all)
    return [f"{ask.__name__}: {name}" for name, *_how, ask in alive]


def test_store_carries_what_the_reference_says_and_no_clause_can_be_left_out(built: Built) -> None:
    assert compare(built, 20) == []


@pytest.mark.trial
def test_store_carries_what_the_reference_says_of_many_networks(built: Built) -> None:
    assert compare(built, 400) == []
