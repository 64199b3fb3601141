"""What the shelf knows is what the querysets say: after every write, at every moment, in every list."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Count, F
from wagtail.models import Locale, Page, PageViewRestriction

from api.caching.models import Generation
from api.caching.questions import Spoken
from api.caching.shelf import Behind, Shelf
from api.endpoints.filters import filter_of
from api.serializers.loading import PAIRS
from cms.models import ArticlePage, Placement, Provider, Topic
from cms.running.tidying import delete_leftovers
from stores.languages import preference
from stores.models import StoreGroup, StorePage, StoreRegistration
from stores.opening.changing import change_store
from stores.opening.registration import put_in_groups
from tests.api.caching.test_triggers import commit
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


class Network:
    """Three stores, a few articles of each kind, and every write that decides what is carried."""

    def __init__(self) -> None:
        self.stores: list[StorePage] = [make_store(f"store-{number}") for number in range(3)]
        self.groups: list[StoreGroup] = [StoreGroupFactory.create(slug=f"group-{number}") for number in range(2)]
        self.saved: StoreGroup = StoreGroupFactory.create(slug="saved", is_ruled=True, rule_services=["delivery"])
        self.topics: list[Topic] = [TopicFactory.create(slug=f"topic-{number}") for number in range(2)]
        self.expert = make_expert("dr-lupus")
        self.provider = ProviderFactory.create(slug="wire", name="Wire")
        self.articles: list[ArticlePage] = [self.article(number) for number in range(8)]
        self.at = AT
        self.chance = random.Random(7)  # noqa: S311

    def article(self, number: int) -> ArticlePage:
        store = self.stores[0] if number == 7 else None
        article = make_article(f"article-{number}", at_store=store, published_on=date(2026, 11, 1 + number % 3))
        article.topics.add(self.topics[number % 2])
        article.save()
        return article

    def writes(self) -> list[Callable[[], Any]]:
        """Each changes something at random; `QuerySet.update()` on purpose, which no signal tells of."""
        pick = self.chance.choice
        pages = Page.objects.filter(pk=pick(self.articles).pk)
        article, store = ArticlePage.objects.filter(pk=pick(self.articles).pk), pick(self.stores)
        placed = Placement.objects.filter(store=store)
        one: Any = pick(self.articles)
        registration = StoreRegistration.objects.get(store=store)
        return [
            lambda: pages.update(live=self.chance.random() < 0.7),
            lambda: pages.update(expire_at=pick([None, self.at, self.at + timedelta(minutes=5)])),
            lambda: article.update(published_on=date(2026, 11, self.chance.randint(1, 9))),
            lambda: article.update(provider=pick(Provider.objects.all())),
            lambda: article.update(is_required=pick([True, False])),
            lambda: article.update(audience=pick(["every", "chosen"])),
            lambda: manager_of(one, "audience_stores").get_or_create(articlepage_id=one.pk, storepage_id=store.pk),
            lambda: manager_of(one, "excluded_stores").get_or_create(articlepage_id=one.pk, storepage_id=store.pk),
            lambda: manager_of(one, "excluded_stores").filter(articlepage=one.pk).delete(),
            lambda: manager_of(one, "audience_groups").get_or_create(
                articlepage_id=one.pk, storegroup_id=pick([*self.groups, self.saved]).pk
            ),
            lambda: put_in_groups(registration, self.chance.sample(self.groups, self.chance.randint(0, 2))),
            lambda: change_store(by=None, store=store, fields={"services": pick([[], ["delivery"]])}),
            lambda: self.saved.rule_groups.set(pick([[], [self.groups[0]]])),
            lambda: placed.filter(article=one).delete(),
            lambda: placed.update_or_create(store=store, article=one, defaults={"is_hidden": True, "pinned_as": None}),
            lambda: placed.update_or_create(
                store=store, article=one, defaults={"is_hidden": False, "pinned_as": self.chance.randint(1, 3)}
            ),
            lambda: Provider.objects.filter(pk=self.provider.pk).update(
                licence_ends_at=pick([None, self.at + timedelta(minutes=3)])
            ),
            lambda: manager_of(one, "topics").filter(articlepage=one.pk).delete(),
            lambda: manager_of(one, "topics").get_or_create(articlepage_id=one.pk, topic_id=pick(self.topics).pk),
            lambda: PageViewRestriction.objects.get_or_create(page=Page.objects.get(pk=one.pk)),
            lambda: PageViewRestriction.objects.all().delete(),
            lambda: self.speak(one.pk, pick([each.translation_key for each in self.articles])),
            lambda: self.articles.append(self.article(len(self.articles) + 10)),
        ]

    def speak(self, pk: int, key: Any) -> None:
        """A translation of another article, into a language that this one is not in yet; or one of nothing."""
        spoken = Page.objects.filter(translation_key=key).exclude(pk=pk).values("locale")
        locale = Locale.objects.exclude(pk__in=spoken).order_by("?").first()
        known: Any = {"locale": locale, "translation_key": key} if locale else {"translation_key": uuid4()}
        Page.objects.filter(pk=pk).update(**known)

    def change(self) -> None:
        self.chance.choice(self.writes())()
        self.at += timedelta(seconds=self.chance.choice([1, 1, 1, 200]))


def manager_of(article: Any, field: str) -> Any:
    """The rows of a many-to-many field."""
    return getattr(article, field).through.objects


def values() -> dict[str, int]:
    commit()
    return dict(Generation.objects.values_list("scope", "value"))


@pytest.fixture
def network() -> Network:
    return Network()


def check(shelf: Shelf, network: Network) -> None:
    at, by_topic = network.at, filter_of("topic", ("topic-1",), network.at)
    known = values()
    for store in network.stores:
        carried = ArticlePage.objects.carried_by(store, at)
        listed = list(carried.pinned_first(store).values_list("pk", flat=True))
        about = list(by_topic.rows(carried).pinned_first(store).values_list("pk", flat=True))
        in_spanish = [
            Spoken(preference("es"), is_alone, lambda carried=carried: carried) for is_alone in (False, True)
        ]
        spoken = [list(each.rows(carried).pinned_first(store).values_list("pk", flat=True)) for each in in_spanish]
        first = network.articles[0]
        twins = carried.filter(translation_key=Page.objects.get(pk=first.pk).translation_key).exclude(pk=first.pk)
        with shelf.opened(known, at) as opened:
            for each, expected in zip(in_spanish, spoken, strict=True):
                assert opened.page(store, 0, 100, [each]) == (expected, len(expected))
            assert opened.translations_of(store, first.pk) == sorted(twins.values_list("pk", flat=True))
            assert opened.page(store, 0, 100) == (listed, len(listed))
            assert opened.page(store, 2, 3) == (listed[2:5], len(listed))
            assert opened.page(store, 0, 100, [by_topic]) == (about, len(about))
            assert opened.carries(store, [each.pk for each in network.articles]) == set(listed)
            counts = opened.counts(store, "topic", PAIRS["topic"])
            related = opened.newest_with(
                store, "topic", PAIRS["topic"], [network.topics[1].pk], network.articles[0].pk, 3
            )
        uses = ArticlePage.topics.through.objects.filter(articlepage__in=carried.values("pk")).values_list("topic")
        assert counts == dict(uses.annotate(number=Count("pk")))
        others = by_topic.rows(carried).exclude(pk=network.articles[0].pk)
        assert related == list(others.newest_first().values_list("pk", flat=True)[:3])


def test_the_shelf_knows_every_write_and_every_moment(network: Network) -> None:
    shelf, written = Shelf(), 0
    for _step in range(40):
        network.change()
        written += 1
        check(shelf, network)
    assert written == 40


def test_a_shelf_with_little_room_knows_the_same(network: Network) -> None:
    shelf = Shelf(capacity=1)
    for _step in range(6):
        network.change()
        check(shelf, network)


def test_nothing_is_asked_of_all_articles_after_a_publish(network: Network, django_assert_num_queries: Any) -> None:
    shelf, store = Shelf(), network.stores[0]
    with shelf.opened(values(), AT) as opened:
        opened.page(store, 0, 20)
    with shelf.opened(values(), AT) as opened, django_assert_num_queries(0):
        opened.page(store, 5, 20)
    Page.objects.filter(pk=network.articles[0].pk).update(title="New")
    # What has changed: words, so no store is asked about.
    with shelf.opened(values(), AT) as opened:
        opened.page(network.stores[1], 0, 20)
    Page.objects.filter(pk=network.articles[0].pk).update(title="Newer")
    known = values()
    with django_assert_num_queries(1), shelf.opened(known, AT) as opened:
        opened.page(store, 0, 20)
        opened.page(network.stores[1], 0, 20)
    Page.objects.filter(pk=network.articles[0].pk).update(live=False)
    known = values()
    # What has changed; and whether this article is carried.
    with django_assert_num_queries(2), shelf.opened(known, AT) as opened:
        opened.page(store, 0, 20)
    # Another store asks about the same articles, and nothing else.
    with shelf.opened(known, AT) as opened:
        opened.page(network.stores[1], 0, 20)
    with django_assert_num_queries(0), shelf.opened(known, AT) as opened:
        opened.page(network.stores[1], 0, 20)


def test_what_one_store_says_costs_the_others_nothing(network: Network, django_assert_num_queries: Any) -> None:
    shelf = Shelf()
    for store in network.stores:
        with shelf.opened(values(), AT) as opened:
            opened.page(store, 0, 20)
    Placement.objects.create(store=network.stores[0], article=network.articles[0], is_hidden=True)
    known = values()
    with shelf.opened(known, AT):
        pass
    with django_assert_num_queries(0), shelf.opened(known, AT) as opened:
        opened.page(network.stores[1], 0, 20)


def test_a_request_whose_generations_are_older_asks_the_database(network: Network) -> None:
    shelf, before = Shelf(), values()
    Page.objects.filter(pk=network.articles[0].pk).update(title="New")
    with shelf.opened(values(), AT):
        pass
    with pytest.raises(Behind), shelf.opened(before, AT):
        pass


def test_a_log_that_was_tidied_since_is_no_word_of_what_was_written(network: Network) -> None:
    shelf = Shelf()
    check(shelf, network)
    Page.objects.filter(pk=network.articles[0].pk).update(live=False)
    values()
    Generation.objects.filter(scope="").update(value=F("value") + 31 * 86_400_000_000)
    assert delete_leftovers(network.at)["lines of the log of changes"] >= 1
    Page.objects.filter(pk=network.articles[1].pk).update(live=False)
    check(shelf, network)


def test_young_lines_of_the_log_stay(network: Network) -> None:
    values()
    Generation.objects.filter(scope="").update(value=F("value") + 29 * 86_400_000_000)
    assert delete_leftovers(network.at)["lines of the log of changes"] == 0


def test_an_error_leaves_nothing_half_known(network: Network) -> None:
    shelf, store = Shelf(), network.stores[0]
    opened = shelf.opened(values(), AT)
    opened.__enter__().page(store, 0, 20)
    opened.__exit__(ZeroDivisionError)
    check(shelf, network)
