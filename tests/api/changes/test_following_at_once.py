"""Many write at once while somebody reads on from token to token: every write that has been committed is told."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from api.changes.following import bring_up, feed_of
from api.changes.models import Event
from api.changes.tokens import item_of
from cms.models import ArticlePage
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

WRITERS, WRITES = 4, 12


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_told_whatever_the_order_of_the_commits() -> None:
    store = make_store("pitman", banners=[])
    articles = [make_article(f"article-{number}") for number in range(WRITERS)]
    feed = feed_of(store, timezone.now())
    state = {article.pk: True for article in articles}
    heard: list[dict[str, Any]] = []

    def write(pk: int) -> None:
        chance = random.Random(pk)  # noqa: S311  (which writes, not which secrets)
        for number in range(WRITES):
            with transaction.atomic():
                # Begun early and committed late: the numbers of rows say nothing of the order.
                ArticlePage.objects.filter(pk=pk).update(teaser=f"{number}", live=chance.random() < 0.7)
                threading.Event().wait(chance.random() / 100)
        ArticlePage.objects.filter(pk=pk).update(live=bool(pk % 2))

    def read() -> int:
        feed.refresh_from_db()
        heard.extend(item_of(feed, event) for event in bring_up(feed, timezone.now()))
        return len(heard)

    threads = [in_thread(lambda pk=article.pk: write(pk)) for article in articles]
    readers = [in_thread(lambda: [read() for _ in range(20)]) for _ in range(2)]
    for thread in (*threads, *readers):
        thread.join()
    read()
    told = [event for event in heard if event["kind"] == "article"]
    for event in sorted(told, key=lambda each: int(each["id"].partition("-")[2])):
        pk = event["object_id"]
        assert (event["action"] == "published") <= (not state[pk]), "told once, and not again"
        assert (event["action"] == "withdrawn") <= state[pk]
        state[pk] = event["action"] != "withdrawn"
    assert state == dict(ArticlePage.objects.values_list("pk", "live"))
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert {event["object_id"] for event in told} == set(state)
