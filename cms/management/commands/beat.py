from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.watching.models import beat


class Command(BaseCommand):
    help = "Say that a job of your own has been done just now, such as 'backup'; Network health and doctor show when."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", choices=["backup"], help="The job.")

    def handle(self, *args: Any, **options: Any) -> None:
        beat(options["name"], timezone.now())
