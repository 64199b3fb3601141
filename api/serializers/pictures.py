"""Pictures as any frontend needs them: one fallback, and source sets in better formats."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers
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
    image_ids = {pk for pk in ids if pk is not None}
    if not image_ids:
        return {}
    found: dict[int, dict[str, Rendition]] = defaultdict(dict)
    images: dict[int, NetworkImage] = {}
    rows = Rendition.objects.filter(image__in=image_ids, filter_spec__in=SPECS).select_related("image")
    for rendition in rows:
        image = images.setdefault(rendition.image_id, rendition.image)
        if rendition.focal_point_key == "":
            found[image.pk][rendition.filter_spec] = rendition
    complete = {pk for pk, renditions in found.items() if len(renditions) == len(SPECS)}
    missing = image_ids - complete
    pictures = {pk: Picture(images[pk], found[pk]) for pk in complete}
    for image in get_image_model().objects.filter(pk__in=missing) if missing else ():
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


class FocalPointSerializer(serializers.Serializer):
    """The part that must stay in view, as fractions of width and height."""

    x = serializers.FloatField()
    y = serializers.FloatField()


class PictureSourceSerializer(serializers.Serializer):
    """One `<source>`."""

    type = serializers.CharField(help_text="MIME type.")
    srcset = serializers.CharField()


class PictureSerializer(serializers.Serializer):
    """An image: the original's size, a fallback address, and source sets in better formats, best first."""

    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    src = serializers.URLField()
    sources = PictureSourceSerializer(many=True)
    focal_point = FocalPointSerializer(allow_null=True)


def _source_set(picture: Picture, specs: tuple[str, ...]) -> str:
    """Small images are never blown up, so two specs may give one width: it is named once."""
    by_width = {picture.renditions[spec].width: picture.renditions[spec].url for spec in specs}
    return ", ".join(f"{url} {width}w" for width, url in by_width.items())


def picture_data(picture: Picture | None, alt: str) -> dict[str, Any] | None:
    """A PictureSerializer's data; `alt` empty falls back to the image's own text."""
    if picture is None:
        return None
    image = picture.image
    focal_point = None
    if image.focal_point_x is not None and image.focal_point_y is not None:
        focal_point = {
            "x": round(image.focal_point_x / image.width, 4),
            "y": round(image.focal_point_y / image.height, 4),
        }
    return {
        "alt": alt or image.default_alt_text,
        "width": image.width,
        "height": image.height,
        "src": picture.renditions[FALLBACK].url,
        "sources": [{"type": kind, "srcset": _source_set(picture, specs)} for kind, specs in SOURCES.items()],
        "focal_point": focal_point,
    }
