"""How long a thread may wait for the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

LEAST = 0.05
"""Seconds that a wait has even past the deadline: enough to end a transaction."""


@dataclass(slots=True)
class Budget:
    """Seconds that are left for all waits of a request together."""

    left: float


_together: ContextVar[Budget | None] = ContextVar("together", default=None)
_each: ContextVar[float | None] = ContextVar("each", default=None)


def seconds_left() -> float | None:
    """How long the wait that begins now may be; None: as long as it takes."""
    budget = _together.get()
    return _each.get() if budget is None else max(budget.left, LEAST)


@contextmanager
def counted_wait() -> Iterator[None]:
    """What is waited inside is taken off the budget. What Python does meanwhile is not the database's fault: a worker
    that has just started takes seconds for its first answers.
    """
    budget, began = _together.get(), monotonic()
    try:
        yield
    finally:
        if budget is not None:
            budget.left -= monotonic() - began


def give_up() -> None:
    """The database has shown that it does not answer: whatever else this request asks is refused at once."""
    if seconds_left() is not None:
        _together.set(Budget(0.0))


@contextmanager
def waiting_at_most(*, together: float | None = None, each: float | None = None) -> Iterator[None]:
    """From now on all waits together, or each of them, end after so many seconds."""
    budget = _together.set(None if together is None else Budget(together))
    of_each = _each.set(each)
    try:
        yield
    finally:
        _together.reset(budget)
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
