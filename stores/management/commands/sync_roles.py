from typing import Any

from django.core.management.base import BaseCommand

from stores.network.keeping import sync_roles


class Command(BaseCommand):
    help = "Make the groups of every role, with exactly the rights that stores/people/roles.py says. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for group in sync_roles():
            self.stdout.write(f"{group.name}: in order")
