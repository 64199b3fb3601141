"""Screens of webhooks: a store's for its owners, the network's for its admins, and nobody else's at all."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.webhooks import keeping
from api.webhooks.models import Delivery, Webhook
from stores.models import StorePage
from tests.factories.people import ClientOf, client_of, pitman

__all__ = ["client_of", "pitman"]
pytestmark = pytest.mark.django_db

FORM = {"name": "Our website", "url": "https://www.example.com/hook", "types": ["publish", "clock"]}


def add(store: StorePage | None) -> Webhook:
    return keeping.add_webhook(by=None, store=store, given=FORM, at=timezone.now())[0]


def addresses(store: StorePage, hook: Webhook) -> tuple[str, str]:
    if hook.store_id is None:
        return reverse("api_network_webhooks"), reverse("api_network_webhook", args=[hook.pk])
    return reverse("api_store_webhooks", args=[store.pk]), reverse("api_store_webhook", args=[store.pk, hook.pk])


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
    client, hook, shared = client_of(role), add(pitman), add(None)
    assert [status(client, url) for url in addresses(pitman, hook)] == [lists, one]
    assert [status(client, url) for url in addresses(pitman, shared)] == [network, network]
    if network == 200:
        pages = [client.get(url).content.decode() for url in addresses(pitman, shared)]
        assert ["Add a webhook" in pages[0], "Send a test call" in pages[1]] == [True, True]
        heard = {**FORM, "types": ["publish"]}
        assert client.post(addresses(pitman, shared)[0], heard).content.decode().count("whsec_") == 1
        # What the clock does at a store the network's do not hear, and are not offered.
        assert "whsec_" not in client.post(addresses(pitman, shared)[0], FORM).content.decode()
    if role == "staff":
        answer = client.get(addresses(pitman, hook)[0])
        assert "Add a webhook" not in answer.content.decode()
        assert client.post(addresses(pitman, hook)[0], FORM).status_code == 404


def test_an_owner_adds_one_and_sees_its_secret_once(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    url = reverse("api_store_webhooks", args=[pitman.pk])
    answer = client.post(url, FORM)
    hook = Webhook.objects.get()
    assert (hook.store_id, hook.types) == (pitman.pk, ["publish", "clock"])
    assert hook.secrets(timezone.now())[0] in answer.content.decode()
    assert "whsec_" not in client.get(url).content.decode()
    refused = client.post(url, {**FORM, "url": "https://10.0.0.1/"})
    assert "none of the public Internet" in refused.content.decode()
    assert Webhook.objects.count() == 1


def test_what_can_be_done_with_one(pitman: StorePage, client_of: ClientOf) -> None:
    client, hook = client_of("owner"), add(pitman)
    url = addresses(pitman, hook)[1]

    def do(what: str, **more: object) -> int:
        code = client.post(url, {"do": what, **more}).status_code
        hook.refresh_from_db()
        return code

    assert do("save", **{**FORM, "name": "Another"}) == 302
    assert hook.name == "Another"
    assert do("test") == 302
    delivery = hook.deliveries.get()
    assert do(f"again-{delivery.pk}") == 404, "it is on its way"
    Delivery.objects.update(state="sent")
    assert do(f"again-{delivery.pk}") == 302
    assert do("again-x") == do("nothing") == do("again-999999") == 404
    old = hook.secret
    assert do("rotate") == 200
    assert (hook.old_secret, hook.secret != old) == (old, True)
    assert do("off") == 302
    assert hook.disabled_at
    assert do("on") == 302
    assert hook.disabled_at is None
    assert client.post(url, {"do": "delete"}).status_code == 302
    assert not Webhook.objects.exists()


def test_a_webhook_of_another_store_is_not_there(pitman: StorePage, client_of: ClientOf) -> None:
    neighbour = client_of("neighbour")
    theirs = StorePage.objects.get(slug="switchback")
    hook, shared = add(pitman), add(None)
    for each in (hook, shared):
        url = reverse("api_store_webhook", args=[theirs.pk, each.pk])
        assert neighbour.get(url).status_code == 404
        assert neighbour.post(url, {"do": "delete"}).status_code == 404
    delivery = Delivery.objects.create(webhook=hook, body="{}", about="x", state="sent")
    own = add(theirs)
    again = {"do": f"again-{delivery.pk}"}
    assert neighbour.post(reverse("api_store_webhook", args=[theirs.pk, own.pk]), again).status_code == 404
    assert Webhook.objects.count() == 3


def test_there_is_a_limit(pitman: StorePage, client_of: ClientOf) -> None:
    for _number in range(keeping.MOST):
        add(pitman) if not Webhook.objects.exists() else Webhook.objects.create(
            store=pitman, name="x", url="https://a.example/", key="x", number=0, created_at=timezone.now()
        )
    answer = client_of("owner").post(reverse("api_store_webhooks", args=[pitman.pk]), FORM)
    assert "delete one that is no longer needed" in answer.content.decode()


def test_what_is_done_stands_in_who_changed_what(pitman: StorePage, client_of: ClientOf) -> None:
    admin, owner = client_of("admin"), client_of("owner")
    for store, client in ((pitman, owner), (None, admin)):
        hook = add(store)
        one = addresses(pitman, hook)[1]
        client.post(one, {**FORM, "do": "save", "url": "https://www.example.com/other?key=hidden"})
        for do in ("rotate", "off", "on", "delete"):
            client.post(one, {"do": do})
    histories = [
        owner.get(reverse("stores_changes", args=[pitman.pk])).content.decode(),
        admin.get(reverse("stores_network_changes")).content.decode(),
    ]
    for history in histories:
        assert "Webhook “Our website” is new" in history
        assert "https://www.example.com/other" in history
        assert "Webhook “Our website”, secret" in history
        assert "Webhook “Our website”, turned" in history
        assert "Webhook “Our website” was deleted" in history
        assert "key=hidden" not in history
        assert "whsec_" not in history
    neighbour = client_of("neighbour")
    assert neighbour.get(reverse("stores_changes", args=[pitman.pk])).status_code == 404


def test_what_an_address_carries_is_told_to_who_may_change_it_alone(pitman: StorePage, client_of: ClientOf) -> None:
    hook = add(pitman)
    Webhook.objects.filter(pk=hook.pk).update(url="https://www.example.com/hook?token=opensesame")
    listing, one = addresses(pitman, hook)
    staff, owner = client_of("staff"), client_of("owner")
    for client, url, is_told in ((staff, listing, False), (owner, listing, False), (owner, one, True)):
        text = client.get(url).content.decode()
        assert "https://www.example.com/hook" in text
        assert ("opensesame" in text) is is_told
