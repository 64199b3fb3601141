"""2,000 items of each format, months of a provider's, with all that goes wrong; and a kill at 1,000 stores.

make trial ARGS="tests/trial/test_feeds.py -s"
"""

import json
import resource
import sys
from collections import Counter
from dataclasses import replace
from time import monotonic
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cms.intake.formats.reading import read_document
from cms.intake.models import FeedItem, ProviderFeed
from cms.intake.pictures import Fetch
from cms.intake.taking import Tally, take_document
from cms.models import ArticlePage, Recall
from cms.outgoing.getting import NotGot
from stores.models import StorePage
from tests.factories.feeds import WRITERS, Told, make_feed, mixed, told
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder
from tests.factories.photos import png
from tests.factories.stores import make_store

ITEMS, STORES = 2_000, 1_000
pytestmark = [pytest.mark.trial, pytest.mark.django_db]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def some_fail(href: str) -> bytes:
    """Pictures of a server of which every third is away or no picture."""
    number = sum(map(ord, href)) % 3
    if number == 0:
        raise NotGot("It answered 500.")
    return png() if number == 1 else b"no picture"


def delivered(kind: str, items: int) -> list[bytes]:
    """The first delivery, with pictures; the later one, with versions and withdrawals; both broken in places."""
    stories = mixed(items * 4 // 5)
    pictured = [
        replace(each, picture=f"https://p.example/{each.number}.png", credit="A. Sample")
        if each.number % 25 == 7
        else each
        for each in stories
    ]
    first = [each for each in pictured if each.version == 1]
    return [_broken(WRITERS[kind](first), kind), WRITERS[kind]([each for each in stories if each.version > 1])]


def _broken(data: bytes, kind: str) -> bytes:
    """Two items that are not well-formed, or are none; in XML the document says a wrong encoding, too."""
    if kind == "ninjs":
        return json.dumps({"items": [*json.loads(data)["items"], "text", 7]}).encode()
    tag = {"rss": "<item>", "atom": "<entry>", "newsml": "<newsItem "}[kind]
    text = data.decode()
    place = text.index(tag, len(text) // 2)
    other = text.index(tag, len(text) // 3)
    text = text[: place + 30] + "<b" + text[place + 30 :]
    return (text[: other + 30] + "</b>" + text[other + 30 :]).encode("cp1252", "replace")


def take(feed: ProviderFeed, data: bytes, fetch: Fetch) -> tuple[Tally, float]:
    began = monotonic()
    tally = take_document(feed, read_document(data, feed.format), fetch, timezone.now())
    return tally, monotonic() - began


@pytest.mark.parametrize("kind", list(WRITERS))
def test_months_of_a_provider(kind: str) -> None:
    articles_folder()
    make_store("pitman")
    feed = make_feed(kind, kind)
    counts: Counter[str] = Counter()
    seconds, deliveries = 0.0, delivered(kind, ITEMS)
    reasons: Counter[str] = Counter()
    for data in deliveries:
        tally, took = take(feed, data, some_fail)
        counts.update(tally.counts)
        reasons.update(words.partition(":")[0] for _id, words in tally.problems)
        seconds += took
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"\n{kind}: {sum(counts.values())} items in {seconds:.0f} s, {memory} MB at most: {dict(counts)}")
    for words, number in reasons.most_common():
        say(f"  {number} skipped: {words[:110]}")
    states = Counter(FeedItem.objects.filter(feed=feed).values_list("state", flat=True))
    say(f"  {dict(states)}; {ArticlePage.objects.filter(live=True).count()} live, {Recall.objects.count()} receipts")
    assert counts["new"] > ITEMS * 0.7
    rows = FeedItem.objects.filter(feed=feed).count()
    for data in reversed(deliveries):
        again, took = take(feed, data, pytest.fail)
        assert set(again.counts) <= {"unchanged", "older than what is here"}, again
    assert FeedItem.objects.filter(feed=feed).count() == rows
    say(f"  the same again: 0 changes, {took:.1f} s")


def test_a_kill_at_a_thousand_stores() -> None:
    articles_folder()
    make_many_stores(STORES)
    feed = make_feed()
    story = told(1)

    def deliver(one: Told) -> Any:
        return take(feed, WRITERS["ninjs"]([one]), pytest.fail)

    deliver(story)
    article = ArticlePage.objects.get()
    hosts = [store.site.hostname for store in StorePage.objects.online().with_addresses()]
    began = monotonic()
    deliver(replace(story, version=2, status="canceled", correction="Wrong dose"))
    recalled = monotonic() - began
    path = f"/health/{article.slug}/"
    answers = Counter(Client(SERVER_NAME=host).get(path).status_code for host in hosts)
    say(
        f"\nkill: receipt of {len(Recall.objects.get().stores)} stores in {recalled:.2f} s; {dict(answers)}, asked one"
        f" after another until {monotonic() - began:.1f} s"
    )
    assert answers == {410: len(hosts)}
    assert len(hosts) >= STORES
