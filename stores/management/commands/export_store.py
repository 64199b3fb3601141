from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from stores.network.handover import archive_at, write_store
from stores.store.models.store import StorePage


class Command(BaseCommand):
    help = "Write one store into a .zip file: its page and pages, pictures, documents, hours, promo lines, history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the store's code, as in its registration")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        store = StorePage.objects.filter(registration__code__iexact=options["code"]).first()
        if store is None:
            raise CommandError(f"No store has the code '{options['code']}'.")
        if path.suffix.lower() != ".zip":
            raise CommandError("Give a file that ends in .zip.")
        half = path.with_name(f".{path.name}.part")
        half.unlink(missing_ok=True)
        try:
            if path.exists():
                raise CommandError(f"{path} is there already.")
            with archive_at(half) as archive:
                done = write_store(store, archive, timezone.now())
            half.rename(path)
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror or error}. Nothing was written.") from error
        finally:
            half.unlink(missing_ok=True)
        numbers = ", ".join(f"{number:,} {name}" for name, number in asdict(done).items())
        self.stdout.write(f"{path}: {store.title}, {numbers}.")
