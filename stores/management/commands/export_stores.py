from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from stores.importing.exporting import FORMATS, SAMPLE, ExportValues, write_stores


class Command(BaseCommand):
    help = "Write the stores into a .json, .csv or .xlsx file that import_stores reads back without a change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--template", action="store_true", help="an empty file with every column")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        suffix = path.suffix.lower()
        if suffix not in FORMATS:
            raise CommandError(f"Give a file that ends in one of {', '.join(FORMATS)}.")
        stores = [SAMPLE] if options["template"] else ExportValues()
        half = path.with_name(f".{path.name}.part")
        try:
            with half.open("wb") as file:
                write_stores(file, stores, suffix)
            half.rename(path)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}.") from error
        finally:
            half.unlink(missing_ok=True)
        self.stdout.write(f"{path}: a template." if options["template"] else f"{path}: {len(stores)} stores.")
