from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.media.files.orphans import GRACE, lost_files, orphans


class Command(BaseCommand):
    help = (
        "List stored files that no row of the database names: of uploads that were cut off. --delete takes them away. "
        "Also lists files that a row names and that are not there: take those from a backup."
    )

    def add_arguments(self, parser: Any) -> None:
        hours = GRACE.total_seconds() / 3600
        parser.add_argument("--delete", action="store_true", help="Delete them.")
        parser.add_argument("--hours", type=float, default=hours, help=f"Only those so many hours old ({hours:.0f}).")

    def handle(self, *args: Any, **options: Any) -> None:
        found = orphans(timezone.now(), older_than=timedelta(hours=options["hours"]))
        for name in found:
            if options["delete"]:
                default_storage.delete(name)
            self.stdout.write(name)
        self.stdout.write(f"{len(found)} orphans{' deleted' if found and options['delete'] else ''}.")
        lost = lost_files()
        for name in lost:
            self.stdout.write(f"not there: {name}")
        if lost:
            self.stdout.write(f"{len(lost)} files are not there.")
