"""A picture in an answer."""

from typing import Any

from rest_framework import serializers

from api.images import FALLBACK, SOURCES, Picture


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
