"""Answers that are kept in a worker's memory, the least used of them given up first."""

import gzip
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import brotli

from api.caching.mirror import Values

CAPACITY = 64 * 1024 * 1024
"""Bytes of answers that a worker keeps."""
SMALLEST_TO_PACK = 600
"""Bytes below which packing gains nothing."""
OVERHEAD = 2_000
"""Bytes that an entry costs besides its bodies, about."""
LEVEL, QUALITY = 6, 5
"""Of gzip and brotli: a list of 31 KB takes either 0.15 ms. Brotli 11 takes 26 ms for another 6 % of its bytes."""
STEP = 0.02
"""Seconds after which whoever waits for a turn looks whether it will come."""

FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
PACKED = ("text/", "application/json", "application/problem+json", "application/xml", "image/svg+xml", *FEEDS)

WEIGHT = re.compile(r"(0(\.\d{0,3})?|1(\.0{0,3})?)")

Headers = list[tuple[str, str]]


class Ready(NamedTuple):
    """An answer's bytes in one encoding."""

    etag: str
    body: bytes
    headers: Headers
    unchanged: Headers


@dataclass(slots=True)
class Entry:
    """An answer, and what makes it old. `until`: seconds since 1970; `kept_at`: the same, of its making.

    `store`: the only one that it is about.
    """

    status: str
    headers: Headers
    body: bytes
    stamp: Mapping[str, int]
    until: float
    kept_at: float
    store: int | None = None
    ready: dict[str, Ready] = field(default_factory=dict)
    seen: Values | None = None

    def is_current(self, values: Values, now: float) -> bool:
        """Whether nothing was written that it was made of, and no clock has changed it."""
        # Before it was made: the clock was ahead then.
        if not self.kept_at <= now < self.until:
            return False
        # The mirror gives the same mapping until something is written anywhere.
        if values is self.seen:
            return True
        if any(values.get(scope, 0) != value for scope, value in self.stamp.items()):
            return False
        self.seen = values
        return True

    def in_encoding(self, accepted: str) -> Ready:
        """The bytes in the best encoding that a request accepts."""
        coding = coding_of(accepted) if accepted and self._is_packable else ""
        found = self.ready.get(coding)
        if found is None:
            found = self.ready[coding] = self._made_ready(coding)
        return found

    @property
    def size(self) -> int:
        return OVERHEAD + len(self.body) + sum(len(ready.body) for ready in self.ready.values())

    @property
    def _is_packable(self) -> bool:
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        return len(self.body) >= SMALLEST_TO_PACK and kind.startswith(PACKED)

    def _made_ready(self, coding: str) -> Ready:
        body = PACK[coding](self.body) if coding else self.body
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        packed = [("Content-Encoding", coding)] if coding else []
        common = [*self.headers, ("ETag", etag)]
        unchanged = [(name, value) for name, value in common if name.lower() not in {"content-type", "content-length"}]
        return Ready(etag, body, [*common, *packed, ("Content-Length", str(len(body)))], unchanged)


PACK: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=QUALITY),
    "gzip": lambda body: gzip.compress(body, LEVEL, mtime=0),
}
"""Codings, the best one first."""


@lru_cache(maxsize=512)
def coding_of(accepted: str) -> str:
    """The best coding among those that a request likes most; none where it takes neither of ours."""
    liked = dict.fromkeys(PACK, 0.0)
    for part in accepted.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        if name in liked:
            liked[name] = next((_weight(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
    best = max(liked.values())
    return next(name for name, weight in liked.items() if weight == best) if best > 0 else ""


def _weight(text: str) -> float:
    """A weight between 0 and 1; 0 for what is none."""
    return float(text) if WEIGHT.fullmatch(text) else 0.0


Key = tuple[str, ...]


class Entries:
    """Entries by key, and a lock per key that is being made: of many who ask at once, one makes the answer."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.capacity = capacity
        self.size = 0
        self._entries: OrderedDict[Key, tuple[Entry, int]] = OrderedDict()
        self._lock = Lock()
        self._makers: dict[Key, tuple[Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        found = self._entries.get(key)
        if found is None:
            return None
        # Another thread may have given it up meanwhile; it is as good as it was.
        with suppress(KeyError):
            self._entries.move_to_end(key)
        return found[0]

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry. Room is counted for its packed copies, too."""
        size = entry.size * 2
        with self._lock:
            self._drop(key)
            self._entries[key] = entry, size
            self.size += size
            # In one step: who reads takes no lock, and moves what it found to the end.
            while self.size > self.capacity and self._entries:
                self.size -= self._entries.popitem(last=False)[1][1]

    def _drop(self, key: Key) -> None:
        found = self._entries.pop(key, None)
        if found is not None:
            self.size -= found[1]

    @contextmanager
    def alone(self, key: Key, gives_up: Callable[[], bool] = lambda: False) -> Iterator[bool]:
        """One thread at a time inside for each key. False for one that waited until `gives_up` said so."""
        with self._lock:
            lock, users = self._makers.get(key) or (Lock(), 0)
            self._makers[key] = lock, users + 1
        is_alone = lock.acquire(blocking=False)
        try:
            while not (is_alone or gives_up()):
                is_alone = lock.acquire(timeout=STEP)
            yield is_alone
        finally:
            if is_alone:
                lock.release()
            with self._lock:
                lock, users = self._makers.pop(key)
                if users > 1:
                    self._makers[key] = lock, users - 1
