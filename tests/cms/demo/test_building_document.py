"""Every answer of every store of the demo is as the OpenAPI document declares it."""

from collections import Counter

import pytest
import time_machine
from django.test import Client

from stores.models import StorePage
from tests.api.asking import Api
from tests.api.declared import Declared, undeclared, walk
from tests.factories.network import FOUNDED_AT

pytestmark = [pytest.mark.trial, pytest.mark.usefixtures("network", "db")]


@time_machine.travel(FOUNDED_AT, tick=False)
def test_nothing_of_it_is_undeclared() -> None:
    api, declared, held = Api(Client()), Declared(), Counter[str]()
    wrong: list[str] = []
    for slug in StorePage.objects.online().order_by("pk").values_list("slug", flat=True):
        found, walked = undeclared(api, declared, walk(api, declared, slug, "flu"))
        wrong += found
        held.update(walked)
    print(held.total(), "answers:", dict(held))  # noqa: T201
    assert wrong == []
    # Stock's `find/` leads to the others' own addresses; the demo has no documents.
    redirecting = {f"{name}/find/" for name in ("pages", "images", "documents", "redirects")}
    assert {path for path, number in held.items() if not number} <= {*redirecting, "documents/{id}/"}
