"""Which collections anybody may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from cms.articles.public_media import public_collections

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unfounded")]


@pytest.fixture
def tree() -> dict[str, Collection]:
    root = Collection.get_first_root_node()
    outer = root.add_child(name="outer")
    return {
        "root": root,
        "outer": outer,
        "inner": outer.add_child(name="inner"),
        "other": root.add_child(name="other"),
    }


def names() -> set[str]:
    return set(public_collections().values_list("name", flat=True))


def restrict(collection: Collection, kind: str = CollectionViewRestriction.LOGIN) -> None:
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind, password="x")


def test_collections_are_public_unless_somebody_says_otherwise(tree: dict[str, Collection]) -> None:
    assert names() == {"Root", "outer", "inner", "other"}


@pytest.mark.parametrize(
    "kind", [CollectionViewRestriction.LOGIN, CollectionViewRestriction.PASSWORD, CollectionViewRestriction.GROUPS]
)
def test_private_collection_and_what_is_below_it_are_hidden(tree: dict[str, Collection], kind: str) -> None:
    restrict(tree["outer"], kind)
    assert names() == {"Root", "other"}


def test_collection_below_a_public_one_may_be_private(tree: dict[str, Collection]) -> None:
    restrict(tree["inner"])
    assert names() == {"Root", "outer", "other"}


def test_private_root_hides_everything(tree: dict[str, Collection]) -> None:
    restrict(tree["root"])
    assert names() == set()


def test_asking_costs_one_query_within_another(tree: dict[str, Collection]) -> None:
    restrict(tree["outer"])
    with CaptureQueriesContext(connection) as queries:
        rows = Collection.objects.filter(pk__in=public_collections())
        assert len(queries) == 0
        assert rows.count() == 2
    assert len(queries) == 1
