"""Whether an audience in a form and a saved one have a store in common."""

from typing import Any

import pytest

from stores.audience.members import share_a_store
from tests.factories.dated import make_holiday
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

EVERY: dict[str, Any] = {"audience": "every"}


def chosen(**lists: Any) -> dict[str, Any]:
    return {"audience": "chosen", **lists}


def test_two_of_every_store_share_even_before_the_first_store_opens() -> None:
    assert share_a_store(EVERY, make_holiday())


def test_stores_that_are_named_in_both() -> None:
    one, other = make_store("pitman"), make_store("switchback")
    holiday = make_holiday(stores=[one])
    assert share_a_store(chosen(audience_stores=[one, other]), holiday)
    assert not share_a_store(chosen(audience_stores=[other]), holiday)


def test_store_in_a_group_of_each() -> None:
    first, second, third = (StoreGroupFactory.create(slug=slug) for slug in ("a", "b", "c"))
    make_store("pitman", groups=[first, second])
    make_store("switchback", groups=[third])
    holiday = make_holiday(groups=[first])
    assert share_a_store(chosen(audience_groups=[second]), holiday)
    assert not share_a_store(chosen(audience_groups=[third]), holiday)


def test_excluded_store_is_in_neither() -> None:
    store = make_store("pitman")
    holiday = make_holiday(excluded=[store])
    assert not share_a_store(chosen(audience_stores=[store]), holiday)
    assert not share_a_store({**EVERY, "excluded_stores": []}, holiday)
    make_store("switchback")
    assert share_a_store(EVERY, holiday)


def test_store_that_the_form_excludes_is_in_neither() -> None:
    store = make_store("pitman")
    make_store("switchback")
    holiday = make_holiday(stores=[store])
    assert share_a_store(EVERY, holiday)
    assert not share_a_store({**EVERY, "excluded_stores": [store]}, holiday)
