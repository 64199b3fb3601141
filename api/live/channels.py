"""What is new for each store that somebody listens to: looked for once, however many listen."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from time import monotonic
from typing import Any, TypeVar

from django.db import connection
from django.utils import timezone

from api.live.reading import AT_ONCE, KEPT_LINES, FeedPlace, begin, news_of, read_on
from cms.watching.logs import AWAY

logger = logging.getLogger(__name__)

PERIOD = 0.1
"""Seconds between two looks while anybody listens."""
LONGEST_PAUSE = 5.0
PATIENCE = 10.0
"""Seconds in which the database answers, or counts as away."""
THREADS = 2
"""Of the database: somebody who comes does not wait for a look at many stores."""
NAMES_KEPT = 5.0
"""Seconds for which it is known which store a name is."""
MOST_NAMES, LONGEST_NAME = 20_000, 300
KEPT_BYTES = 256 * 1024

T = TypeVar("T")
Name = tuple[str, str | None, str | None]
"""The host, and the parameters `store` and `site`."""


class Begun(Exception):
    """The feed began anew, or is gone; the token that a listener comes back with is answered 410."""


class Listener:
    """Somebody who listens: where they stand, what wakes them, and the prefix of the key that they came with."""

    __slots__ = ("_news", "channel", "is_gone", "key", "place")

    def __init__(self, channel: "Channel", place: FeedPlace) -> None:
        self.channel, self.place, self.is_gone, self.key = channel, place, False, ""
        self._news = asyncio.Event()

    def wake(self) -> None:
        self._news.set()

    def rest(self) -> None:
        """From now on they are woken by what is newer."""
        self._news.clear()

    async def is_woken(self, seconds: float) -> bool:
        """Waits until there may be more; False when nothing came for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True


@dataclass(slots=True)
class Channel:
    """One store. `newest`: how its feed stands; `lines`: its last events, as they are sent, without a gap up to it."""

    newest: FeedPlace
    generation: int = -1
    until: datetime | None = None
    lines: deque[bytes] = field(default_factory=deque)
    size: int = 0
    listeners: set[Listener] = field(default_factory=set)

    def after(self, place: FeedPlace) -> list[bytes] | None:
        """The next events after a place; None where they must be read from the database, or the feed began anew."""
        if place.key != self.newest.key:
            return None
        missing = self.newest.number - place.number
        if missing > len(self.lines):
            return None
        first = len(self.lines) - max(missing, 0)
        return list(islice(self.lines, first, first + AT_ONCE))

    def number_of(self, token: str) -> int | None:
        """The number of a token after which everything is known here."""
        key, _dash, digits = token.partition("-")
        if key != self.newest.key or not (digits.isascii() and digits.isdecimal()) or len(digits) > 15:
            return None
        number = int(digits)
        return number if 0 <= self.newest.number - number <= len(self.lines) else None

    def tell(self, newest: FeedPlace, lines: Sequence[bytes]) -> None:
        """More has happened; or the feed began anew, and everybody has to."""
        if newest.key != self.newest.key or newest.number - len(lines) != self.newest.number:
            self.lines.clear()
            self.size = 0
        self.lines.extend(lines)
        self.size += sum(map(len, lines))
        while len(self.lines) > KEPT_LINES or self.size > KEPT_BYTES:
            self.size -= len(self.lines.popleft())
        self.newest = newest
        self.wake()

    def wake(self) -> None:
        for listener in self.listeners:
            listener.wake()


class Channels:
    """All that is listened to in this process. Its methods are called in the loop; the database is asked beside it."""

    def __init__(self, now: Callable[[], datetime] = timezone.now) -> None:
        self.now = now
        self.open: dict[int, Channel] = {}
        self._named: dict[Name, tuple[int, float]] = {}
        self._reading: dict[FeedPlace, asyncio.Task[list[bytes] | None]] = {}
        self._beginning = asyncio.Semaphore(THREADS)
        self._threads = ThreadPoolExecutor(THREADS + 1, thread_name_prefix="live")

    async def ask(self, work: Callable[..., T], *args: Any) -> T:
        """Ask the database, in a thread, with no more patience than there is."""
        async with asyncio.timeout(PATIENCE):
            return await asyncio.get_running_loop().run_in_executor(self._threads, _closing_what_is_lost, work, args)

    async def join(self, name: Name, query: str, token: str | None) -> Listener:
        """Somebody listens from now on. Thousands come back at once: the first of a store asks for all of them."""
        async with self._beginning:
            place = self._known(name, token)
            if place is None:
                newest, number = await self.ask(begin, name[0], query, token, self.now())
                place = FeedPlace(newest.store_id, newest.key, number)
                self._remember(name, newest.store_id)
            else:
                newest = place
        channel = self.open.setdefault(place.store_id, Channel(newest))
        listener = Listener(channel, place)
        channel.listeners.add(listener)
        return listener

    def _known(self, name: Name, token: str | None) -> FeedPlace | None:
        store_id, found_at = self._named.get(name, (0, -NAMES_KEPT))
        channel = self.open.get(store_id)
        if channel is None or monotonic() - found_at > NAMES_KEPT:
            return None
        number = channel.newest.number if token is None else channel.number_of(token)
        return None if number is None else FeedPlace(store_id, channel.newest.key, number)

    def _remember(self, name: Name, store_id: int) -> None:
        if sum(len(part or "") for part in name) > LONGEST_NAME:
            return
        if len(self._named) >= MOST_NAMES:
            self._named.clear()
        self._named[name] = store_id, monotonic()

    def leave(self, listener: Listener) -> None:
        channel = listener.channel
        channel.listeners.discard(listener)
        if not channel.listeners and self.open.get(channel.newest.store_id) is channel:
            del self.open[channel.newest.store_id]

    async def after(self, listener: Listener) -> list[bytes]:
        """The next events that a listener has not heard; none when they have heard all."""
        lines = listener.channel.after(listener.place)
        if lines is None:
            lines = await self._read_on(listener.place)
        if lines is None:
            raise Begun
        return lines

    async def _read_on(self, place: FeedPlace) -> list[bytes] | None:
        """From the database, once for all who stand there."""
        task = self._reading.get(place)
        if task is None:
            task = self._reading[place] = asyncio.ensure_future(self.ask(read_on, place))
            task.add_done_callback(lambda _done: self._reading.pop(place, None))
        return await asyncio.shield(task)

    async def look_for_ever(self) -> None:
        """Look for what is new, as long as the process lives."""
        pause = PERIOD
        while True:
            await asyncio.sleep(pause)
            try:
                await self.look()
                pause = PERIOD
            except (*AWAY, TimeoutError) as error:
                logger.warning("The database does not answer: %s", str(error).strip())
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                logger.exception("Nothing new can be told")
                pause = LONGEST_PAUSE

    async def look(self) -> None:
        """Once."""
        asked = [(channel.newest, channel.generation, channel.until) for channel in self.open.values()]
        if not asked:
            return
        for found in await self.ask(news_of, asked, self.now()):
            channel = self.open.get(found.newest.store_id)
            if channel is None:
                continue
            channel.generation, channel.until = found.generation, found.until
            if found.newest != channel.newest:
                channel.tell(found.newest, found.lines)


def _closing_what_is_lost(work: Callable[..., T], args: Sequence[Any]) -> T:
    try:
        return work(*args)
    except AWAY:
        connection.close()
        raise
