from typing import Any

from django.core.management.base import BaseCommand

from cms.media.avatars import clean_avatars
from cms.media.logos import make_due_without_icon
from cms.media.making import due, failed, make
from cms.media.models import Making, NetworkImage


class Command(BaseCommand):
    help = (
        "Make every size of every image that has not been made by this release, and take out of older originals what "
        "phones write into them. Safe to repeat, to cut off, and to run beside the worker."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--retry", action="store_true", help="Try again what could not be made, too.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["retry"]:
            Making.objects.exclude(failure="").update(made_by="", failure="", attempts=0)
        make_due_without_icon()
        ids = list(due().values_list("pk", flat=True))
        busy = [image_id for image_id in ids if not make(image_id)]
        avatars = clean_avatars()
        failures = list(failed())
        self.stdout.write(f"{NetworkImage.objects.count()} images: {len(ids) - len(busy)} made now.")
        if avatars:
            self.stdout.write(f"{avatars} pictures of people cleaned.")
        if busy:
            self.stdout.write(f"Another process makes {len(busy)} of them.")
        for image in failures:
            self.stdout.write(f"  {image.pk} {image.title}: {image.making.failure}")
