"""Django with what stands before it, as a server has them; the mirror's database is a test's."""

from collections.abc import Iterable
from datetime import timedelta
from threading import Event
from time import time_ns
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.utils import timezone

from api.caching.entries import Entries
from api.caching.mirror import LEASE, Mirror
from api.caching.wsgi import KeptAnswers
from api.keys import keeping
from api.keys.access import Access, access_of_database
from api.keys.models import ApiKey
from stores.models import StorePage


class Source:
    """What the mirror reads. `look` reads who may ask as this test's transaction sees it."""

    def __init__(self) -> None:
        # Newer than all that another test's worker knew: parts of answers are kept by the process.
        self.began = self.number = time_ns() // 1000
        self.who_may_ask = access_of_database()

    def newer_than(self, value: int) -> dict[str, int]:
        values = {"": self.number, "hosts": self.began, "keys": self.number}
        return {scope: each for scope, each in values.items() if each >= value}

    def access(self) -> Access:
        return self.who_may_ask

    def look(self) -> None:
        """As after a commit, when whoever wrote is answered."""
        self.who_may_ask = access_of_database()
        self.number += 1
        Event().wait(LEASE)


class Worker:
    """One worker. `ask` gives status, headers in small letters, and the body."""

    def __init__(self) -> None:
        self.source = Source()
        self.asked = 0
        self.django = WSGIHandler()
        self.keeper = KeptAnswers(self._count, mirror=Mirror(lambda: self.source), entries=Entries(), waiters=3)
        self.used: list[int] = []
        # Else a thread writes it, which sees nothing of this test's transaction.
        self.keeper.uses.note = self.used.append  # type: ignore[method-assign,assignment]

    def _count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        return self.django(environ, start_response)

    def ask(
        self, path: str, key: str = "", *, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        given = {"host": settings.NETWORK_HOST, **headers, **({"authorization": f"Bearer {key}"} if key else {})}
        request = RequestFactory().generic(method, path, headers=given)
        environ = {**request.environ, "HTTP_COOKIE": headers.get("cookie", "")}
        caught: list[Any] = []
        chunks: Any = self.keeper(environ, lambda *answer: caught.append(answer))
        body = b"".join(chunks)
        status, told = caught[0][:2]
        found: dict[str, str] = {}
        for name, value in told:
            found[name.lower()] = ", ".join(filter(None, [found.get(name.lower()), value]))
        return int(status[:3]), found, body

    def status(self, path: str, key: str = "", **headers: str) -> int:
        return self.ask(path, key, **headers)[0]


def made(
    *scopes: str, store: StorePage | None = None, days: int | None = None, per_second: int | None = None
) -> tuple[ApiKey, str]:
    """A key, and how it is written."""
    at = timezone.now()
    ends = at + timedelta(days=days) if days is not None else None
    given: Any = {"name": "Website", "scopes": list(scopes or ("read",)), "expires_at": ends, "per_second": per_second}
    return keeping.make_key(by=None, store=store, at=at, **given)
