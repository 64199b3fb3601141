import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from cms.running.server import Serving, prepare_run_directory, run_server
from cms.watching.draining import METRICS


class Command(BaseCommand):
    help = (
        "Serve the network over HTTP, for a proxy in front. Workers that die come back. SIGTERM drains: /healthz says "
        "503, then what is in hand is answered; a second one does not wait. SIGHUP takes new workers, one by one."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to listen at (127.0.0.1).")
        parser.add_argument("--port", type=int, default=8000, help="Port to listen at (8000).")
        parser.add_argument("--workers", type=int, default=1, help="Processes (1): two instances are better than two.")
        threads = settings.SERVER_THREADS
        parser.add_argument(
            "--threads", type=int, default=threads, help=f"Threads of each (SERVER_THREADS: {threads})."
        )
        parser.add_argument("--drain", type=float, default=5, help="Seconds for the proxy to see that it stops (5).")
        parser.add_argument("--grace", type=int, default=30, help="Seconds for what is in hand after that (30).")

    def handle(self, *args: Any, **options: Any) -> None:
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            self._begin_again_sharing_numbers()
        directory = Path(settings.RUN_DIRECTORY)
        names = ("host", "port", "workers", "threads", "drain", "grace")
        serving = Serving(run_directory=directory, **{name: options[name] for name in names})
        settings.SERVER_THREADS = options["threads"]
        connections.close_all()
        watchdog = int(os.environ.get("WATCHDOG_USEC") or 0) / 1_000_000
        run_server(serving, notify=os.environ.pop("NOTIFY_SOCKET", ""), watchdog=watchdog)

    def _begin_again_sharing_numbers(self) -> None:
        """Start anew, as the same process: Prometheus' client looks for its directory when it is imported."""
        directory = settings.RUN_DIRECTORY or tempfile.mkdtemp(prefix="mortar-")
        prepare_run_directory(Path(directory))
        os.environ["MORTAR_RUN_DIRECTORY"] = directory
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(Path(directory) / METRICS)
        os.execv(sys.executable, [sys.executable, *sys.argv])
