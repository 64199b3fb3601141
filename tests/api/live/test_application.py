"""`live/`: a stream begins with a token, tells what happens, and goes on from where a listener was."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import orjson
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings

from api.caching.mirror import Mirror
from api.changes.models import Feed
from api.keys.access import EVERYBODY, Access
from api.live import application
from api.live.application import Live
from api.live.channels import Channels
from api.live.reading import PATH
from stores.models import StorePage
from tests.api.caching.test_triggers import commit
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
PATIENCE = 10.0
"""Seconds for a whole conversation."""


def _asked(work: Callable[..., Any], *args: Any) -> Any:
    commit()
    return work(*args)


class Here(Channels):
    """Asks in the thread of the test, whose database is rolled back."""

    async def ask(self, work: Callable[..., Any], *args: Any) -> Any:
        return await sync_to_async(_asked)(work, *args)


class Everybody:
    """What a gate's mirror reads where nobody needs a key."""

    def newer_than(self, value: int) -> dict[str, int]:
        return {"": 1}

    def access(self) -> Access:
        return EVERYBODY


class Listener:
    """A connection to the application. `takes` is cleared by one who does not take what is sent."""

    def __init__(self, live: Live, query: str, method: str = "GET", **headers: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone, self.takes = asyncio.Event(), asyncio.Event()
        self.takes.set()
        named = {"host": settings.NETWORK_HOST, **headers}
        lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
        scope = {"type": "http", "method": method, "path": PATH, "query_string": query.encode(), "headers": lines}
        self.task = asyncio.ensure_future(live(scope, self.receive, self.send))

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        await self.takes.wait()
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def events(self) -> list[dict[str, str]]:
        """What was told, each line by its name."""
        blocks = [block for block in self.body.decode().split("\n\n") if "event: " in block]
        return [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]

    @property
    def ids(self) -> list[str]:
        return [event["id"] for event in self.events]


async def until(is_so: Callable[[], Any]) -> None:
    while not is_so():
        await asyncio.sleep(0.002)


async def listening(live: Live, query: str = "store=pitman", events: int = 1, **headers: str) -> Listener:
    """A listener that has heard so many events, the one that greets included; or was refused."""
    listener = Listener(live, query, **headers)
    await until(lambda: listener.task.done() or len(listener.events) >= events)
    return listener


def run(talk: Callable[[Live], Coroutine[Any, Any, None]]) -> None:
    """Runs a conversation with the application, which leaves nothing behind."""

    async def talking() -> None:
        live = Live(Here())
        live.gate.mirror = Mirror(Everybody)
        async with asyncio.timeout(PATIENCE):
            await talk(live)
            live.stop()
            await until(lambda: not live.listeners)

    async_to_sync(talking)()


async def written(live: Live, work: Callable[[], Any]) -> Any:
    found: Awaitable[Any] = sync_to_async(work)()
    done = await found
    await live.channels.look()
    return done


@pytest.fixture(autouse=True)
def stores() -> Sequence[StorePage]:
    make_article("before")
    return [make_store("pitman", banners=[]), make_store("millrace", banners=[])]


def test_what_happens_is_told_and_a_listener_that_comes_back_goes_on(stores: Sequence[StorePage]) -> None:
    async def talk(live: Live) -> None:
        one, other = await listening(live), await listening(live, "store=millrace")
        assert (one.status, [event["event"] for event in one.events]) == (200, ["ready"])
        article = await written(live, lambda: make_article("flu", audience="chosen", stores=stores[:1]).pk)
        await until(lambda: len(one.events) > 1)
        told = one.events[-1]
        assert (told["event"], orjson.loads(told["data"])["object_id"]) == ("publish", article)
        assert len(other.events) == 1, "nothing of another store"
        one.gone.set()
        await until(one.task.done)
        assert live.listeners == 1
        begun = f"store=pitman&since={one.ids[0]}"
        back = await listening(live, begun, events=2)
        assert back.ids[1:] == [told["id"]]
        newer = await listening(live, begun, last_event_id=told["id"])
        (channel,) = [each for each in live.channels.open.values() if each.newest.key in told["id"]]
        channel.lines.clear()
        late = await listening(live, begun, events=2)
        assert late.ids[1:] == [told["id"]], "from the database"
        live.stop()
        await until(lambda: back.task.done() and late.task.done() and newer.task.done())
        assert newer.ids == [told["id"]]
        assert back.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
        assert (await listening(live)).status == 503

    run(talk)


def test_who_lags_hears_everything_and_who_takes_nothing_is_dropped(
    stores: Sequence[StorePage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.live.channels.KEPT_LINES", 2)
    monkeypatch.setattr("api.live.reading.KEPT_LINES", 2)
    monkeypatch.setattr("api.live.reading.AT_ONCE", 2)
    monkeypatch.setattr(application, "SLOW", 0.2)

    async def talk(live: Live) -> None:
        lags, takes_nothing = await listening(live), await listening(live)
        takes_nothing.takes.clear()
        await written(live, lambda: [make_article(f"flu-{number}") for number in range(5)])
        await until(lambda: len(lags.events) == 6)
        assert [int(token.partition("-")[2]) for token in lags.ids] == list(range(6))
        await until(takes_nothing.task.done)
        assert (takes_nothing.ids, live.listeners) == (lags.ids[:1], 1)

    run(talk)


def test_who_listens_to_a_feed_that_is_gone_begins_anew() -> None:
    async def talk(live: Live) -> None:
        one = await listening(live)
        await written(live, Feed.objects.all().delete)
        await until(one.task.done)
        back = await listening(live, last_event_id=one.ids[-1])
        assert (one.sent[-1]["more_body"], back.status) == (False, 410)

    run(talk)


def test_refusals_are_problems_and_a_store_is_named_as_everywhere() -> None:
    async def talk(live: Live) -> None:
        asked = {
            "store=nowhere": 404,
            "": 400,
            "store=pitman&colour=red": 400,
            "store=pitman&site=pitman.localhost": 400,
            "store=pitman&since=x": 400,
            "store=pitman&since=zzz-1": 410,
            "store=pitman&store=millrace": 400,
        }
        for query, status in asked.items():
            listener = await listening(live, query, host=settings.NETWORK_HOST)
            assert (query, listener.status) == (query, status)
            assert orjson.loads(listener.body)["status"] == status
        assert (await listening(live, "store=pitman", host="nobodys.example")).status == 404
        posted = Listener(live, "store=pitman", "POST")
        await until(posted.task.done)
        assert posted.status == 405
        assert live.listeners == 0
        assert (await listening(live, "", host="pitman.localhost:8010")).status == 200

    run(talk)
