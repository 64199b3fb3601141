from typing import Any

from django.core.management.base import BaseCommand

from cms.articles.founding import found_network


class Command(BaseCommand):
    help = "Make the library, the stores' folder and the roles of a new network. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        network = found_network(by=None)
        self.stdout.write(f"Library: page {network.library.pk}. Stores: page {network.stores.pk}.")
