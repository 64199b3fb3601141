"""Pictures and documents, in the storage of the test settings: memory."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from PIL import Image
from wagtail.models import Collection

from api.serializers.pictures import SPECS, make_renditions
from cms.media.models import NetworkDocument, NetworkImage, Rendition
from stores.people.roles import LIBRARY_COLLECTION
from tests.factories.network import make_network

TINY = (16, 9)
FOLDERS = ("original_images", "images", "documents")


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
    """An image of the library, or of `collection`, called after its file. `is_ready`: with every rendition."""
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
        make_renditions(image)
    return image


def add_rendition_rows(image: NetworkImage) -> None:
    """Every rendition as a row without its file: quick, and enough for an answer."""
    stem = image.title
    Rendition.objects.bulk_create(
        Rendition(
            image=image, filter_spec=spec, width=image.width, height=image.height, file=f"images/{stem}.{spec}.bin"
        )
        for spec in SPECS
    )


def make_document(name: str, *, collection: Collection | None = None, pk: int | None = None) -> NetworkDocument:
    """A text file of the library, or of `collection`."""
    return NetworkDocument.objects.create(
        pk=pk,
        title=name.rpartition(".")[0],
        collection=collection or library_collection(),
        file=ContentFile(f"{name}\n".encode(), name=name),
    )
