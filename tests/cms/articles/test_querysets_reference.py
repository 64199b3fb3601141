"""`carried_by` agrees with the slow reference on networks of any shape, and every clause of it is needed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.db.models import Exists, Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from cms.articles import querysets
from cms.articles.querysets import ArticleQuerySet, PublishedQuerySet
from cms.models import ArticlePage, Placement, Provider
from stores.audience.models import _names as names
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage
from stores.store.querysets import under_restriction
from tests.cms.articles.carried_reference import Article, Licence, Network, is_carried
from tests.factories.network import articles_folder
from tests.factories.newsroom import ProviderFactory, make_article
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
STORES = range(3)
GROUPS = range(2)
some_stores = st.frozensets(st.sampled_from(STORES), max_size=3)
some_groups = st.frozensets(st.sampled_from(GROUPS), max_size=2)
moments = st.one_of(st.none(), st.sampled_from([AT + timedelta(seconds=seconds) for seconds in (-60, 0, 60)]))
few = st.sampled_from([False, False, False, True])
mostly = st.sampled_from([True, True, True, False])

audiences = {"is_for_all": st.booleans(), "groups": some_groups, "stores": some_stores, "excluded": some_stores}
licences = st.builds(Licence, starts_at=moments, ends_at=moments, **audiences).filter(
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
    licence=st.sampled_from([0, 0, 1]),
    hidden_at=some_stores,
    **audiences,
)
networks = st.builds(
    Network,
    members=st.tuples(*(some_groups for _store in STORES)),
    licences=st.tuples(st.just(open_licence), licences),
    articles=st.lists(articles, min_size=2, max_size=6).map(tuple),
    is_library_private=st.sampled_from([False] * 9 + [True]),
)


class Built:
    """The stores and groups that every network has; the rest is made anew and rolled back."""

    def __init__(self) -> None:
        self.stores: list[StorePage] = [make_store(f"store-{number}") for number in STORES]
        self.groups: list[StoreGroup] = [StoreGroupFactory.create(slug=f"group-{number}") for number in GROUPS]
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

    def compare(self, network: Network) -> None:
        """Asserts that every store carries just what the reference says."""
        for store, groups in zip(self.stores, network.members, strict=True):
            store.registration.groups.set(self.groups[number] for number in groups)
        if network.is_library_private:
            restriction = PageViewRestriction.LOGIN
            PageViewRestriction.objects.create(page=articles_folder(), restriction_type=restriction)
        providers = [self.provider(licence) for licence in network.licences]
        pages = [self.article(at, one, providers[one.licence]) for at, one in enumerate(network.articles)]
        for number, store in enumerate(self.stores):
            carried = set(ArticlePage.objects.carried_by(store, AT).values_list("pk", flat=True))
            expected = {
                page.pk
                for page, article in zip(pages, network.articles, strict=True)
                if is_carried(network, article, number, AT)
            }
            assert carried == expected, f"store {number}"


@pytest.fixture
def built() -> Built:
    return Built()


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def walk(built: Built, *, examples: int) -> None:
    """Compares over that many networks, always the same ones."""

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(networks)
    def compare(network: Network) -> None:
        with undone():
            built.compare(network)

    compare()


def test_store_carries_what_the_reference_says(built: Built) -> None:
    walk(built, examples=80)


def everything(*args: Any, **kwargs: Any) -> Q:
    return Q(pk__isnull=False)


def not_hidden(*args: Any, **kwargs: Any) -> Exists:
    return Exists(Placement.objects.none())


def published(*, live: bool = True, public: bool = True, unexpired: bool = True) -> Callable[..., Any]:
    """`published_at` with one clause missing."""

    def published_at(self: PublishedQuerySet, at: datetime) -> PublishedQuerySet:
        pages = self.live() if live else self
        if public:
            pages = pages.filter(~under_restriction())
        return pages.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=at)) if unexpired else pages

    return published_at


def without_required(self: ArticleQuerySet, store: StorePage, at: datetime) -> ArticleQuerySet:
    return self.placeable_by(store, at).filter(~Q(querysets._placed(store, is_hidden=True)))


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
    "hidden": (querysets, "_placed", not_hidden),
    "required": (ArticleQuerySet, "offered_to", without_required),
    "library": (querysets, "_in_library", lambda: ~Exists(ArticlePage.objects.none())),
    "audience": (querysets, "audience_includes", everything),
    "audience: excluded": (querysets, "audience_includes", audience(excluded=False)),
    "audience: stores": (querysets, "audience_includes", audience(by_name=False)),
    "audience: groups": (querysets, "audience_includes", audience(by_group=False)),
    "live": (PublishedQuerySet, "published_at", published(live=False)),
    "public": (PublishedQuerySet, "published_at", published(public=False)),
    "expiry": (PublishedQuerySet, "published_at", published(unexpired=False)),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_no_clause_can_be_left_out(built: Built, name: str) -> None:
    target, attribute, mutant = MUTANTS[name]
    with mock.patch.object(target, attribute, mutant), pytest.raises(AssertionError, match="store"):
        walk(built, examples=80)


def test_mutants_change_nothing_but_their_clause(built: Built) -> None:
    """A mutant that leaves nothing out agrees with the reference: what fails above fails for its clause."""
    with (
        mock.patch.object(querysets, "audience_includes", audience()),
        mock.patch.object(PublishedQuerySet, "published_at", published()),
    ):
        walk(built, examples=20)
