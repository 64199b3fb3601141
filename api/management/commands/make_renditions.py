from typing import Any

from django.core.management.base import BaseCommand
from wagtail.images import get_image_model

from api.serializers.pictures import make_renditions


class Command(BaseCommand):
    help = "Make every size and format of every image ahead of the first reader. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        images = get_image_model().objects.all()
        made = sum(make_renditions(image) is not None for image in images.iterator())
        self.stdout.write(f"{made} of {images.count()} images are ready.")
