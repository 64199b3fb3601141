"""A store that is opened a third time gets the rows of the second, and is what it would be."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry, ReferenceIndex
from wagtail.search.models import IndexEntry

from cms.models import ArticlePage
from stores.models import StorePage
from tests.factories.newsroom import make_article, make_expert
from tests.factories.numbering import numbered_rows
from tests.factories.stores import StoreGroupFactory, make_store, new_banner

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

PLAIN = ("path", "url_path", "numchild", "title", "slug", "services", "city", "state", "live")


def facts_of(store: StorePage) -> list[object]:
    store = StorePage.objects.get(pk=store.pk)
    return [
        *(getattr(store, name) for name in PLAIN),
        [model_to_dict(row, exclude=["id", "store"]) for row in store.opening_hours.all()],
        [model_to_dict(row, exclude=["id", "store"]) for row in store.promo_banners.all()],
        model_to_dict(store.registration, exclude=["id", "store", "collection", "owners", "staff"]),
        [page.specific.slug for page in store.get_descendants()],
        ReferenceIndex.get_references_for_object(store).count(),
        store.get_site().hostname,
    ]


def test_store_is_the_same_each_time_that_it_is_opened() -> None:
    seen, costs = [], []
    for _time in range(4):
        with transaction.atomic():
            line = new_banner("Flu shots are in")
            with CaptureQueriesContext(connection) as asked:
                store = make_store("kept-heron", city="Duluth", banners=[line], registration={"npi": "1234567893"})
            costs.append(len(asked))
            seen.append(facts_of(store))
            assert StorePage.objects.get(pk=store.pk).promo_banners.get().pk == line.pk
            assert make_store("other").pk > store.pk
            transaction.set_rollback(True)
    assert seen[1:] == seen[:-1]
    assert [cost < 20 for cost in costs] == [False, False, True, True]


def test_store_of_another_network_is_opened_really() -> None:
    for _time in range(3):
        with transaction.atomic():
            make_store("kept-heron", city="Duluth")
            transaction.set_rollback(True)
    first = make_store("loon")
    assert make_store("kept-heron", city="Duluth").path > first.path


@pytest.mark.parametrize("slug", ["pitman", "kept-heron"])
def test_store_joins_the_saved_audiences_that_are_there(slug: str) -> None:
    for _time in range(3):
        with transaction.atomic():
            assert make_store(slug).registration.groups.count() == 0
            transaction.set_rollback(True)
    StoreGroupFactory.create(slug="saved", is_ruled=True, rule_states=["NJ"])
    assert make_store(slug).registration.groups.count() == 1


def test_article_is_the_same_each_time_but_for_the_moment() -> None:
    seen, costs = [], []
    for day in range(1, 6):
        with transaction.atomic(), time_machine.travel(datetime(2026, 12, day, tzinfo=UTC), tick=False):
            with CaptureQueriesContext(connection) as asked:
                article = make_article(
                    "kept-lupus", experts=[make_expert("kept-ann")], excluded=[make_store("pitman")]
                )
            costs.append(len(asked))
            assert logged_at(article) == timezone.now()
            article = ArticlePage.objects.get(pk=article.pk)
            seen.append(
                [
                    *(getattr(article, name) for name in ("path", "title", "teaser", "body", "published_on", "live")),
                    [each.expert.title for each in article.article_experts.all()],
                    [store.slug for store in article.excluded_stores.all()],
                    IndexEntry.objects.get(object_id=str(article.pk)).title_norm > 0,
                ]
            )
            transaction.set_rollback(True)
    assert seen[1:] == seen[:-1]
    # The expert keeps an id from the second time on, so the article that names it is kept the third time.
    assert max(costs[3:]) < 30 < min(costs[:3])


def logged_at(article: ArticlePage) -> datetime:
    entry = PageLogEntry.objects.get(page_id=article.pk)
    return entry.timestamp


def test_id_that_a_test_gave_is_no_number_to_go_on_behind() -> None:
    make_store("giver", pk=77_000_000)
    for name in ("taker", "taker", "taker"):
        with transaction.atomic():
            assert make_store(name, city="Duluth").pk < 77_000_000
            assert make_store("next").pk < 77_000_000
            transaction.set_rollback(True)


def test_rows_that_get_ids_of_the_tests_own_are_really_made() -> None:
    for _time in range(3):
        with transaction.atomic(), numbered_rows():
            assert make_store("numbered", city="Duluth").pk > 800_000
            transaction.set_rollback(True)
