"""Screens of keys: a store's for its owners, the network's for its admins, and nobody else's at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from api.keys import keeping
from api.keys.access import EVERYBODY, access_of_database, read_access
from api.keys.models import ApiKey, NetworkAccess, old_keys
from stores.models import StorePage
from tests.api.keys.asking import made
from tests.factories.people import ClientOf, client_of, pitman

__all__ = ["client_of", "pitman"]
pytestmark = pytest.mark.django_db

FORM = {"name": "Our website", "scopes": ["read", "live"], "expires": "90"}


def addresses(store: StorePage, key: ApiKey) -> tuple[str, str]:
    if key.store_id is None:
        return reverse("api_network_keys"), reverse("api_network_key", args=[key.pk])
    return reverse("api_store_keys", args=[store.pk]), reverse("api_store_key", args=[store.pk, key.pk])


def status(client: Client, url: str) -> int:
    return client.get(url).status_code


@pytest.mark.parametrize(
    ("role", "lists", "one", "network"),
    [
        ("owner", 200, 200, 404),
        ("staff", 200, 404, 404),
        ("admin", 200, 200, 200),
        ("editor", 404, 404, 404),
        ("neighbour", 404, 404, 404),
    ],
)
def test_who_sees_what(pitman: StorePage, client_of: ClientOf, role: str, lists: int, one: int, network: int) -> None:
    client, (own, _), (shared, _) = client_of(role), made(store=pitman), made()
    assert [status(client, url) for url in addresses(pitman, own)] == [lists, one]
    assert [status(client, url) for url in addresses(pitman, shared)] == [network, network]
    switch = {"do": "access"}
    assert client.post(addresses(pitman, shared)[0], switch).status_code == (302 if network == 200 else 404)
    assert (access_of_database() == EVERYBODY) is False
    assert access_of_database().is_open is (network == 404)
    if role == "staff":
        assert "Make a key" not in client.get(addresses(pitman, own)[0]).content.decode()
        assert client.post(addresses(pitman, own)[0], FORM).status_code == 404
    if role in {"editor", "neighbour", "staff"}:
        assert client.post(addresses(pitman, own)[1], {"do": "revoke"}).status_code == 404
        assert ApiKey.objects.standing().count() == 2


def test_an_owner_makes_one_and_sees_it_once(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("owner"), reverse("api_store_keys", args=[pitman.pk])
    answer = client.post(url, {**FORM, "per_second": "900"})
    key = ApiKey.objects.get()
    # How much a key may ask is the network's to say.
    assert (key.store_id, key.scopes, key.per_second) == (pitman.pk, "read live", None)
    text = answer.content.decode()
    written = text[text.index(f"mortar_{key.prefix}_") :][: len("mortar_") + 8 + 1 + 43]
    known = access_of_database().key_in(f"Bearer {written}")
    assert getattr(known, "store", None) == pitman.pk
    assert written not in client.get(url).content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert written not in str(PageLogEntry.objects.latest("pk").data)
    refused = client.post(url, {**FORM, "scopes": ["everything"]}).content.decode()
    assert "everything is not one of the available choices" in refused
    assert ApiKey.objects.count() == 1


def test_what_can_be_done_with_one(pitman: StorePage, client_of: ClientOf) -> None:
    client, (key, old) = client_of("admin"), made(store=pitman)
    url = addresses(pitman, key)[1]

    def do(what: str, **more: Any) -> int:
        code = client.post(url, {"do": what, **more}).status_code
        key.refresh_from_db()
        return code

    given = {"name": "Another", "scopes": ["preview"], "expires": "as-it-is", "per_second": "50"}
    assert do("save", **given) == 302
    assert (key.name, key.scopes, key.per_second, key.expires_at) == ("Another", "preview", 50, None)
    assert do("rotate", overlap="x") == do("nothing") == 404
    assert do("rotate", overlap="1") == 200
    assert key.old_is_good(timezone.now())
    assert "The secret before this one is taken until" in client.get(url).content.decode()
    assert getattr(access_of_database().key_in(f"Bearer {old}"), "pk", None) == key.pk
    assert do("revoke") == 302
    assert key.state(timezone.now()) == "revoked"
    assert do("rotate", overlap="1") == do("save", **given) == 404
    assert access_of_database().secrets == {}
    history = client.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    for words in ("API key “Another” given another secret", "API key “Another” revoked", "name"):
        assert words in history
    assert list(old_keys(timezone.now() + timedelta(days=91))) == [key]


def test_keys_go_long_after_they_have_ended(pitman: StorePage) -> None:
    at = timezone.now()
    (ended, _), (later, _), (endless, _) = made(days=-89), made(days=30), made(store=pitman)
    assert ended.state(at) == "expired"
    assert list(old_keys(at)) == []
    assert list(old_keys(at + timedelta(days=2))) == [ended]
    assert list(old_keys(at + timedelta(days=121)).order_by("pk")) == [ended, later]
    assert endless not in old_keys(at + timedelta(days=10_000))
    # Until then a new end makes it good again.
    keeping.change_key(ended, by=None, given={"expires_at": at + timedelta(days=1)})
    assert list(old_keys(at + timedelta(days=2))) == []


def test_the_network_has_its_own_in_its_history(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("admin")
    url = reverse("api_network_keys")
    assert "mortar_" in client.post(url, FORM).content.decode()
    assert client.post(url, {"do": "access"}).status_code == 302
    assert not NetworkAccess.objects.get().anonymous_read
    assert "Nobody reads it without one" in client.get(url).content.decode()
    entries = ModelLogEntry.objects.filter(content_type__app_label="api").order_by("pk")
    assert [entry.action for entry in entries] == ["wagtail.create", "wagtail.edit"]
    assert entries[1].data["new"] == {"read without a key": False}
    assert ApiKey.objects.get().digest not in str([entry.data for entry in entries])


def test_a_key_of_another_store_is_not_there(pitman: StorePage, client_of: ClientOf) -> None:
    neighbour, (key, _), (shared, _) = client_of("neighbour"), made(store=pitman), made()
    theirs = StorePage.objects.get(slug="switchback")
    for each in (key, shared):
        url = reverse("api_store_key", args=[theirs.pk, each.pk])
        assert neighbour.get(url).status_code == 404
        assert neighbour.post(url, {"do": "revoke"}).status_code == 404
    assert ApiKey.objects.standing().count() == 2


def test_there_is_a_limit(pitman: StorePage, client_of: ClientOf) -> None:
    key, _ = made(store=pitman)
    rows = [
        ApiKey(store=pitman, name="x", scopes="read", prefix=f"p{n}", digest="", created_at=key.created_at)
        for n in range(keeping.MOST)
    ]
    ApiKey.objects.bulk_create(rows)
    answer = client_of("owner").post(reverse("api_store_keys", args=[pitman.pk]), FORM)
    assert "revoke one that is no longer used" in answer.content.decode()


def test_moments_of_sqlite_are_texts_in_utc() -> None:
    rows = {
        "networkaccess": [(0,)],
        "api_apikey": [(1, None, "read", "2026-11-29 08:00:00.5", None, "p", "d", "", "", None)],
    }
    access = read_access(lambda sql: next((found for name, found in rows.items() if name in sql), []))
    assert (access.is_open, access.secrets["p"].key.until) == (False, 1_795_939_200.5)
