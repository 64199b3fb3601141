"""Pictures as any frontend needs them: one fallback, source sets in better formats, and a cut for sharing.

What is there is answered. Nothing is made here: `cms.media.making` does that when an image is stored.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.files.storage import FileSystemStorage
from django.db.models import FilteredRelation, Q
from rest_framework import serializers

from api.caching.known import known_parts
from api.caching.mirror import Values
from api.caching.parts import Made, this
from cms.media.ladder import CARD, CUTS, FORMATS, ICON, LOGO_SPECS, SHARE, SPECS, WIDTHS, cuts, fallback
from cms.media.models import NetworkImage, Rendition
from stores.shapes import Shape

USUAL_STEPS = sorted(WIDTHS, key=lambda step: (step > 800, step if step > 800 else -step))
"""800 wide, else the widest below that, else the narrowest above."""
USUAL = [fallback(step) + ending for ending in ("", *reversed(FORMATS.values())) for step in USUAL_STEPS]
"""Filters of the fallback: the first that is there."""
COLUMNS = ("pk", "width", "height", "description", "focal_point_x", "focal_point_y")
SIZE_COLUMNS = ("size__filter_spec", "size__file", "size__width", "size__height")
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
"""A file's name that stands in an address as it is."""


@dataclass(frozen=True, slots=True)
class Size:
    """One size and format that is there."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """An image as it is shown, and the sizes of it that are there, by Wagtail's filter."""

    pk: int
    width: int
    height: int
    description: str
    focal_x: int | None
    focal_y: int | None
    sizes: dict[str, Size] = field(default_factory=dict)

    @cached_property
    def usual(self) -> Size | None:
        """The fallback; None while nothing is there."""
        return next((self.sizes[spec] for spec in USUAL if spec in self.sizes), None)

    def source_set(self, specs: Iterable[str]) -> str:
        """Addresses and widths of what is there, from narrow to wide. A width that is there twice is named once."""
        sizes = [self.sizes[spec] for spec in specs if spec in self.sizes]
        return ", ".join(f"{url} {width}w" for width, url in {size.width: size.url for size in sizes}.items())

    def sources(self, specs_of: Callable[[str], Iterable[str]]) -> list[dict[str, str]]:
        """Source sets in the better formats that are there; `specs_of` a format's ending."""
        srcsets = ((kind, self.source_set(specs_of(ending))) for kind, ending in FORMATS.items())
        return [{"type": kind, "srcset": srcset} for kind, srcset in srcsets if srcset]

    @cached_property
    def answer(self) -> dict[str, Any]:
        """What a PictureSerializer says of a picture that is there, but for its text. Not to be written to."""
        focal_point = None
        if self.focal_x is not None and self.focal_y is not None:
            focal_point = {"x": round(self.focal_x / self.width, 4), "y": round(self.focal_y / self.height, 4)}
        widest = min(self.width, WIDTHS[-1])
        return {
            "width": self.width,
            "height": self.height,
            "src": self.usual.url if self.usual else "",
            "srcset": self.source_set(_ladder("")),
            "sizes": f"(max-width: {widest}px) 100vw, {widest}px",
            "sources": self.sources(_ladder),
            "focal_point": focal_point,
            "crops": {"share": self.crop(SHARE), **{shape: self.cut(shape) for shape in CUTS}},
        }

    def cut(self, shape: str) -> dict[str, Any] | None:
        """A CutSerializer's data: the larger size as the fallback; None while nothing of the shape is there."""
        largest = next((spec for spec in reversed(cuts(shape)) if spec in self.sizes), None)
        if largest is None:
            return None
        return {
            **(self.crop(largest) or {}),
            "srcset": self.source_set(cuts(shape)),
            "sources": self.sources(lambda ending: cuts(shape, ending=ending)),
        }

    def crop(self, spec: str) -> dict[str, Any] | None:
        """A CropSerializer's data; None while it is not there."""
        size = self.sizes.get(spec)
        return {"src": size.url, "width": size.width, "height": size.height} if size else None

    @property
    def icon(self) -> dict[str, Any] | None:
        """Of a logo, whole on a white square."""
        return self.crop(ICON)

    @property
    def card(self) -> dict[str, Any] | None:
        """Of a logo, whole on white in the shape that social networks show."""
        return self.crop(CARD)


def _ladder(ending: str) -> list[str]:
    """Filters of one format, from narrow to wide."""
    return [fallback(step) + ending for step in WIDTHS]


_ROWS = Shape(
    lambda ids: (
        NetworkImage.objects.filter(pk__in=ids)
        .annotate(size=FilteredRelation("renditions", condition=Q(renditions__filter_spec__in=(*SPECS, *LOGO_SPECS))))
        .order_by("size__pk")
        .values_list(*COLUMNS, *SIZE_COLUMNS)
    )
)


def _urls(storage: Any) -> Callable[[str], str]:
    """The storage's address of a file. Of files on disk it is what stands before all, and the name."""
    start = storage.url("a").removesuffix("a") if isinstance(storage, FileSystemStorage) else ""

    def url(name: str) -> str:
        return start + name if start and PLAIN_NAME.fullmatch(name) else str(storage.url(name))

    return url


def load_pictures(ids: Iterable[int | None]) -> dict[int, Picture]:
    """Pictures by image id, with the sizes that are there: one query."""
    image_ids = {pk for pk in ids if pk is not None}
    if not image_ids:
        return {}
    url_of = _urls(Rendition._meta.get_field("file").storage)
    pictures: dict[int, Picture] = {}
    # The last one counts: of a cut around an earlier focal point, until that is taken away.
    for row in _ROWS.rows(ids=sorted(image_ids)):
        picture = pictures.setdefault(row[0], Picture(*row[: len(COLUMNS)]))
        spec, name, width, height = row[len(COLUMNS) :]
        if spec is not None:
            picture.sizes[spec] = Size(url_of(name), width, height)
    return pictures


def known_pictures(generations: Values | None, at: datetime, ids: Iterable[int | None]) -> dict[int, Picture]:
    """The same, from what this worker knows. One that is gone is not known."""

    def make(missing: list[int]) -> dict[int, Made]:
        found = load_pictures(missing)
        return {pk: Made(picture, frozenset({this("image", pk)})) for pk, picture in found.items()}

    return known_parts(generations, at, "picture", [pk for pk in ids if pk is not None], make)


class FocalPointSerializer(serializers.Serializer):
    """The part that must stay in view, as fractions of width and height."""

    x = serializers.FloatField()
    y = serializers.FloatField()


class PictureSourceSerializer(serializers.Serializer):
    """One `<source>`."""

    type = serializers.CharField(help_text="MIME type.")
    srcset = serializers.CharField()


class CropSerializer(serializers.Serializer):
    """The picture cut to one shape around its focal point. A small picture is not blown up."""

    src = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class CutSerializer(CropSerializer):
    """The same in two sizes and every format; `src` is the larger one that is there, in the picture's own format."""

    srcset = serializers.CharField()
    sources = PictureSourceSerializer(many=True)


class CropsSerializer(serializers.Serializer):
    """Cuts by what they are for."""

    share = CropSerializer(allow_null=True, help_text="1200 × 630 pixels, a JPEG: for social networks.")
    square = CutSerializer(allow_null=True, help_text="1:1, 400 and 800 pixels wide.")
    wide = CutSerializer(allow_null=True, help_text="16:9, 800 and 1600 pixels wide.")


class PictureSerializer(serializers.Serializer):
    """An image: its size as it is shown, a fallback address, and source sets in better formats, best first.

    It stands for what is there: a size or format that is not made yet, or can't be, is left out.
    """

    alt = serializers.CharField(allow_blank=True)
    width = serializers.IntegerField(help_text="Of the picture as it was uploaded; its sizes are as wide at most.")
    height = serializers.IntegerField()
    src = serializers.URLField()
    srcset = serializers.CharField(help_text="In the picture's own format.", allow_blank=True)
    sizes = serializers.CharField(help_text="A hint: as wide as the window, and not wider than the picture.")
    sources = PictureSourceSerializer(many=True)
    focal_point = FocalPointSerializer(allow_null=True)
    crops = CropsSerializer()


def picture_data(picture: Picture | None, alt: str) -> dict[str, Any] | None:
    """A PictureSerializer's data, None while there is nothing to show; `alt` falls back to the image's own text."""
    if picture is None or picture.usual is None:
        return None
    return {"alt": picture_alt(picture, alt), **picture.answer}


def picture_alt(picture: Picture | None, alt: str) -> str:
    """The text in place of a picture, which is kept while there is nothing to show; "" without a picture."""
    return (alt or picture.description) if picture else ""
