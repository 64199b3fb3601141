"""The web server of production: granian, which brings back workers that die, says when it is about to stop, and
tells systemd that it answers.
"""

import copy
import http.client
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread, Timer
from time import monotonic, sleep
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from cms.running.serving import dying_with
from cms.running.systemd import ALIVE, READY, tell_systemd
from cms.watching.draining import DRAINING, METRICS

TARGET = "cms.wsgi:application"
WAITING_PER_THREAD = 16
"""Requests of one worker that wait for a thread, beyond which connections wait in the kernel."""
CRASHES, CRASH_SECONDS = 3, 5.5
"""So many workers in a row that live no longer than so many seconds are a fault that no other worker mends."""
PROBE = 10.0
"""Seconds in which a worker that is alive says so, also while the database hangs."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve. `drain`: seconds between saying that one stops and taking no more connections; `grace`: seconds
    that requests in hand have from then on.
    """

    host: str
    port: int
    workers: int
    threads: int
    drain: float
    grace: int
    run_directory: Path


def logging_of_server() -> dict[str, Any]:
    """The project's, with granian's own lines in the same form."""
    config = copy.deepcopy(settings.LOGGING)
    config["loggers"]["_granian"] = {"handlers": ["console"], "propagate": False}
    return config


def prepare_run_directory(directory: Path) -> None:
    """Make the directory that the workers share, as if nothing had run before."""
    shutil.rmtree(directory / METRICS, ignore_errors=True)
    (directory / METRICS).mkdir(parents=True)
    (directory / DRAINING).unlink(missing_ok=True)


class Respawned(dict[int, float]):
    """When each worker was started again. granian asks it whether the one that has just died was started a moment ago,
    and then ends the server; a request that kills whoever answers it may come twice in that moment.
    """

    def __init__(self) -> None:
        super().__init__()
        self.in_a_row = 0

    def get(self, idx: int, default: float = 0.0) -> float:  # type: ignore[override]
        began_at = super().get(idx, default)
        self.in_a_row = self.in_a_row + 1 if monotonic() - began_at <= CRASH_SECONDS else 0
        return began_at if self.in_a_row >= CRASHES else default


class Server(MPServer):
    """A first signal begins to drain: `/healthz` says so, the proxy looks elsewhere, and then the workers finish what
    they have in hand. A second signal does not wait for the proxy.
    """

    def __init__(self, serving: Serving) -> None:
        self.serving = serving
        self.is_draining = False
        super().__init__(
            TARGET,
            address=serving.host,
            port=serving.port,
            interface=Interfaces.WSGI,
            websockets=False,
            workers=serving.workers,
            blocking_threads=serving.threads + settings.SERVER_SEATS,
            blocking_threads_idle_timeout=600,
            backpressure=serving.threads * WAITING_PER_THREAD,
            respawn_failed_workers=True,
            respawn_interval=0.1,
            workers_kill_timeout=serving.grace,
            log_dictconfig=logging_of_server(),
            log_level=LogLevels.info,
        )
        self.respawned_wrks = Respawned()

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        if self.is_draining or not self.serving.drain:
            super().signal_handler_interrupt(*args, **kwargs)
            return
        self.is_draining = True
        (self.serving.run_directory / DRAINING).touch()
        timer = Timer(self.serving.drain, super().signal_handler_interrupt)
        timer.daemon = True
        timer.start()


def is_answering(host: str, port: int) -> bool:
    """Whether a worker says anything at all at `/healthz`."""
    connection = http.client.HTTPConnection(host, port, timeout=PROBE)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def keep_telling_systemd(serving: Serving, address: str, watchdog: float) -> None:
    """READY once it answers, and a sign of life as long as it does, at least twice in `watchdog` seconds (0: none).

    A server that hangs stops answering, and systemd starts it again.
    """

    def tell() -> None:
        pause, is_ready = 0.2, False
        while True:
            if is_answering(serving.host, serving.port):
                tell_systemd(ALIVE if is_ready else f"{READY}\n{ALIVE}", address)
                is_ready, pause = True, max(watchdog / 3, 0.2)
                if not watchdog:
                    return
            sleep(pause)

    Thread(target=tell, name="systemd", daemon=True).start()


def run_server(serving: Serving, *, notify: str = "", watchdog: float = 0) -> None:
    """Serve until a signal comes. SystemExit with 1 if workers die again and again as soon as they start."""
    server = Server(serving)
    end_with_server = dying_with(os.getpid())

    def load(target: str) -> Any:
        end_with_server()
        return import_string(target.replace(":", "."))

    if notify:
        server.on_startup(lambda: keep_telling_systemd(serving, notify, watchdog))
    try:
        server.serve(target_loader=load)
    finally:
        shutil.rmtree(serving.run_directory / METRICS, ignore_errors=True)
        (serving.run_directory / DRAINING).unlink(missing_ok=True)
        with suppress(OSError):
            # Made for this server alone, unless systemd made it.
            serving.run_directory.rmdir()
