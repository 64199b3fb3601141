"""Looking for what is new, once a second: where nothing is, as cheap for many stores as for one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.changes.events import TYPES
from api.changes.following import feed_of
from api.webhooks.dispatching import dispatch
from api.webhooks.models import Webhook
from cms.tasks.rows import BACKEND
from stores.models import StorePage
from tests.api.caching.test_triggers import commit
from tests.factories.many import make_many_stores
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
