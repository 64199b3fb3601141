"""A small ASGI application: one path, GET, and a stream for each listener. Django's own is not asked: a listener costs
a coroutine and a place, and nothing else.
"""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

from api.keys.access import Access
from api.live.channels import Begun, Channels, Listener
from api.live.gate import Gate, MayNotListen, open_to
from api.live.reading import PARAMETERS, PATH, Elsewhere, FeedPlace
from api.protocol.errors import RETRY_AFTER, ApiProblem, NotThere, body_of
from api.protocol.parameters import check_known
from api.protocol.renderers import PROBLEM_JSON, JSONRenderer
from cms.watching.logs import AWAY

logger = logging.getLogger(__name__)

ALIVE = "/healthz"
MOST = 10_000
"""Listeners of one process."""
BEAT = 20.0
"""Seconds of silence after which a comment is sent: whatever stands between keeps the connection open."""
SLOW = 10.0
"""Seconds in which a listener takes what is sent, or is dropped: they come back, and go on where they were."""
RETRY = 2_000
"""Milliseconds after which a browser comes back."""
DRAIN = signal.SIGUSR1
"""The server is about to stop."""
METHODS = "GET, HEAD, OPTIONS"

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

EVENTS = b"text/event-stream; charset=utf-8"
CORS: Headers = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", b"authorization, last-event-id, cache-control"),
    (b"access-control-expose-headers", b"retry-after"),
    (b"cache-control", b"no-store"),
]
STREAM: Headers = [*CORS, (b"content-type", EVENTS), (b"x-accel-buffering", b"no")]


class Full(Exception):
    """No more listeners."""


class Live:
    """The application. One for each process."""

    def __init__(self, channels: Channels | None = None) -> None:
        self.channels = channels or Channels()
        self.gate = Gate(self.channels)
        self.listeners = 0
        self.is_stopping = False
        self._looking: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                looks = (self.channels.look_for_ever(), self.gate.look_for_ever())
                self._looking = [asyncio.ensure_future(each) for each in looks]
                asyncio.get_running_loop().add_signal_handler(DRAIN, self.stop)
                await send({"type": "lifespan.startup.complete"})
            else:
                self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def stop(self) -> None:
        """End every stream at its next turn: listeners come back, to whoever takes over, and go on where they were."""
        self.is_stopping = True
        for channel in self.channels.open.values():
            channel.wake()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == ALIVE:
            status, body = (503, b"stopping\n") if self.is_stopping else (200, b"ok\n")
            await _whole(send, status, b"text/plain", body)
        elif scope["path"] == PATH and scope["method"] not in METHODS.split(", "):
            await _refuse(send, 405, f"Method '{scope['method']}' not allowed: ask with GET.", allow=METHODS)
        elif scope["path"] == PATH and scope["method"] == "OPTIONS":
            await self._preflight(scope, send)
        else:
            self.listeners += 1
            try:
                await self._listen(scope, receive, send)
            finally:
                self.listeners -= 1

    async def _preflight(self, scope: Scope, send: Send) -> None:
        """A browser asks whether it may ask, without a key."""
        try:
            send = open_to(send, await self.gate.access(), _header(scope, b"origin"))
        except (*AWAY, TimeoutError):
            await _refuse(send, 503, "The database is away. Try again soon.")
        else:
            await _whole(send, 200, b"text/plain", b"")

    async def _listen(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if self.listeners > MOST or self.is_stopping:
                raise Full
            access = await self.gate.access()
            send = open_to(send, access, _header(scope, b"origin"))
            listener = await self._joined(scope, access)
        except Elsewhere as elsewhere:
            await _pass_on(send, elsewhere)
        except MayNotListen as refused:
            refusal = refused.refusal
            await _refuse(send, refusal.status, refusal.detail, more=refused.headers)
        except ApiProblem as problem:
            await _refuse(send, problem.status_code, str(problem.detail), problem.errors)
        except SuspiciousOperation:
            await _refuse(send, 400, "The request is not one that a frontend would send.")
        except (*AWAY, TimeoutError, Full):
            await _refuse(send, 503, "Too many listen, or the database is away. Try again soon.")
        except Exception:
            logger.exception("A listener can't begin")
            await _refuse(send, 500, "Something went wrong on our side.")
        else:
            try:
                if scope["method"] == "HEAD":
                    await _whole(send, 200, EVENTS, b"")
                else:
                    await self._stream(listener, receive, send)
            finally:
                self.channels.leave(listener)

    async def _joined(self, scope: Scope, access: Access) -> Listener:
        if scope["path"] != PATH:
            raise NotThere(f"There is no endpoint at '{scope['path']}': ask {PATH}.")
        shown = _header(scope, b"authorization")
        key = self.gate.key_of(access, shown)
        query = scope["query_string"].decode("latin-1")
        given = QueryDict(query)
        check_known(given, PARAMETERS)
        # A browser that comes back says where it was by this header, whatever its first address said.
        token = _header(scope, b"last-event-id") or given.get("since")
        name = _header(scope, b"host").lower(), given.get("store"), given.get("site")
        listener = await self.channels.join(name, query, token)
        try:
            self.gate.let_in(listener, key, shown)
        except MayNotListen:
            self.channels.leave(listener)
            raise
        return listener

    async def _stream(self, listener: Listener, receive: Receive, send: Send) -> None:
        leaving = asyncio.ensure_future(_until_gone(receive, listener))
        try:
            await _within(send({"type": "http.response.start", "status": 200, "headers": STREAM}))
            await _say(send, b"retry: %d\nid: %s\nevent: ready\ndata: {}\n\n" % (RETRY, listener.place.token.encode()))
            with suppress(Begun, *AWAY):
                await self._tell_on(listener, send)
            await _within(send({"type": "http.response.body", "body": b"", "more_body": False}))
        except (OSError, RuntimeError):
            # Whoever listened has gone, or takes nothing: what they hear next, they ask for.
            pass
        finally:
            leaving.cancel()

    def _is_over(self, listener: Listener) -> bool:
        return listener.is_gone or self.is_stopping

    async def _tell_on(self, listener: Listener, send: Send) -> None:
        """All that is new, until somebody goes."""
        while not self._is_over(listener):
            listener.rest()
            while not self._is_over(listener) and (lines := await self.channels.after(listener)):
                await _say(send, b"".join(lines))
                place = listener.place
                listener.place = FeedPlace(place.store_id, place.key, place.number + len(lines))
            if not self._is_over(listener) and not await listener.is_woken(BEAT):
                await _say(send, b": still here\n\n")


def _header(scope: Scope, name: bytes) -> str:
    """Empty where there is none."""
    values = [value for each, value in scope["headers"] if each.lower() == name]
    return str(values[-1].decode("latin-1")) if values else ""


async def _until_gone(receive: Receive, listener: Listener) -> None:
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        listener.is_gone = True
        listener.wake()


async def _within(sending: Awaitable[None]) -> None:
    """TimeoutError where a listener does not take what is sent."""
    async with asyncio.timeout(SLOW):
        await sending


async def _say(send: Send, lines: bytes) -> None:
    await _within(send({"type": "http.response.body", "body": lines, "more_body": True}))


async def _refuse(
    send: Send,
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    *,
    allow: str = "",
    more: Headers | None = None,
) -> None:
    body = JSONRenderer().render(body_of(status, detail, errors))
    allowed = [(b"allow", allow.encode())] if allow else []
    await _whole(send, status, PROBLEM_JSON.encode(), body, [*allowed, *(more or [])])


async def _pass_on(send: Send, elsewhere: Elsewhere) -> None:
    response = elsewhere.response
    to = [(b"location", response["Location"].encode())] if "Location" in response else []
    await _whole(send, response.status_code, response["Content-Type"].encode(), response.content, to)


async def _whole(send: Send, status: int, kind: bytes, body: bytes, more: Headers | None = None) -> None:
    retry = [(b"retry-after", RETRY_AFTER.encode())] if status == 503 else []
    headers = [*CORS, (b"content-type", kind), (b"content-length", str(len(body)).encode()), *retry, *(more or [])]
    await _within(send({"type": "http.response.start", "status": status, "headers": headers}))
    await _within(send({"type": "http.response.body", "body": body, "more_body": False}))
