"""Who may listen: the same keys as for everything else, looked at when somebody comes, and while they stay."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import time
from typing import Any

from api.caching.mirror import Mirror
from api.keys.access import Access, KnownKey, Refusal, access_of_database
from api.keys.asked import OTHER_STORE
from api.keys.middleware import challenge
from api.keys.scopes import LIVE
from api.keys.secrets import prefix_of
from api.keys.uses import Uses
from api.live.channels import Channels, Listener
from api.protocol.errors import STREAM

EVERY = 1.0
"""Seconds between two looks at those who listen."""

Send = Callable[[dict[str, Any]], Awaitable[None]]


class MayNotListen(Exception):
    """Whoever asks may not listen."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return [(b"www-authenticate", challenge(self.refusal).encode())]


class Gate:
    """One for each process. The mirror asks the database while it is asked, and else nothing."""

    def __init__(self, channels: Channels, mirror: Mirror | None = None) -> None:
        self.channels = channels
        self.mirror = mirror or Mirror()
        self.uses = Uses()

    async def access(self) -> Access:
        """Who may ask, as far as the database has just said, or said last."""
        if self.mirror.current(patience=0) is None:
            await self.channels.ask(self.mirror.current)
        known = None if self.mirror.is_paused else self.mirror.access
        return await self.channels.ask(access_of_database) if known is None else known

    @staticmethod
    def key_of(access: Access, authorization: str) -> KnownKey | None:
        """Raises MayNotListen for whoever may not listen at all."""
        key = access.asked(STREAM, authorization)
        if isinstance(key, Refusal):
            raise MayNotListen(key)
        return key

    def let_in(self, listener: Listener, key: KnownKey | None, authorization: str) -> None:
        """Of a store's key: to that store alone."""
        if key is not None and key.store not in {None, listener.place.store_id}:
            raise MayNotListen(Refusal(403, OTHER_STORE, "insufficient_scope"))
        if key is not None:
            listener.key = prefix_of(authorization.partition(" ")[2].strip())
            self.uses.note(key.pk)

    async def look_for_ever(self) -> None:
        """End the streams of whoever may not listen any more, as long as the process lives."""
        while True:
            await asyncio.sleep(EVERY)
            listeners = [each for channel in self.channels.open.values() for each in channel.listeners]
            if not listeners:
                continue
            try:
                end_refused(await self.access(), listeners)
            except Exception:  # noqa: S112  (the database is away: who listens hears nothing meanwhile)
                continue


def end_refused(access: Access, listeners: Iterable[Listener]) -> None:
    """Whoever is ended comes back, and is told why not."""
    now = time()
    for listener in listeners:
        is_good = access.still(listener.key, LIVE, now) if listener.key else access.is_open
        if not is_good:
            listener.is_gone = True
            listener.wake()


def open_to(send: Send, access: Access, origin: str) -> Send:
    """Whose scripts may read the answer."""
    told = [(name.lower().encode(), value.encode()) for name, value in access.cross_origin(origin)]

    async def send_to(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = [each for each in message["headers"] if each[0] != b"access-control-allow-origin"]
            message = {**message, "headers": [*headers, *told]}
        await send(message)

    return send_to
