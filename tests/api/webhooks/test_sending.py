"""Calls: given out of feeds once each, signed, in order, again until they arrive, and ended where nobody is there."""

import json
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from standardwebhooks import Webhook as Verifier

from api.changes.events import TYPES
from api.changes.models import Event
from api.webhooks import dispatching, keeping
from api.webhooks.checks import webhooks
from api.webhooks.dispatching import dispatch
from api.webhooks.models import Delivery, Webhook
from api.webhooks.sending import LOST_AFTER, PAUSES, send
from cms.media.tasks import make_sizes
from cms.tasks.rows import BACKEND, waiting
from cms.watching.checks import State
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.api.caching.test_triggers import commit
from tests.api.webhooks.receiving import Receiver, receiving
from tests.factories.network import make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_MAY_REACH = [ip_network("127.0.0.0/8")]
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def pitman() -> StorePage:
    make_article("before")
    return make_store("pitman", banners=[])


def add(store: StorePage | None, url: str, *types: str) -> tuple[Webhook, str]:
    commit()
    given = {"name": "Our website", "url": url, "types": list(types or TYPES)}
    return keeping.add_webhook(by=None, store=store, given=given, at=timezone.now())


def work() -> int:
    """What the worker would do now."""
    done = 0
    while row := waiting().filter(task_path=send.module_path).first():
        arguments = row.args_kwargs["args"]
        row.delete()
        send.func(*arguments)
        done += 1
    return done


def dispatched() -> int:
    commit()
    return dispatch(timezone.now())


def test_what_changes_is_called_once_signed_with_tags_and_paths(pitman: StorePage, receiver: Receiver) -> None:
    hook, secret = add(pitman, receiver.url)
    article = make_article("flu")
    assert dispatched() == 1
    assert dispatched() == 0
    assert work() == 1
    (headers, body) = receiver.got[0]
    sent = Verifier(secret).verify(body, headers)
    assert (sent["type"], sent["data"]["store"]) == ("changes", "pitman")
    assert f"article-{article.pk}" in sent["data"]["tags"]
    assert sent["data"]["paths"] == ["/health/flu/"]
    assert [item["object_id"] for item in sent["data"]["items"]] == [article.pk]
    delivery = hook.deliveries.get()
    assert (delivery.state, delivery.message) == ("sent", headers["webhook-id"])
    assert webhooks(timezone.now()).state == State.GOOD


def test_each_hears_of_its_own_store_and_of_what_it_asked_for(pitman: StorePage, receiver: Receiver) -> None:
    millrace = make_store("millrace", banners=[])
    here, _secret = add(pitman, receiver.url, "banner")
    there, _secret = add(millrace, receiver.url)
    everybody, _secret = add(None, receiver.url, "publish")
    add_banner(pitman, "Line")
    make_article("local", at_store=pitman)
    dispatched()
    work()
    heard = {
        hook.pk: [item["kind"] for each in hook.deliveries.all() for item in json.loads(each.body)["data"]["items"]]
        for hook in (here, there, everybody)
    }
    assert heard == {here.pk: ["banner"], there.pk: [], everybody.pk: ["article"]}


def test_a_receiver_that_fails_is_called_again_with_the_same_bytes(pitman: StorePage, receiver: Receiver) -> None:
    hook, _secret = add(pitman, receiver.url)
    make_article("first")
    dispatched()
    make_article("second")
    dispatched()
    receiver.status = 503
    assert work() == 1
    found = webhooks(timezone.now())
    assert (found.state, found.words) == (State.WARNING, f"1 can't be reached: {hook.name} ({pitman.title})")
    assert dispatched() == work() == 0, "not before its time, and nobody overtakes"
    hook.deliveries.filter(failures=1).update(next_at=timezone.now())
    receiver.status = 204
    dispatched()
    assert work() == 2
    first, again, second = receiver.got
    assert first[1] == again[1]
    assert first[0]["webhook-id"] == again[0]["webhook-id"] != second[0]["webhook-id"]
    assert [json.loads(body)["data"]["paths"] for _headers, body in receiver.got[1:]] == [
        ["/health/first/"],
        ["/health/second/"],
    ]
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_a_worker_that_dies_in_a_call_sends_it_again_under_the_same_name(
    pitman: StorePage, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _secret = add(pitman, receiver.url)
    make_article("flu")
    dispatched()
    with monkeypatch.context() as dying:
        dying.setattr("api.webhooks.sending.write_outcome", lambda *args: None)
        work()
    assert dispatched() == work() == 0
    hook.deliveries.update(queued_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))
    dispatched()
    assert work() == 1
    assert {headers["webhook-id"] for headers, _body in receiver.got} == {hook.deliveries.get().message}
    assert len(receiver.got) == 2


def test_a_feed_that_was_brought_up_before_a_crash_is_given_out_after_it(
    pitman: StorePage, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook, _secret = add(pitman, receiver.url)
    make_article("flu")

    def die(*args: Any) -> int:
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(dispatching, "write_down", die)
        with pytest.raises(SystemExit):
            dispatched()
    assert Event.objects.exists()
    assert not hook.deliveries.exists()
    assert (dispatched(), dispatched()) == (1, 0)


def test_who_is_away_for_days_is_turned_off_by_mail_and_goes_on_where_it_stood(
    pitman: StorePage, receiver: Receiver
) -> None:
    appoint_owner(by=None, user=make_user("owner", email="owner@example.com"), store=pitman)
    hook, _secret = add(pitman, receiver.url)
    receiver.status = 500
    make_article("flu")
    dispatched()
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=4))
    hook.deliveries.update(failures=len(PAUSES))
    work()
    hook.refresh_from_db()
    assert hook.disabled_why == "It answered 500."
    assert [message.to for message in mail.outbox] == [["owner@example.com"]]
    assert f"/admin/stores/{pitman.pk}/webhooks/{hook.pk}/" in mail.outbox[0].body
    found = webhooks(timezone.now())
    assert found.numbers["turned_off"] == 1
    assert found.words == f"1 turned off after days in vain: {hook.name} ({pitman.title})"
    make_article("meanwhile")
    assert dispatched() == work() == 0
    receiver.status, receiver.got = 200, []
    keeping.switch(hook, timezone.now(), None, is_on=True)
    dispatched()
    work()
    assert [json.loads(body)["data"]["paths"] for _headers, body in receiver.got] == [["/health/meanwhile/"]]
    assert keeping.send_once_more(hook, hook.deliveries.order_by("pk")[0].pk, timezone.now(), None)
    work()
    assert json.loads(receiver.got[-1][1])["data"]["paths"] == ["/health/flu/"]


def test_gone_is_gone(pitman: StorePage, receiver: Receiver) -> None:
    hook, _secret = add(pitman, receiver.url)
    receiver.status = 410
    keeping.test(hook, timezone.now())
    work()
    hook.refresh_from_db()
    assert hook.disabled_at is not None


def test_a_new_secret_and_the_one_before_for_a_day(pitman: StorePage, receiver: Receiver) -> None:
    hook, old = add(pitman, receiver.url)
    now = timezone.now()
    new = keeping.rotate(hook, now, None)
    keeping.test(hook, now)
    work()
    headers, body = receiver.got[0]
    for secret in (old, new):
        assert Verifier(secret).verify(body, headers)["type"] == "test"
    hook.refresh_from_db()
    assert hook.secrets(now + timedelta(days=1)) == [new]
    assert old not in hook.secret + hook.old_secret


def test_a_feed_that_began_anew_says_that_everything_may_have_changed(pitman: StorePage, receiver: Receiver) -> None:
    hook, _secret = add(pitman, receiver.url)
    Webhook.objects.update(key="another")
    assert (dispatched(), dispatched()) == (1, 0)
    (item,) = json.loads(Delivery.objects.get(webhook=hook).body)["data"]["items"]
    assert (item["kind"], item["tags"]) == ("site", ["hosts"])


def test_a_call_goes_before_pictures_that_waited_longer(pitman: StorePage, receiver: Receiver) -> None:
    make_sizes.enqueue(1)
    add(pitman, receiver.url)
    make_article("flu")
    assert dispatched() == 1
    first = DBTaskResult.objects.ready().first()
    assert first is not None
    assert first.task_path == send.module_path
