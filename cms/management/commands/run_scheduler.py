import argparse
import os
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from cms.running.scheduling import Scheduler, run_all
from cms.running.serving import ending_on_signals, leave, serve_beside

EVERY = 10.0


class Command(BaseCommand):
    help = (
        "Publish scheduled pages at their time, until SIGINT or SIGTERM. With a command after '--', such as "
        "'-- granian … cms.wsgi:application', run that beside it: both run, or neither does."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, default=EVERY, help=f"Seconds between looks ({EVERY:g}).")
        parser.add_argument("--once", action="store_true", help="Do what is due, and end.")
        parser.add_argument("server", nargs=argparse.REMAINDER, help="A server to run beside it.")

    def handle(self, *args: Any, **options: Any) -> None:
        every = max(options["every"], 0.1)
        server = options["server"][1:] if options["server"][:1] == ["--"] else options["server"]
        if options["once"]:
            done = Scheduler().publish_due(timezone.now())
            self.stdout.write(f"{done} changed.")
            return
        connection.close()
        if server:
            leave(serve_beside(server, partial(run_all, every=every)))
        with ending_on_signals() as stop:
            run_all(stop, every=every, notify=os.environ.get("NOTIFY_SOCKET", ""))
        leave(0)
