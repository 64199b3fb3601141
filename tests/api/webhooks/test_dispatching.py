"""Looking for what is new, once a second: where nothing is, as cheap for many stores as for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client import REGISTRY

from api.changes.events import TYPES
from api.changes.following import feed_of
from api.changes.models import Feed
from api.changes.state import ShownState
from api.changes.together import AGAIN, Held
from api.changes.written import newest_generation
from api.webhooks.checks import webhooks
from api.webhooks.dispatching import dispatch
from api.webhooks.models import Webhook
from cms.tasks.rows import BACKEND
from cms.watching.checks import State
from stores.models import StorePage
from tests.api.caching.test_triggers import commit
from tests.factories.many import make_many_stores
from tests.factories.media import add_rendition_rows, make_image
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def calls_wait(settings: Any) -> None:
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def add_hooks(stores: list[StorePage | None]) -> None:
    commit()
    at = timezone.now()
    given: dict[str, Any] = {"name": "Website", "url": "https://www.example.com/", "types": list(TYPES)}
    feeds = [feed_of(store, at) for store in stores]
    Webhook.objects.bulk_create(
        Webhook(store=feed.store, secret="-", key=feed.key, number=feed.newest, created_at=at, **given)
        for feed in feeds
    )


def looked() -> int:
    """How many queries a look costs."""
    commit()
    with CaptureQueriesContext(connection) as queries:
        dispatch(timezone.now())
    return len(queries)


def test_a_look_at_nothing_new_costs_the_same_for_many_stores() -> None:
    add_hooks([make_store("pitman"), None])
    looked()
    at_one = looked()
    add_hooks([*make_many_stores(30)] * 2)
    looked()
    assert looked() == at_one <= 6


def test_each_store_hears_of_what_is_new_there() -> None:
    pitman = make_store("pitman")
    others = make_many_stores(3)
    add_hooks([pitman, *others, None])
    Webhook.objects.get(store=others[0]).delete()
    make_article("flu", at_store=pitman)
    looked()
    heard = {hook.store_id: hook.deliveries.count() for hook in Webhook.objects.all()}
    assert heard == {pitman.pk: 1, None: 1, **{each.pk: 0 for each in others[1:]}}


def test_a_store_that_shows_nothing_yet_hears_of_its_first_line() -> None:
    store = make_store("bare", banners=[])
    add_hooks([store])
    add_banner(store, "We open on Monday")
    looked()
    assert [each.about for each in Webhook.objects.get().deliveries.all()] == ["banner published"]


def test_a_write_at_one_store_costs_the_same_beside_20_and_100_others() -> None:
    pitman = make_store("pitman")
    costs = []
    for first, more in ((0, [pitman, None]), (0, 18), (20, 80)):
        add_hooks(more if isinstance(more, list) else [*make_many_stores(more, first=first)])
        looked()
        for number in range(2):
            add_banner(pitman, f"Line {first} {more} {number}")
            cost = looked()
        costs.append(cost)
    assert Webhook.objects.count() == 100
    # What was written is read for all, and those that it does not concern are brought up by one query.
    assert costs[1] == costs[2] <= costs[0] + 2
    assert {feed.generation for feed in Feed.objects.all()} == {newest_generation()}


@pytest.fixture
def broken() -> tuple[StorePage, StorePage, Held]:
    """Two stores with webhooks: the feed of the first can't be read."""
    stores = make_store("pitman"), make_store("switchback")
    add_hooks([*stores])
    dispatch(timezone.now())
    Feed.objects.filter(store=stores[0]).update(state=b"not packed")
    for store in stores:
        add_banner(store, "We moved")
    commit()
    return *stores, Held()


def heard(store: StorePage) -> int:
    return Webhook.objects.get(store=store).deliveries.count()


def test_a_feed_that_fails_holds_up_itself_alone(
    broken: tuple[StorePage, StorePage, Held], caplog: pytest.LogCaptureFixture
) -> None:
    pitman, switchback, held = broken
    at, before = timezone.now(), REGISTRY.get_sample_value("mortar_webhooks_total", {"outcome": "held"}) or 0
    dispatch(at, held)
    assert (heard(pitman), heard(switchback)) == (0, 1)
    (record,) = [each for each in caplog.records if each.name == "api.changes.together"]
    assert f"feed of store {pitman.pk}" in record.getMessage()
    assert REGISTRY.get_sample_value("mortar_webhooks_total", {"outcome": "held"}) == before + 1
    found = webhooks(at)
    assert (found.state, found.numbers["stuck"]) == (State.WARNING, 1)
    assert f"Website ({pitman.title})" in found.words

    add_banner(switchback, "And again")
    commit()
    dispatch(at + timedelta(seconds=1), held)
    assert (heard(pitman), heard(switchback)) == (0, 2)
    assert len(caplog.records) == 1


def test_a_feed_that_failed_is_tried_again_and_tells_all(broken: tuple[StorePage, StorePage, Held]) -> None:
    pitman, _switchback, held = broken
    at = timezone.now()
    dispatch(at, held)
    Feed.objects.filter(store=pitman).update(state=ShownState(is_online=True).packed())
    dispatch(at + AGAIN - timedelta(seconds=1), held)
    assert heard(pitman) == 0
    dispatch(at + AGAIN, held)
    assert heard(pitman) == 1
    assert Webhook.objects.get(store=pitman).stuck_since is None
    assert webhooks(at).state == State.GOOD


def test_a_webhook_that_fails_holds_up_no_other_of_its_store() -> None:
    pitman = make_store("pitman")
    add_hooks([pitman, pitman])
    first, second = Webhook.objects.order_by("pk")
    Webhook.objects.filter(pk=first.pk).update(types=5)
    add_banner(pitman, "We moved")
    commit()
    held = Held()
    dispatch(timezone.now(), held)
    assert (first.deliveries.count(), second.deliveries.count()) == (0, 1)
    first.refresh_from_db()
    assert first.stuck_since is not None
    Webhook.objects.filter(pk=first.pk).update(types=list(TYPES))
    dispatch(timezone.now() + AGAIN, held)
    assert first.deliveries.count() == 1


def test_sizes_of_many_pictures_are_one_call(empty_storage: None) -> None:
    """The first is told at once, what comes within 15 seconds together; anything else waits for nothing."""
    add_hooks([None])
    pictures = [make_image(f"picture-{number}.png", is_ready=False) for number in range(6)]
    hook, at = Webhook.objects.get(), timezone.now()

    def told(after: int) -> list[str]:
        commit()
        dispatch(at + timedelta(seconds=after))
        return [each.about for each in hook.deliveries.order_by("pk")]

    add_rendition_rows(pictures[0])
    assert told(0) == ["image changed"]
    for number in (1, 2):
        add_rendition_rows(pictures[number])
        assert told(number) == ["image changed"]
    assert told(15) == ["image changed", "image changed, and 1 more"]
    add_rendition_rows(pictures[3])
    assert len(told(16)) == 2
    make_article("flu")
    add_rendition_rows(pictures[4])
    assert len(told(17)) == 3
    assert "article" in hook.deliveries.order_by("pk").last().body
    number = Feed.objects.get().newest
    assert Webhook.objects.get().number == number
