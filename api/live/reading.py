"""What the database is asked for those who listen: in threads, beside the loop."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.http import HttpRequest, HttpResponse, QueryDict

from api.changes.following import bring_up, feed_of, is_behind
from api.changes.models import Event, Feed
from api.changes.tokens import events_after, item_of, number_in
from api.changes.written import newest_generation
from api.hosts import HostMiddleware, asked_store
from api.protocol.errors import STREAM
from api.protocol.parameters import STORE_PARAMETERS, Parameter, Parameters, check_known
from cms.watching.logs import AWAY
from stores.models import StorePage

logger = logging.getLogger(__name__)

PATH = STREAM
PARAMETERS: Parameters = {
    **STORE_PARAMETERS,
    "since": Parameter("The token up to which you have read; `Last-Event-ID` goes before it. Without both: from now."),
}
KEPT_LINES = 500
"""Events of a store that are kept for listeners who lag; who lags further reads them from the database."""
AT_ONCE = 100
"""Events that are sent in one piece: so many a slow listener keeps in memory."""


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """A place in a feed: its key, and the number of the last event that is known."""

    store_id: int
    key: str
    number: int

    @property
    def token(self) -> str:
        return f"{self.key}-{self.number}"


@dataclass(frozen=True, slots=True)
class FeedNews:
    """How a feed stands, and the last of its events, without a gap up to `newest`."""

    newest: FeedPlace
    generation: int
    until: datetime | None
    lines: list[bytes]


Asked = tuple[FeedPlace, int, datetime | None]
"""A channel's newest event, and the generation and the moment up to which nothing else can have happened."""


class Elsewhere(Exception):
    """The host is answered by the middleware: it is unknown, or has moved."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def store_asked(host: str, query: str) -> StorePage:
    """The store that a request names, as everywhere in the API."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", PATH, PATH
    request.META = {"HTTP_HOST": host, "SERVER_NAME": "", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(query)
    found: list[StorePage] = []

    def find(hosted: HttpRequest) -> HttpResponse:
        check_known(hosted.GET, PARAMETERS)
        found.append(asked_store(hosted))
        return HttpResponse()

    response = HostMiddleware(find)(request)
    if not found:
        raise Elsewhere(response)
    return found[0]


def begin(host: str, query: str, token: str | None, at: datetime) -> tuple[FeedPlace, int]:
    """How the feed stands, and the number after which a listener begins. Raises what `changes/` does."""
    feed = feed_of(store_asked(host, query), at)
    bring_up(feed, at)
    feed.refresh_from_db(fields=["key", "newest"])
    number = feed.newest if token is None else number_in(token, feed, "since")
    return FeedPlace(feed.store_id or 0, feed.key, feed.newest), number


def news_of(asked: Sequence[Asked], at: datetime) -> list[FeedNews]:
    """Of feeds for which something was written, or the clock has struck. One that fails holds no other up."""
    newest = newest_generation()
    found = []
    for place, generation, until in asked:
        if until is not None and not is_behind(Feed(generation=generation, until=until), newest, at):
            continue
        try:
            found.append(_found(place, newest, at))
        except AWAY:
            raise
        except Exception:
            logger.exception("Nothing new can be told of store %s", place.store_id)
    return found


def _found(place: FeedPlace, generation: int, at: datetime) -> FeedNews:
    feed = Feed.objects.filter(store=place.store_id).first()
    if feed is None:
        return FeedNews(FeedPlace(place.store_id, "", 0), generation, None, [])
    bring_up(feed, at)
    feed.refresh_from_db(fields=["key", "newest", "until"])
    after = place.number if feed.key == place.key else 0
    lines: list[bytes] = []
    if feed.newest > after:
        events = events_after(feed, max(after, feed.newest - KEPT_LINES), KEPT_LINES)
        lines = _streamed(feed, [event for event in events if event.number <= feed.newest])
    return FeedNews(FeedPlace(place.store_id, feed.key, feed.newest), generation, feed.until, lines)


def read_on(place: FeedPlace) -> list[bytes] | None:
    """The events after a place; None where the feed began anew."""
    feed = Feed.objects.filter(store=place.store_id, key=place.key).first()
    return None if feed is None else _streamed(feed, events_after(feed, place.number, AT_ONCE))


def _streamed(feed: Feed, events: Sequence[Event]) -> list[bytes]:
    """Events as server-sent events have them."""
    slug = StorePage.objects.filter(pk=feed.store_id).values_list("slug", flat=True).first() if events else None
    items = ({**item_of(feed, event), "store": slug} for event in events)
    return [
        b"id: %s\nevent: %s\ndata: %s\n\n" % (item["id"].encode(), item["type"].encode(), orjson.dumps(item))
        for item in items
    ]
