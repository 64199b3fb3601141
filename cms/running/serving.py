"""A server and the scheduler as one: both run, or neither does."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread, Timer
from types import FrameType
from typing import Any, NoReturn

GRACE = 0.8
"""Seconds that work in hand has after a signal; what is cut off then, the database takes back."""
SERVER_GRACE = 5.0
"""Seconds that a server has to end."""
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


@contextmanager
def ending_on_signals(*, grace: float = GRACE) -> Iterator[Event]:
    """An event that SIGINT or SIGTERM sets. A process that has not ended by itself `grace` seconds later is ended."""
    stop = Event()
    timers: list[Timer] = []

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        if not timers:
            timers.append(Timer(grace, os._exit, [0]))
            timers[0].daemon = True
            timers[0].start()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(code: int) -> NoReturn:
    """End this process now. An interpreter with all of Wagtail loaded would tidy up for more than a second."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _die_with(parent: int) -> Callable[[], None]:
    """Run in a new process before it becomes the server: on Linux it ends with its parent, even a killed one."""

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def serve_beside(command: Sequence[str], work: Callable[[Event], None]) -> int:
    """Run a server and `work` until a signal comes or either of them ends; the server's exit code, 0 after a signal.

    `work` takes the event that tells it to stop. The server is in a process group of its own: a Ctrl-C reaches it
    once, from here.
    """
    with ending_on_signals(grace=GRACE + SERVER_GRACE) as stop:
        server = subprocess.Popen(command, process_group=0, preexec_fn=_die_with(os.getpid()))  # noqa: PLW1509
        watcher = Thread(target=_watch, args=(server, stop), daemon=True)
        watcher.start()
        try:
            work(stop)
            has_ended = server.poll() is not None
        finally:
            _end(server)
    return server.returncode % 256 if has_ended else 0


def _watch(server: subprocess.Popen[Any], stop: Event) -> None:
    server.wait()
    stop.set()


def _end(server: subprocess.Popen[Any]) -> None:
    """End the server, and workers that have outlived it."""
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            server.wait(SERVER_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
