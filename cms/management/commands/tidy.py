from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.running.tidying import LEFTOVERS, delete_leftovers


class Command(BaseCommand):
    help = "Delete what nobody needs any more, as the scheduler does once a day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say how many rows, and delete none.")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        if options["dry_run"]:
            done = {leftovers.name: leftovers.find(at).count() for leftovers in LEFTOVERS}
        else:
            done = delete_leftovers(at)
        for name, number in done.items():
            self.stdout.write(f"{number:>9,} {name}")
