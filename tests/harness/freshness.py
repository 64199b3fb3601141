"""Readers and writers at once: does a request that starts after a write was answered ever get what was before?

Everything that is written carries a number that only grows; a reader notes the last number that a writer has been
answered for, asks, and looks for the number in the answer.
"""

import random
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection
from time import monotonic, sleep
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page

from api.caching.mirror import LEASE
from cms.models import ArticlePage
from stores.models import NetworkBanner, PromoBanner, StorePage
from tests.factories.newsroom import make_article
from tests.harness.servers import Server


@dataclass
class Place:
    """Something that writers change and readers read: `write` puts a text in, `path` shows it at the store's host.

    The text is `name` and a number.
    """

    name: str
    write: Callable[[str], object]
    path: str
    host: str
    told: int = 0

    def number_in(self, body: bytes) -> int:
        """The number that an answer shows; -1 for none."""
        found = re.search(f"{self.name} (\\d+)".encode(), body)
        return int(found[1]) if found else -1


ALWAYS: dict[str, Any] = {"show_from": date(2020, 1, 1), "has_no_end": True}


@dataclass
class Tally:
    """What happened. `stale`: what was expected, what came, and where, for the first few."""

    reads: int = 0
    hits: int = 0
    writes: int = 0
    stale: int = 0
    wrong: list[str] = field(default_factory=list)


def places_of(stores: Sequence[StorePage], article: ArticlePage) -> list[Place]:
    """An article's teaser, a promo line of the network, and one of each store."""
    network = NetworkBanner.objects.create(text="network 0", **ALWAYS)
    first = f"{stores[0].site.hostname}:8000"
    shared: list[tuple[str, Any, str, str]] = [
        ("network", NetworkBanner.objects.filter(pk=network.pk), "text", "/api/v2/banners/"),
        ("article", ArticlePage.objects.filter(pk=article.pk), "teaser", f"/api/v2/articles/{article.pk}/"),
    ]
    places = [Place(name, _writer(rows, field), path, first) for name, rows, field, path in shared]
    for store in stores:
        line = PromoBanner.objects.create(store=store, text=f"{store.slug} 0", sort_order=0, **ALWAYS)
        rows = PromoBanner.objects.filter(pk=line.pk)
        places.append(Place(store.slug, _writer(rows, "text"), "/", f"{store.site.hostname}:8000"))
    ArticlePage.objects.filter(pk=article.pk).update(teaser="article 0")
    places.append(Place("carried", _swapper(), "/api/v2/articles/", first))
    return places


def _swapper() -> Callable[[str], object]:
    """Of two articles one is live, with the text as its title: it is the other one after each write."""
    pages = [Page.objects.filter(pk=make_article(f"swapped-{number}").pk) for number in range(2)]

    def write(text: str) -> None:
        pages.reverse()
        pages[0].update(live=True, title=text)
        pages[1].update(live=False)

    write("carried 0")
    return write


def _writer(rows: Any, field: str) -> Callable[[str], object]:
    return lambda text: rows.update(**{field: text})


def read_and_write(
    servers: Sequence[Server],
    places: Sequence[Place],
    *,
    reads: int,
    seconds: float,
    readers: int,
    wait: float = LEASE,
    every: float = 0.1,
    seed: int = 1,
) -> Tally:
    """For so many `reads` or `seconds`, read everywhere, and write somewhere about `every` so many seconds.

    `wait`: how long the answer to a write waits.
    """
    tally, count, end = Tally(), threading.Lock(), monotonic() + seconds

    def goes_on() -> bool:
        return tally.reads < reads and monotonic() < end

    def write() -> None:
        # Numbers only grow, in a second round, too.
        chance, number = random.Random(seed), max(place.told for place in places)  # noqa: S311
        while goes_on():
            place = chance.choice(places)
            number += 1
            with transaction.atomic():
                place.write(f"{place.name} {number}")
            sleep(wait)
            place.told = number
            tally.writes += 1
            sleep(chance.uniform(0, 2 * every))
        connection.close()

    def read(reader: int) -> None:
        chance = random.Random(seed + reader)  # noqa: S311
        open_to: dict[int, HTTPConnection] = {}
        while goes_on():
            server, place = chance.choice(servers), chance.choice(places)
            one = open_to.setdefault(server.port, server.connection())
            expected = place.told
            one.request("GET", place.path, headers={"Host": place.host})
            answer = one.getresponse()
            body = answer.read()
            found = place.number_in(body)
            with count:
                tally.reads += 1
                tally.hits += (answer.headers["Cache-Status"] or "").endswith("; hit")
                if answer.status != 200 or found < expected:
                    tally.stale += 1
                    tally.wrong.append(f"{answer.status} {place.path}: {found} instead of {expected}")

    threads = [threading.Thread(target=write), *(threading.Thread(target=read, args=(n,)) for n in range(readers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally
