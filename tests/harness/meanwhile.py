"""What goes on in threads of its own while a block runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Work = Callable[[], object]


@contextmanager
def meanwhile(*work: Work, end: threading.Event, seconds: float) -> Iterator[None]:
    """Each of these in a thread. When the block ends, however it does, `end` is set and each is waited for so long."""
    threads = [threading.Thread(target=each, daemon=True) for each in work]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join(seconds)
