"""Stands before Django: serves what is kept and current, keeps what Django answers, and holds the promise of writes.

Only what nobody is known by is kept: GET and HEAD without a cookie, a token or `?at=`, whose view said how long its
answer is good for (`api.caching.freshness`). Whoever asks with a key that is good gets the same bytes.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from time import sleep, time
from typing import Any
from wsgiref.handlers import format_date_time

from django.conf import settings

from api.caching.entries import Entries, Entry, Headers, Key
from api.caching.freshness import FRESHNESS, GENERATIONS, Freshness, freshness_of
from api.caching.mirror import LEASE, Mirror, Values
from api.caching.room import Room, Waiter
from api.caching.signs import page_without_database
from api.caching.tags import tags_of_answer
from api.keys.access import EVERYBODY, KnownKey, Refusal
from api.keys.asked import ACCESS, STORE
from api.keys.scopes import V2
from api.keys.secrets import START
from api.keys.uses import Uses
from api.protocol.errors import body_of
from api.protocol.renderers import PROBLEM_JSON, JSONRenderer
from cms.watching.checks import Check, Door, Finding, good, register_check, warning
from cms.watching.metrics import CACHED
from cms.watching.requests import ALIVE, FOR_MACHINES

API = "/api/"
ASKS_ONLY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
KEPT = ("200 ", "301 ", "308 ", "410 ")
LONGEST_ADDRESS = 2_000
STALE_SECONDS = 600.0
"""How long the last good answers are served while the database is away; never past what the clock would change."""
RETRY_SECONDS = 2
STALE = "hit; detail=database-away"
"""Said of an answer that could not be compared with the database."""
MADE_HERE = frozenset(
    {"vary", "content-length", "set-cookie", "cache-control", "x-request-id"}
    | {"access-control-allow-origin", "access-control-expose-headers", "ratelimit", "ratelimit-policy"}
)
"""Headers that are the same for everybody who gets a kept answer, so Django's are not asked."""
OF_ONE = frozenset({"ratelimit", "ratelimit-policy"})
"""Headers for the one whose request it was, and for nobody who gets the kept answer."""
AT = re.compile("(^|&)at=")
FROM_CAMPAIGNS = ("utm_", "fbclid=", "gclid=", "msclkid=", "mc_cid=", "mc_eid=")
"""How parameters begin that no page reads. Their pages are the same with and without."""

HITS, STALE_HITS = CACHED.labels("hit"), CACHED.labels("stale")
MISSES, PASSED = CACHED.labels("miss"), CACHED.labels("passed")

StartResponse = Callable[..., Any]
Environ = dict[str, Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


def keeping(application: Application) -> "KeptAnswers":
    """What every server puts before Django. Its health is asked for together with everything else's."""
    keeper = KeptAnswers(application)
    ask = partial(lease, keeper.mirror)
    register_check(Check("answers", "Kept answers", ask, doors=frozenset({Door.READY, Door.SCREEN})))
    return keeper


def lease(mirror: Mirror, at: datetime) -> Finding:
    """Whether this process may serve what it has kept: the database has just said that it is current."""
    values = mirror.current()
    if values is None:
        words = f"the database has confirmed nothing for {mirror.age:,.0f} seconds; they are marked stale"
        return warning(words, "Is the database there, and has it a connection to spare for each worker?")
    if mirror.is_paused:
        return warning("nothing is kept while a migration runs", "If none runs: manage.py migrate")
    return good("as current as the database")


class KeptAnswers:
    """A WSGI application around Django's. `waiters`: how many threads may be inside, and wait for a database that is
    away; `seats`: how many more may wait for those.
    """

    def __init__(
        self,
        application: Application,
        *,
        mirror: Mirror | None = None,
        entries: Entries | None = None,
        waiters: int | None = None,
        seats: int | None = None,
    ) -> None:
        self.application = application
        self.mirror = mirror or Mirror()
        self.entries = entries or Entries()
        most = waiters or max(1, settings.SERVER_THREADS - 1)
        self.uses = Uses()
        self._room = Room(self.mirror, most, settings.SERVER_SEATS if seats is None else seats)
        self._network = settings.NETWORK_HOST.partition(":")[0]
        self._files = tuple(url for url in (settings.STATIC_URL, settings.MEDIA_URL) if url.startswith("/"))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ALIVE:
            return self.application(environ, start_response)
        key = self._key(environ)
        is_api = environ["PATH_INFO"].startswith(API)
        values = self.mirror.current() if key is not None or is_api else None
        reader = self._reader(environ) if is_api else None
        if key is None or isinstance(reader, Refusal):
            return self._passed_by(environ, start_response)
        entry = self.entries.get(key)
        if entry is not None and self._is_good(entry, values):
            if not _is_for(reader, entry):
                return self._passed_by(environ, start_response)
            is_known = values is not None
            (HITS if is_known else STALE_HITS).inc()
            return _serve(entry, environ, start_response, "hit" if is_known else STALE)
        with self._room.waiter() as waiter, self.entries.alone(key, waiter.gives_up) as is_alone:
            if is_alone:
                return self._made(key, environ, start_response, waiter, reader)
        status, headers, chunks = self._unavailable(environ, "page")
        start_response(status, headers)
        return chunks

    def _reader(self, environ: Environ) -> KnownKey | Refusal | None:
        """Who asks the API, by what the mirror has just confirmed. Where it can't, Django asks the database."""
        access = None if self.mirror.is_paused else self.mirror.access
        if access is None:
            return None
        environ[ACCESS] = access
        reader = access.asked(environ["PATH_INFO"], environ.get("HTTP_AUTHORIZATION", ""))
        if isinstance(reader, KnownKey):
            self.uses.note(reader.pk)
        return reader

    def _key(self, environ: Environ) -> Key | None:
        """What tells kept answers apart; None for a request that may not get one."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        # An empty one says of nobody who they are.
        if environ.get("HTTP_COOKIE") or (environ.get("HTTP_AUTHORIZATION") and not _shows_key(environ)):
            return None
        path, query, host = environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ.get("HTTP_HOST", "")
        if path in FOR_MACHINES:
            return None
        if len(path) + len(query) + len(host) > LONGEST_ADDRESS or path.startswith(self._files):
            return None
        is_api = path.startswith(API)
        if AT.search(query) or not (is_api or host.partition(":")[0] != self._network):
            return None
        if is_api and not _takes_json(environ.get("HTTP_ACCEPT", "")):
            return None
        scheme = environ["wsgi.url_scheme"] + environ.get("HTTP_X_FORWARDED_PROTO", "")
        return scheme, host, path, query if is_api else _without_campaigns(query)

    def _is_good(self, entry: Entry, values: Values | None) -> bool:
        """Current as far as is known; while the database is away, as it was when it last answered."""
        if self.mirror.is_paused:
            return False
        if values is None:
            values = self.mirror.values if self.mirror.age < STALE_SECONDS else {}
        return entry.is_current(values, time())

    def _made(
        self,
        key: Key,
        environ: Environ,
        start_response: StartResponse,
        waiter: Waiter,
        reader: KnownKey | None,
    ) -> Iterable[bytes]:
        """Somebody may have made it while this request waited for its turn; else Django does."""
        values = self.mirror.current(patience=0)
        entry = self.entries.get(key)
        if entry is not None and values is not None and self._is_good(entry, values) and _is_for(reader, entry):
            HITS.inc()
            return _serve(entry, environ, start_response, "hit")
        MISSES.inc()
        # Known before the content is read: what is written from here on makes the answer old.
        stamp = self.mirror.values
        vouched = None if values is None or self.mirror.is_paused else values
        asked = {**environ, "REQUEST_METHOD": "GET", FRESHNESS: None, GENERATIONS: vouched}
        status, headers, chunks = self._asked(asked, waiter)
        freshness = freshness_of(asked)
        is_as_asked = key[3] == environ.get("QUERY_STRING", "") or status.startswith("200 ")
        if freshness is None or not (is_as_asked and status.startswith(KEPT)):
            start_response(status, headers)
            return chunks if environ["REQUEST_METHOD"] == "GET" else _emptied(chunks)
        entry = _entry(status, headers, _whole(chunks), stamp, freshness, is_api=key[2].startswith(API))
        entry.store = asked.get(STORE)
        if stamp and not self.mirror.is_paused:
            self.entries.put(key, entry)
        environ[ACCESS] = asked.get(ACCESS, EVERYBODY)
        of_one = [(name, value) for name, value in headers if name.lower() in OF_ONE]
        return _serve(entry, environ, start_response, "fwd=miss", of_one)

    def _passed_by(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """What is never kept. A write answers when no worker can serve what was before it."""
        if environ["PATH_INFO"].startswith(self._files):
            return self.application(environ, start_response)
        PASSED.inc()
        with self._room.waiter() as waiter:
            status, headers, chunks = self._asked(environ, waiter)
        if environ["REQUEST_METHOD"] not in ASKS_ONLY:
            sleep(LEASE)
        start_response(status, headers)
        return chunks

    def _asked(self, environ: Environ, waiter: Waiter) -> tuple[str, Headers, Iterable[bytes]]:
        """Django's answer; 503 where the database does not let it have one."""
        if not waiter.enter():
            return self._unavailable(environ, "turn")
        try:
            return self._answered(environ)
        finally:
            waiter.leave()

    def _answered(self, environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
        caught: list[tuple[str, Headers]] = []

        def catch(status: str, headers: Headers, exc_info: Any = None) -> None:
            caught[:] = [(status, headers)]

        chunks = self.application(environ, catch)
        status, headers = caught[0]
        if status.startswith("500 ") and self.mirror.is_away:
            _emptied(chunks)
            return self._unavailable(environ, "error")
        return status, headers, chunks

    def _unavailable(self, environ: Environ, why: str) -> tuple[str, Headers, Iterable[bytes]]:
        self._room.refuse(why)
        return _unavailable(environ)


def _shows_key(environ: Environ) -> bool:
    """Whether the API is asked with what looks like a key."""
    shown = environ["HTTP_AUTHORIZATION"].partition(" ")[2].lstrip()
    return environ["PATH_INFO"].startswith(V2) and shown.startswith(START)


def _is_for(reader: KnownKey | None, entry: Entry) -> bool:
    """Whether a reader may have a kept answer: a store's key has those about the store."""
    return reader is None or reader.store is None or reader.store == entry.store


def _whole(chunks: Any) -> bytes:
    """The body in one piece. Django hears that it was read, and lets go of the database."""
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    return body


def _emptied(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The body of an answer that nobody reads."""
    _whole(chunks)
    return []


def _takes_json(accept: str) -> bool:
    return not accept or (
        "q=0" not in accept.replace("q=0.", "") and ("*/*" in accept or "application/json" in accept)
    )


def _without_campaigns(query: str) -> str:
    return "&".join(part for part in query.split("&") if not part.startswith(FROM_CAMPAIGNS))


def _unavailable(environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
    """503: asked again soon, the answer may be there."""
    detail = "The database does not answer right now. Please try again in a moment."
    is_api = environ["PATH_INFO"].startswith(API)
    host = environ.get("HTTP_HOST", "")
    body = JSONRenderer().render(body_of(503, detail)) if is_api else page_without_database(host)
    headers = [
        ("Content-Type", PROBLEM_JSON if is_api else "text/html; charset=utf-8"),
        *([] if is_api else [("Content-Security-Policy", "default-src 'none'")]),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(RETRY_SECONDS)),
        ("Cache-Control", "no-store"),
        *([("Access-Control-Allow-Origin", "*")] if is_api else []),
    ]
    return "503 Service Unavailable", headers, [body]


def _entry(status: str, headers: Headers, body: bytes, stamp: Values, freshness: Freshness, *, is_api: bool) -> Entry:
    now = time()
    own = [
        ("Vary", "Accept-Encoding"),
        ("Last-Modified", format_date_time(now)),
        ("Surrogate-Key", " ".join(tags_of_answer(freshness.scopes, freshness.tags))),
    ]
    if is_api:
        own.append(("Access-Control-Expose-Headers", ", ".join(settings.CORS_EXPOSE_HEADERS)))
    kept = [(name, value) for name, value in headers if name.lower() not in MADE_HERE]
    scopes = {scope: stamp.get(scope, 0) for scope in freshness.scopes}
    return Entry(status, [*kept, *own], body, scopes, freshness.until.timestamp(), now)


def _lifetimes(entry: Entry, now: float, *, is_open: bool) -> str:
    """How long others may keep an answer without asking: never past the moment at which the clock changes it.

    A cache that many share would give away what is read with a key.
    """
    left = max(0, int(entry.until - now))
    if not is_open:
        return f"private, max-age={min(settings.ANSWER_MAX_AGE, left)}, must-revalidate"
    browser, shared = min(settings.ANSWER_MAX_AGE, left), min(settings.ANSWER_SHARED_MAX_AGE, left)
    shares = f", s-maxage={shared}, stale-if-error={int(STALE_SECONDS)}" if shared else ""
    return f"public, max-age={browser}{shares}, must-revalidate"


def _serve(
    entry: Entry, environ: Environ, start_response: StartResponse, how: str, of_one: Headers | None = None
) -> Iterable[bytes]:
    now = time()
    is_api = environ["PATH_INFO"].startswith(API)
    access = environ.get(ACCESS, EVERYBODY) if is_api else EVERYBODY
    ready = entry.in_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    told = [
        ("Cache-Control", _lifetimes(entry, now, is_open=access.is_open)),
        ("Cache-Status", f"mortar; {how}"),
        *(of_one or ()),
    ]
    if is_api:
        # Said to each by itself: a browser that asks from another host must be let in, whoever asked first.
        told += access.cross_origin(environ.get("HTTP_ORIGIN", ""))
    if how == STALE:
        told.append(("Age", str(max(0, int(now - entry.kept_at)))))
    if _is_known(environ.get("HTTP_IF_NONE_MATCH", ""), ready.etag) and entry.status.startswith("200 "):
        start_response("304 Not Modified", [*ready.unchanged, *told])
        return []
    start_response(entry.status, [*ready.headers, *told])
    return [ready.body] if environ["REQUEST_METHOD"] == "GET" else []


def _is_known(if_none_match: str, etag: str) -> bool:
    if not if_none_match:
        return False
    return if_none_match.strip() == "*" or etag in (
        part.strip().removeprefix("W/") for part in if_none_match.split(",")
    )
