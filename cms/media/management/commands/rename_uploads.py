from typing import Any

from django.core.management.base import BaseCommand

from cms.media.files.renaming import rename_guessable


class Command(BaseCommand):
    help = (
        "Give pictures, their renditions and documents that were uploaded under their own names new ones that nobody "
        "guesses. Safe to repeat and to interrupt; purge caches in front of the site afterwards."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = rename_guessable()
        self.stdout.write(
            f"{done.files} files have new names; {done.leftovers} old ones of an earlier run deleted; "
            f"{done.missing} rows without a file."
        )
