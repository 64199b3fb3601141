"""A rehearsal says what the import says, and holds nobody up."""

from typing import Any

import pytest
from django.db import transaction

from stores.importing import rehearsing
from stores.importing.planning import Plan
from stores.importing.problems import Problem
from stores.importing.reading import RawTable, read_bytes
from stores.importing.rehearsing import rehearse, size_after
from stores.models import StorePage
from tests.factories.stores import make_store
from tests.stores.importing.test_progress import beside


def table_of(*codes: str) -> RawTable:
    return read_bytes("\n".join(["code,city", *(f"{code},Elmer" for code in codes), ""]).encode(), "stores.csv")


def lock(code: str) -> None:
    """What somebody does first who saves at a store; it is an error to have to wait."""
    with transaction.atomic():
        StorePage.objects.select_for_update(nowait=True).get(slug=code)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_whoever_saves_at_a_store_waits_for_its_portion_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsing, "FIRST", 1)
    monkeypatch.setattr(rehearsing, "HELD", 0.0)
    stores = [make_store(f"store-{number}") for number in range(3)]
    told = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        for store in stores[: done - 1]:
            beside(lambda code=store.slug: lock(code))

    plan = rehearse(table_of(*(store.slug for store in stores)), by=None, on_progress=tell)
    assert (told, plan.problems) == ([(1, 3), (2, 3), (3, 3)], [])
    assert not StorePage.objects.filter(city="Elmer").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("is_refused_at_last", [False, True])
def test_what_a_portion_alone_refuses_is_tried_with_all_of_the_file(
    monkeypatch: pytest.MonkeyPatch, is_refused_at_last: bool
) -> None:
    monkeypatch.setattr(rehearsing, "FIRST", 1)
    make_store("north")
    make_store("south")
    problem, sizes = Problem(3, "city", "Elmer", "North has it."), list[int]()

    def write(plan: Plan, *others: Any) -> None:
        sizes.append(len(plan.stores))
        if len(plan.stores) == 1 or is_refused_at_last:
            plan.leave_out([problem])

    monkeypatch.setattr(rehearsing, "write_plan", write)
    plan = rehearse(table_of("north", "south"), by=None)
    assert sizes == [1, 2]
    assert plan.problems == [problem] * is_refused_at_last
    assert [store.code for store in plan.stores] == ["north", "south"][: 2 - is_refused_at_last]


@pytest.mark.parametrize(
    ("size", "seconds", "next_size"), [(5, 0.5, 5), (5, 0.0, 10), (100, 0.1, 100), (20, 1.0, 10), (1, 60.0, 1)]
)
def test_portions_are_as_large_as_half_a_second_allows(size: int, seconds: float, next_size: int) -> None:
    assert size_after(size, seconds) == next_size
