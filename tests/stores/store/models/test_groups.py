"""Store groups, and what the database refuses of them."""

import pytest
from django.db import IntegrityError

from stores.models import StoreGroup
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def test_groups_are_listed_by_name() -> None:
    for name in ("river", "coast"):
        StoreGroup.objects.create(name=name, slug=name)
    assert [str(group) for group in StoreGroup.objects.all()] == ["coast", "river"]


@pytest.mark.parametrize(("name", "slug"), [("River", "other"), ("Other", "river")])
def test_no_two_groups_share_a_name_or_a_slug(name: str, slug: str) -> None:
    StoreGroup.objects.create(name="River", slug="river")
    with pytest.raises(IntegrityError):
        StoreGroup.objects.create(name=name, slug=slug)


def test_store_may_be_in_several_groups_and_outlives_them() -> None:
    groups = [StoreGroup.objects.create(name=name, slug=name) for name in ("river", "coast")]
    store = make_store("pitman", groups=groups)
    assert set(store.registration.groups.all()) == set(groups)
    groups[0].delete()
    assert list(store.registration.groups.all()) == [groups[1]]
