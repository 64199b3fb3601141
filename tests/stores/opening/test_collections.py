"""Collections of stores stay sorted, and no store's moves for another's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from stores.opening.collections import (
    PATH_NUMBERS,
    STORES_COLLECTION,
    add_store_collection,
    add_store_collections,
    number_between,
)
from tests.factories.network import make_network

NAMES = [f"{city} Pharmacy {number * 7 % 90}" for number, city in enumerate(("Pitman", "Aaa", "elmer", "Éclair") * 8)]


@pytest.fixture(autouse=True)
def _network(db: None) -> None:
    make_network()


def in_order() -> list[str]:
    folder = Collection.objects.get(name=STORES_COLLECTION)
    names = [child.name for child in folder.get_children()]
    by_name = list(Collection.objects.filter(depth=3).order_by("name").values_list("name", flat=True))
    assert names == by_name
    assert folder.numchild == len(names)
    assert Collection.find_problems() == ([], [], [], [], [])
    return names


@pytest.mark.parametrize("names", [NAMES, sorted(NAMES), sorted(NAMES, reverse=True)])
def test_children_stand_by_name_however_they_come(names: list[str]) -> None:
    for name in names:
        add_store_collection(name)
    assert len(in_order()) == len(names)


def test_each_costs_the_same_queries_and_moves_nobody() -> None:
    add_store_collection("Middle")
    costs, paths = [], {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            made = add_store_collection(name)
        costs.append(len(queries))
        paths[made.pk] = made.path
    assert set(costs) == {costs[0]}
    assert dict(Collection.objects.filter(pk__in=paths).values_list("pk", "path")) == paths


def test_one_that_somebody_makes_or_renames_by_hand_is_sorted_too() -> None:
    for name in ("Pitman", "Aaa", "Elmer"):
        add_store_collection(name)
    folder = Collection.objects.get(name=STORES_COLLECTION)
    made = folder.add_child(name="By hand")
    made.name = "Quite by hand"
    made.save()
    made.move(folder, "sorted-child")
    assert in_order() == ["Aaa", "Elmer", "Pitman", "Quite by hand"]


def test_where_no_number_is_left_room_is_made() -> None:
    first, last = add_store_collection("Same 1"), add_store_collection("Same 9")
    below = last.add_child(name="Below the last")
    Collection.objects.filter(pk=last.pk).update(path=first._inc_path())
    Collection.objects.filter(pk=below.pk).update(path=first._inc_path() + below.path[-Collection.steplen :])
    add_store_collection("Same 5")
    folder = Collection.objects.get(name=STORES_COLLECTION)
    assert [child.name for child in folder.get_children()] == ["Same 1", "Same 5", "Same 9"]
    assert [child.name for child in Collection.objects.get(pk=last.pk).get_children()] == ["Below the last"]
    assert Collection.find_problems() == ([], [], [], [], [])


def test_stores_of_a_chain_come_in_batches_and_one_by_one_and_move_the_others_seldom() -> None:
    names = sorted(f"CVS Pharmacy #{number}" for number in range(700))
    add_store_collections(["Aaa Drugs", "CVS Pharmacy", "CVS Pharmacy of Elmer", "Zebra Drugs"])
    moves = 0
    for start in range(0, 600, 100):
        with CaptureQueriesContext(connection) as queries:
            add_store_collections(names[start : start + 100])
        moves += any("~" in query["sql"] for query in queries)
    for name in names[600:]:
        with CaptureQueriesContext(connection) as queries:
            add_store_collection(name)
        assert len(queries) <= 10
        moves += any("~" in query["sql"] for query in queries)
    assert len(in_order()) == 704
    assert moves <= 3


@pytest.mark.parametrize("name", ["", "a", "zzzz", "~~~", "Ünal"])
def test_number_lies_between_its_neighbours(name: str) -> None:
    for low, high in ((0, PATH_NUMBERS), (5, 7), (PATH_NUMBERS - 9, PATH_NUMBERS), (0, 2)):
        number = number_between(name, low, high)
        assert number is not None
        assert low < number < high
    assert number_between(name, 5, 6) is None
