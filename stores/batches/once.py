"""Work of receivers, done once for all where whoever writes many rows says so; elsewhere it is done at once."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Work = Callable[[Collection[Any]], None]

_waiting: ContextVar[dict[Work, set[Any]] | None] = ContextVar("work_that_waits", default=None)


@contextmanager
def once_for_all() -> Iterator[None]:
    """What receivers put off inside is done when the outermost of these blocks ends; not at all where it fails."""
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[Work, set[Any]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for work, things in waiting.items():
        work(things)


def put_off(work: Work, thing: Any) -> None:
    """Do this work about a thing: together with all others of a block, or now."""
    waiting = _waiting.get()
    if waiting is None:
        work({thing})
    else:
        waiting.setdefault(work, set()).add(thing)
