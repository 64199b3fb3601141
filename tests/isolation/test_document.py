"""Every answer of the planted network is as the OpenAPI document declares it."""

import pytest
from django.test import Client

from tests.api.asking import Api
from tests.api.declared import Declared, undeclared, walk
from tests.isolation.markers import LIBRARY, WORD
from tests.isolation.planting import Planted

pytestmark = pytest.mark.django_db


def test_nothing_of_it_is_undeclared(planted: Planted) -> None:
    api, declared = Api(Client()), Declared()
    found = [
        undeclared(api, declared, walk(api, declared, plants.store.slug, WORD[LIBRARY]))
        for plants in (planted.own, planted.neighbour)
    ]
    assert [each for wrong, _walked in found for each in wrong] == []
    # Stock's `find/` leads to the others' own addresses; and no store shows what is planted of these.
    redirecting = {f"{name}/find/" for name in ("pages", "images", "documents", "redirects")}
    not_shown = {"images/{id}/", "documents/{id}/", "experts/{id}/", "experts/find/"}
    for _wrong, walked in found:
        assert {path for path, number in walked.items() if not number} == redirecting | not_shown
