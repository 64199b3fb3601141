"""Who may ask, as one process knows it: looked at for each request before Django is, so it costs next to nothing.

Read as a whole whenever something of it was written (`api.caching.mirror`): a key that is revoked is refused by every
worker from the moment on at which no worker serves what was before the write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from api.keys.scopes import NEVER_OPEN, READ, needed_scope
from api.keys.secrets import fits_digest, prefix_of
from api.protocol.bearer import PREVIEW_TOKEN, is_made_here, preview_token_in
from stores.store.frontends import STORE

FOREVER = float("inf")
ANY_ORIGIN = [("Access-Control-Allow-Origin", "*")]
VARIES = ("Vary", "Origin")

OF_PROXIES = frozenset({"basic", "digest", "negotiate", "ntlm"})
"""Schemes by which a proxy in front of us knows people: they say nothing to us."""

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Rows of a statement without parameters."""
SWITCH = "SELECT anonymous_read FROM api_networkaccess"
KEYS = (
    "SELECT id, store_id, scopes, expires_at, per_second, prefix, digest, old_prefix, old_digest, old_until"
    " FROM api_apikey WHERE revoked_at IS NULL"
)
OWN_FRONTENDS = (
    "SELECT frontend_address FROM stores_storeregistration WHERE closed_at IS NULL AND frontend_address LIKE 'http%'"
)
DEFAULT_FRONTEND = "SELECT address FROM stores_networkfrontend WHERE address <> ''"
SLUGS = (
    "SELECT p.slug FROM wagtailcore_page p JOIN stores_storeregistration r ON r.store_id = p.id"
    " WHERE p.live AND r.closed_at IS NULL AND r.frontend_address = ''"
)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that is good. `store`: the only one that it reads. `until`: seconds since 1970."""

    pk: int
    store: int | None
    scopes: frozenset[str]
    until: float
    per_second: int | None


@dataclass(frozen=True, slots=True)
class Secret:
    """What is kept of a key as it is written, and until when it is good in this form."""

    digest: str
    until: float
    key: KnownKey


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not ask: 401 or 403, in words, and as RFC 6750 calls it."""

    status: int
    detail: str
    error: str = ""


NO_KEY = Refusal(401, "This network's API is read with a key: send 'Authorization: Bearer mortar_…'.")
BAD_KEY = Refusal(
    401,
    "The key in 'Authorization' is not known, has expired or was revoked. Send one that is good, or none at all "
    "where the API is open.",
    "invalid_token",
)
NO_BEARER = Refusal(401, "Write a key as 'Authorization: Bearer mortar_…'.", "invalid_token")
BAD_TOKEN = Refusal(401, "The token in 'Authorization' is not good, or no longer.", "invalid_token")


def needs_scope(scope: str) -> Refusal:
    return Refusal(401, f"Send a key that is for '{scope}': 'Authorization: Bearer mortar_…'.")


def lacks_scope(scope: str) -> Refusal:
    return Refusal(403, f"This key is not for '{scope}'.", "insufficient_scope")


@dataclass(frozen=True, slots=True)
class Access:
    """`is_open`: anybody may read without a key. `secrets`: by prefix. `origins`: whose scripts may read, where not
    anybody's may.
    """

    is_open: bool = True
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    origins: frozenset[str] = frozenset()

    def key_in(self, authorization: str, now: float | None = None) -> KnownKey | Refusal | None:
        """The key in this header; None where it is for a proxy. Anything else must be a Bearer with a good key."""
        scheme, _space, shown = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None if scheme.lower() in OF_PROXIES else NO_BEARER
        shown, now = shown.strip(), time() if now is None else now
        known = self.secrets.get(prefix_of(shown))
        if known is None or not fits_digest(shown, known.digest) or now >= min(known.until, known.key.until):
            return BAD_KEY
        return known.key

    def asked(self, path: str, authorization: str) -> KnownKey | Refusal | None:
        """Who asks a path: with a key, without, or why not."""
        scope = needed_scope(path)
        if not scope:
            return None
        preview = preview_token_in(authorization)
        if scope == READ and preview:
            # Whoever answers asks what it shows, and until when (`api.previewing.seeing`).
            return None if is_made_here(preview, PREVIEW_TOKEN) else BAD_TOKEN
        key = self.key_in(authorization) if authorization else None
        if key is None:
            if scope in NEVER_OPEN:
                return needs_scope(scope)
            return None if self.is_open else NO_KEY
        if isinstance(key, KnownKey) and scope not in key.scopes:
            return lacks_scope(scope)
        return key

    def still(self, prefix: str, scope: str, now: float) -> bool:
        """Whether a key is still good that was let in by this prefix, which each secret has of its own."""
        known = self.secrets.get(prefix)
        return known is not None and now < min(known.until, known.key.until) and scope in known.key.scopes

    def cross_origin(self, origin: str) -> list[tuple[str, str]]:
        """The headers that say which other sites' scripts may read an answer of the API."""
        if self.is_open:
            return ANY_ORIGIN
        return [("Access-Control-Allow-Origin", origin), VARIES] if origin in self.origins else [VARIES]


EVERYBODY = Access()
"""A network without keys that is open: what the database says until somebody says otherwise."""


def read_access(ask: Ask) -> Access:
    """All of it, by at most five statements."""
    is_open = all(bool(row[0]) for row in ask(SWITCH))
    secrets: dict[str, Secret] = {}
    for pk, store, scopes, expires, per_second, prefix, digest, old_prefix, old_digest, old_until in ask(KEYS):
        key = KnownKey(pk, store, frozenset(scopes.split()), _seconds(expires), per_second)
        secrets[prefix] = Secret(digest, FOREVER, key)
        if old_prefix and old_until:
            secrets[old_prefix] = Secret(old_digest, _seconds(old_until), key)
    return Access(is_open, secrets, frozenset() if is_open else _origins(ask))


def access_of_database() -> Access:
    """For a process that nothing tells of changes."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    return read_access(ask)


def _origins(ask: Ask) -> frozenset[str]:
    """Of the frontends: each store's own, and the network's default at every store that says nothing else."""
    addresses = [address for (address,) in ask(OWN_FRONTENDS)]
    for (default,) in ask(DEFAULT_FRONTEND):
        addresses += [default.replace(STORE, slug) for (slug,) in ask(SLUGS)]
    return frozenset(_origin(address) for address in addresses)


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _seconds(moment: datetime | str | None) -> float:
    """Of a moment, which SQLite keeps as a text in UTC."""
    if moment is None:
        return FOREVER
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
