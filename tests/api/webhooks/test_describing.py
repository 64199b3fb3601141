"""What the OpenAPI document says of calls is what is sent."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from api.changes.events import TYPES
from api.webhooks import keeping
from api.webhooks.describing import EXAMPLES
from api.webhooks.dispatching import dispatch
from api.webhooks.models import Delivery
from stores.models import StorePage, TodayChange
from tests.api.caching.test_triggers import commit
from tests.api.declared import Declared
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def pitman() -> StorePage:
    make_article("before")
    return make_store("pitman", banners=[])


def sent(whose: StorePage | None, pitman: StorePage) -> list[dict[str, Any]]:
    """The bodies of a test, and of a call about all kinds of things."""
    commit()
    given = {"name": "Ours", "url": "https://example.com/hook", "types": list(TYPES)}
    hook, _secret = keeping.add_webhook(by=None, store=whose, given=given, at=timezone.now())
    keeping.test(hook, timezone.now())
    make_article("flu" if whose else "colds")
    add_banner(pitman, "Line")
    TodayChange.objects.create(store=pitman, on=timezone.localdate(), closes_at=time(13))
    commit()
    dispatch(timezone.now() + timedelta(seconds=1))
    return [json.loads(each.body) for each in Delivery.objects.filter(webhook=hook).order_by("pk")]


def test_calls_are_as_the_document_says(pitman: StorePage) -> None:
    declared = Declared()
    for whose, named in ((pitman, {"pitman"}), (None, {"pitman", None})):
        test, call = sent(whose, pitman)
        assert (test["type"], call["type"]) == ("test", "changes")
        assert test["data"]["store"] == call["data"]["store"] == (whose.slug if whose else None)
        assert {item["store"] for item in call["data"]["items"]} == named
        for body in (test, call):
            assert declared.call_errors(body) == []
        whose_item = {**call["data"]["items"][0], "colour": "red"}
        assert declared.call_errors({**call, "data": {**call["data"], "items": [whose_item]}}) != []
        Delivery.objects.all().delete()
        TodayChange.objects.all().delete()


def test_examples_are_calls() -> None:
    declared = Declared()
    assert declared.document["webhooks"]["call"]["post"]["requestBody"]["required"]
    assert [declared.call_errors(each["value"]) for each in EXAMPLES.values()] == [[], []]
