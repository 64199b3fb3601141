from typing import Any

from django.core.management.base import BaseCommand

from stores.audience.following import keep_members


class Command(BaseCommand):
    help = "Make the stores of saved audiences those that their rules say. They are, unless rows were written past us."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{keep_members():,} rows were otherwise.")
