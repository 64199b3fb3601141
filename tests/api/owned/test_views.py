"""Screens of webhooks and keys cost the same with many rows at many stores as with one, and list no more than fits."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from api.keys.keeping import MOST
from api.keys.models import ApiKey
from api.keys.views import REVOKED
from api.webhooks.models import Delivery, DeliveryState, Webhook
from api.webhooks.views import SHOWN
from stores.models import StorePage
from tests.factories.many import make_many_stores
from tests.factories.people import ClientOf, client_of, pitman

__all__ = ["client_of", "pitman"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

MOST_QUERIES = 25
TRIES = [{"at": "2026-11-29T08:00:00+00:00", "status": 500, "seconds": 0.2, "problem": "answered 500"}] * 50


def hook_of(store: StorePage | None, at: datetime) -> Webhook:
    given: dict[str, Any] = {"name": "Website", "url": "https://www.example.com/", "types": ["publish"]}
    return Webhook(store=store, secret="-", key="k", number=1, created_at=at, **given)


def key_of(name: str, store: StorePage | None, at: datetime, revoked_at: datetime | None = None) -> ApiKey:
    given: dict[str, Any] = {"name": name, "prefix": name, "scopes": "read", "digest": "-"}
    return ApiKey(store=store, created_at=at, revoked_at=revoked_at, **given)


def call(hook: Webhook, at: datetime) -> Delivery:
    return Delivery(webhook=hook, body="{}", about="x", state=DeliveryState.FAILED, created_at=at, tries=TRIES)


def addresses(store: StorePage | None) -> list[str]:
    """Both lists, and the first thing of each."""
    whose, args = ("network", []) if store is None else ("store", [store.pk])
    hook, key = Webhook.objects.of(store).earliest("pk"), ApiKey.objects.of(store).earliest("pk")
    lists = [reverse(f"api_{whose}_{kind}s", args=args) for kind in ("webhook", "key")]
    ones = [reverse(f"api_{whose}_{kind}", args=[*args, pk]) for kind, pk in (("webhook", hook.pk), ("key", key.pk))]
    return [*lists, *ones]


def costs(client: Client, urls: list[str]) -> list[int]:
    found = []
    for url in urls:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        found.append(len(queries))
    return found


def test_many_rows_at_many_stores_cost_what_one_does(pitman: StorePage, client_of: ClientOf) -> None:
    at, owner, admin = timezone.now(), client_of("owner"), client_of("admin")
    own, shared = Webhook.objects.bulk_create([hook_of(pitman, at), hook_of(None, at)])
    Delivery.objects.bulk_create([call(own, at), call(shared, at)])
    ApiKey.objects.bulk_create([key_of("own", pitman, at), key_of("shared", None, at)])
    before = costs(owner, addresses(pitman)), costs(admin, addresses(None))
    assert max(before[0] + before[1]) <= MOST_QUERIES

    stores = make_many_stores(100)
    hooks = Webhook.objects.bulk_create([hook_of(each, at) for each in [*stores, *stores, *[pitman] * 9, *[None] * 9]])
    Delivery.objects.bulk_create([call(each, at) for each in [*hooks, *[own] * 200, *[shared] * 200]])
    ApiKey.objects.bulk_create(
        [key_of(f"k{number}", each, at) for number, each in enumerate([*stores, *[pitman] * 19, *[None] * 19])]
    )
    ApiKey.objects.bulk_create([key_of(f"r{number}", pitman, at, at) for number in range(200)])

    assert (costs(owner, addresses(pitman)), costs(admin, addresses(None))) == before


def test_no_more_is_listed_than_fits(pitman: StorePage, client_of: ClientOf) -> None:
    at, owner = timezone.now(), client_of("owner")
    ApiKey.objects.bulk_create([key_of("standing", pitman, at)])
    listing = reverse("api_store_keys", args=[pitman.pk])
    assert "in the history" not in owner.get(listing).content.decode()
    ApiKey.objects.bulk_create([key_of(f"r{number}", pitman, at, at) for number in range(200)])
    text = owner.get(listing).content.decode()
    good, folded, over = text.partition("Ended or revoked (39)")
    assert folded
    assert ("<strong>standing</strong>" in good, over.count(">revoked ")) == (True, MOST + REVOKED - 1)
    assert "Those before them are in the history" in text

    hook = hook_of(pitman, at)
    hook.save()
    one = reverse("api_store_webhook", args=[pitman.pk, hook.pk])
    assert "Nothing was sent yet" in owner.get(one).content.decode()
    Delivery.objects.bulk_create([call(hook, at) for _ in range(200)])
    assert owner.get(one).content.decode().count("What was sent") == SHOWN
