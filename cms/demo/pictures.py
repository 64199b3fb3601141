"""The demo's pictures, from `content/`, as images of the library or of a store."""

from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.media.models import NetworkImage

CONTENT = Path(__file__).parent / "content"
PICTURES, LOGOS = CONTENT / "pictures", CONTENT / "logos"


def _image(title: str, name: str, source: Path, collection: Collection, description: str) -> NetworkImage:
    file = ContentFile(source.read_bytes(), name=name)
    return NetworkImage.objects.create(title=title, description=description, collection=collection, file=file)


class Pictures:
    """Takes each motif into the library once."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.images: dict[str, NetworkImage] = {}

    def image(self, motif: str, alt: str) -> NetworkImage:
        """The image of a motif in the library's collection."""
        if motif not in self.images:
            name = f"{motif}.jpg"
            self.images[motif] = _image(f"Sample: {motif}", name, PICTURES / name, self.collection, alt)
        return self.images[motif]


def logo_of(name: str, code: str, collection: Collection) -> NetworkImage:
    """A store's mark: its initials on its color."""
    return _image(f"{name} logo", f"{code}-logo.png", LOGOS / f"{code}.png", collection, f"{name} logo")


def shop_picture(motif: str, title: str, collection: Collection, alt: str) -> NetworkImage:
    """A picture of a store's own, in its collection."""
    return _image(title, f"{motif}.jpg", PICTURES / f"{motif}.jpg", collection, alt)
