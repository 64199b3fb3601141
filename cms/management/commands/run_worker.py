import os
from typing import Any

from django.core.management.base import BaseCommand

from cms.running.working import work

EVERY = 1.0


class Command(BaseCommand):
    help = "Do what waits for a worker, such as the sizes of pictures and mail, until SIGINT or SIGTERM."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, default=EVERY, help=f"Seconds between looks ({EVERY:g}).")
        parser.add_argument("--once", action="store_true", help="Do what waits, and end.")
        parser.add_argument("--nice", type=int, default=0, help="Give way to other processes by so much, 0 to 19.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nice"]:
            os.nice(options["nice"])
        work(every=max(options["every"], 0.1), once=options["once"], notify=os.environ.get("NOTIFY_SOCKET", ""))
