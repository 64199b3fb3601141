"""Pictures as any frontend needs them: one fallback, and source sets in better formats."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractRendition, SourceImageIOError

from cms.media.models import NetworkImage, Rendition

logger = logging.getLogger(__name__)

FALLBACK = "width-800"
SOURCES = {
    "image/avif": ("width-400|format-avif", "width-800|format-avif"),
    "image/webp": ("width-400|format-webp", "width-800|format-webp"),
}
SPECS = (FALLBACK, *(spec for specs in SOURCES.values() for spec in specs))


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and its renditions by filter spec."""

    image: NetworkImage
    renditions: Mapping[str, AbstractRendition]


def load_pictures(ids: Iterable[int | None]) -> dict[int, Picture]:
    """Pictures by image id, in one query when their renditions exist; missing ones are made now.

    An image without its file is left out, and logged.
    """
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    found: dict[int, dict[str, Rendition]] = defaultdict(dict)
    images: dict[int, NetworkImage] = {}
    rows = Rendition.objects.filter(image__in=wanted, filter_spec__in=SPECS).select_related("image")
    for rendition in rows:
        image = images.setdefault(rendition.image_id, rendition.image)
        if rendition.focal_point_key == "":
            found[image.pk][rendition.filter_spec] = rendition
    complete = {pk for pk, renditions in found.items() if len(renditions) == len(SPECS)}
    pictures = {pk: Picture(images[pk], found[pk]) for pk in complete}
    for image in get_image_model().objects.filter(pk__in=wanted - complete) if wanted - complete else ():
        picture = make_renditions(image)
        if picture:
            pictures[image.pk] = picture
    return pictures


def make_renditions(image: NetworkImage) -> Picture | None:
    """All renditions of one image, made where they are missing; None when its file can't be read."""
    try:
        return Picture(image, image.get_renditions(*SPECS))
    except (OSError, SourceImageIOError, InvalidFilterSpecError):
        logger.exception("image %s has no readable file", image.pk)
        return None
