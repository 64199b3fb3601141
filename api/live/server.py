"""The server of `manage.py live`: granian with one worker, room for every listener, and no patience at its end."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from api.live.application import DRAIN, MOST
from cms.running.server import Serving, keep_telling_systemd, logging_of_server
from cms.running.serving import dying_with

TARGET = "api.live.asgi:application"
DRAIN_SECONDS = 1.0
GRACE = 3
"""Seconds that streams have to end. Listeners go on where they were, so nothing is lost with them."""


class LiveServer(MPServer):
    """A first signal ends the streams, each at its turn, and then the server: one that has streams in hand waits."""

    is_draining = False

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        if self.is_draining:
            super().signal_handler_interrupt(*args, **kwargs)
            return
        self.is_draining = True
        for worker in self.wrks:
            with suppress(OSError):
                os.kill(worker.inner.pid, DRAIN)
        timer = Timer(DRAIN_SECONDS, super().signal_handler_interrupt)
        timer.daemon = True
        timer.start()


def run_live(host: str, port: int, *, notify: str = "", watchdog: float = 0) -> None:
    """Serve until a signal comes."""
    server = LiveServer(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        workers=1,
        backlog=2_048,
        backpressure=MOST + 100,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=GRACE,
        log_dictconfig=logging_of_server(),
        log_level=LogLevels.info,
    )
    # One that is asked to end would wait for its streams, and hold the port.
    end_with_server = dying_with(os.getpid(), signal.SIGKILL)

    def load(target: str) -> Any:
        end_with_server()
        return import_string(target.replace(":", "."))

    if notify:
        serving = Serving(host, port, 1, 1, DRAIN_SECONDS, GRACE, Path())
        server.on_startup(lambda: keep_telling_systemd(serving, notify, watchdog))
    server.serve(target_loader=load)
