"""Pictures and documents, in the storage of the test settings: memory."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.models import Collection

from cms.media.ladder import VERSION, specs_for
from cms.media.making import make
from cms.media.models import Making, NetworkDocument, NetworkImage, Rendition
from stores.people.roles import LIBRARY_COLLECTION
from tests.factories.network import make_network

TINY = (16, 9)
FOLDERS = ("original_images", "images", "avatar_images", "documents", "exports")


@pytest.fixture
def empty_storage() -> Iterator[None]:
    """Files of one test: names come out the same whatever ran before."""
    _empty()
    yield
    _empty()


def _empty() -> None:
    for folder in FOLDERS:
        default_storage.delete(folder)


def library_collection() -> Collection:
    """The newsroom's pictures and documents."""
    return Collection.objects.filter(name=LIBRARY_COLLECTION, depth=2).first() or make_network().collection


def picture_file(name: str, *, size: tuple[int, int] = TINY, colour: str = "#0b6e4f") -> ImageFile:
    """A picture of one colour; the ending of `name` says the format: `.png` or `.jpg`."""
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG" if name.endswith(".png") else "JPEG")
    content.seek(0)
    return ImageFile(content, name=name)


def make_image(
    name: str,
    *,
    size: tuple[int, int] = TINY,
    colour: str = "#0b6e4f",
    collection: Collection | None = None,
    focal_point: tuple[int, int] | None = None,
    description: str = "",
    is_ready: bool = True,
    pk: int | None = None,
) -> NetworkImage:
    """An image of the library, or of `collection`, called after its file. `is_ready`: with every size."""
    image = NetworkImage.objects.create(
        pk=pk,
        title=name.rpartition(".")[0],
        description=description,
        collection=collection or library_collection(),
        file=picture_file(name, size=size, colour=colour),
        focal_point_x=focal_point and focal_point[0],
        focal_point_y=focal_point and focal_point[1],
        focal_point_width=focal_point and 0,
        focal_point_height=focal_point and 0,
    )
    if is_ready:
        make(image.pk)
    return image


def stored_image(name: str, data: bytes, **fields: Any) -> NetworkImage:
    """An image whose file came into the storage before there were rules, with its row as it was then."""
    image = make_image(name, is_ready=False)
    default_storage.delete(str(image.file.name))
    default_storage.save(str(image.file.name), ContentFile(data))
    NetworkImage.objects.filter(pk=image.pk).update(**fields)
    Making.objects.filter(image=image).delete()
    return NetworkImage.objects.get(pk=image.pk)


def add_rendition_rows(image: NetworkImage) -> None:
    """Every rendition as a row without its file: quick, and enough for an answer."""
    stem = image.title
    Rendition.objects.bulk_create(
        Rendition(
            image=image, filter_spec=spec, width=image.width, height=image.height, file=f"images/{stem}.{spec}.bin"
        )
        for spec in specs_for(image.width)
    )
    Making.objects.filter(image=image).update(made_by=VERSION)


def make_document(name: str, *, collection: Collection | None = None, pk: int | None = None) -> NetworkDocument:
    """A text file of the library, or of `collection`."""
    return NetworkDocument.objects.create(
        pk=pk,
        title=name.rpartition(".")[0],
        collection=collection or library_collection(),
        file=ContentFile(f"{name}\n".encode(), name=name),
    )
