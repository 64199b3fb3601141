"""How long a thread may wait for the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LEAST = 0.05
"""Seconds that a wait has even past the deadline: enough to end a transaction."""

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)
_each: ContextVar[float | None] = ContextVar("each", default=None)


def seconds_left() -> float | None:
    """How long the wait that begins now may be; None: as long as it takes."""
    ends_at = _ends_at.get()
    return _each.get() if ends_at is None else max(ends_at - monotonic(), LEAST)


def give_up() -> None:
    """The database has shown that it does not answer: whatever else this request asks is refused at once."""
    if seconds_left() is not None:
        _ends_at.set(monotonic())


@contextmanager
def waiting_at_most(*, together: float | None = None, each: float | None = None) -> Iterator[None]:
    """From now on all waits together, or each of them, end after so many seconds."""
    ends_at = _ends_at.set(None if together is None else monotonic() + together)
    of_each = _each.set(each)
    try:
        yield
    finally:
        _ends_at.reset(ends_at)
        _each.reset(of_each)


class DeadlineMiddleware:
    """`DATABASE_SECONDS` for all that a reader's request asks; ten seconds for each statement of people at work, whose
    imports may take minutes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_reading = request.method in {"GET", "HEAD", "OPTIONS"} and not request.path.startswith("/admin/")
        limit = {"together": settings.DATABASE_SECONDS} if is_reading else {"each": settings.DATABASE_SECONDS_OF_EACH}
        with waiting_at_most(**limit):
            return self.get_response(request)
