"""A server, the scheduler and what else belongs to them as one: all run, or none does."""

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


def dying_with(parent: int, by: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """To run in a new process before it does anything: on Linux it ends with its parent, even a killed one."""

    def ask() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(DIE_WITH_PARENT, by)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def serve_beside(command: Sequence[str], work: Callable[[Event], None], *others: Sequence[str]) -> int:
    """Run a server and `work`, and other processes, until a signal comes or one of them ends.

    The exit code of the one that ended, 0 after a signal. `work` takes the event that tells it to stop. Each process
    is in a group of its own: a Ctrl-C reaches it once, from here.
    """
    with ending_on_signals(grace=GRACE + SERVER_GRACE) as stop:
        running = [
            subprocess.Popen(each, process_group=0, preexec_fn=dying_with(os.getpid()))  # noqa: PLW1509
            for each in (command, *others)
        ]
        for process in running:
            Thread(target=_watch, args=(process, stop), daemon=True).start()
        try:
            work(stop)
            codes = [code for code in (process.poll() for process in running) if code is not None]
        finally:
            for process in running:
                if process.poll() is None:
                    process.send_signal(signal.SIGINT)
            for process in running:
                _end(process)
    return codes[0] % 256 if codes else 0


def _watch(server: subprocess.Popen[Any], stop: Event) -> None:
    server.wait()
    stop.set()


def _end(server: subprocess.Popen[Any]) -> None:
    """Wait for a process that was told to end, and end what has outlived it."""
    with suppress(subprocess.TimeoutExpired):
        server.wait(SERVER_GRACE)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
