import os
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from api.live.server import run_live

PORT = 8010


class Command(BaseCommand):
    help = "Stream what changes (/api/v2/live/) to whoever listens, until SIGINT or SIGTERM. A process of its own."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Where to listen (127.0.0.1).")
        parser.add_argument("--port", type=int, default=PORT, help=f"At which port ({PORT}).")

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()
        watchdog = int(os.environ.get("WATCHDOG_USEC") or 0) / 1_000_000
        notify = os.environ.pop("NOTIFY_SOCKET", "")
        run_live(options["host"], options["port"], notify=notify, watchdog=watchdog)
