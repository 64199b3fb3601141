"""A query of a shape gives what its queryset gives, for any values; a text that hangs on them is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from cms.models import ArticlePage
from stores.models import StorePage
from stores.shapes import NotKept, Shape
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def test_values_go_where_the_queryset_puts_them() -> None:
    stores = [make_store("pitman"), make_store("millrace")]
    make_article("flu")
    make_article("shots", at_store=stores[1])
    shape = Shape(lambda ids, store, at: ArticlePage.objects.filter(pk__in=ids).carried_by(store, at).order_by("pk"))
    ids = list(ArticlePage.objects.order_by("pk").values_list("pk", flat=True))
    for store in (*stores, *stores):
        expected = list(ArticlePage.objects.carried_by(store, AT).order_by("pk"))
        assert shape.rows(ids=ids, store=store, at=AT) == expected
        assert len(expected) == 1 + (store is stores[1])
        assert shape.rows(ids=ids[:1], store=store, at=AT) == expected[:1]


def test_a_part_of_another_query_is_as_the_queryset_says() -> None:
    stores = [make_store("pitman"), make_store("millrace")]
    make_article("flu")
    make_article("shots", at_store=stores[1])
    carried = Shape(lambda store, at: ArticlePage.objects.carried_by(store, at).values("pk"))
    nested = Shape(lambda store, at: ArticlePage.objects.filter(pk__in=carried.part(store=store, at=at)))
    for store in (*stores, *stores):
        expected = set(ArticlePage.objects.carried_by(store, AT))
        assert len(expected) == 1 + (store is stores[1])
        assert set(ArticlePage.objects.filter(pk__in=carried.part(store=store, at=AT))) == expected
        assert set(nested.rows(store=store, at=AT)) == expected


def test_rows_are_as_the_queryset_reads_them() -> None:
    make_store("pitman")
    whole = Shape(lambda slug: StorePage.objects.filter(slug=slug).select_related("registration"))
    (store,) = whole.rows(slug="pitman")
    expected = StorePage.objects.get(slug="pitman")
    assert (store.phone, store.services, store.registration.code) == (expected.phone, expected.services, "pitman")
    plain = Shape(lambda slug: StorePage.objects.filter(slug=slug).values_list("phone", "pk"))
    assert plain.rows(slug="pitman") == [(expected.phone, expected.pk)]


def test_a_text_is_made_once_for_lists_of_about_the_same_length() -> None:
    made = []

    def build(ids: list[int]) -> Any:
        made.append(ids)
        return StorePage.objects.filter(pk__in=ids)

    shape = Shape(build)
    for length in (5, 6, 7, 8):
        shape.rows(ids=list(range(1, length + 1)))
    assert len(made) == (2 if connection.vendor == "postgresql" else 4)


def test_it_costs_one_query() -> None:
    make_store("pitman")
    shape = Shape(lambda slug: StorePage.objects.filter(slug=slug))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        shape.rows(slug="pitman")
    assert len(asked) == 1


def test_what_a_pattern_means_is_taken_as_it_is() -> None:
    make_store("pitman")
    shape = Shape(lambda start: StorePage.objects.filter(slug__startswith=start))
    assert [len(shape.rows(start=start)) for start in ("pit", "p%", "p_t", "")] == [1, 0, 0, 1]


def test_a_list_of_none_is_empty() -> None:
    assert Shape(lambda ids: StorePage.objects.filter(pk__in=ids)).rows(ids=[]) == []


@pytest.mark.postgresql
def test_a_text_that_hangs_on_values_is_refused() -> None:
    shape = Shape(lambda pk: StorePage.objects.filter(Q(pk=pk) if pk % 64 else Q(pk__gt=pk, slug="a")))
    with pytest.raises(NotKept):
        shape.rows(pk=3)


@pytest.mark.postgresql
def test_a_value_that_is_lost_is_refused() -> None:
    shape = Shape(lambda pk: StorePage.objects.filter(pk=pk + 1))
    with pytest.raises(NotKept):
        shape.rows(pk=3)
