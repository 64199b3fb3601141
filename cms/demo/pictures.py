"""The demo's drawn pictures as images of the library or of a store."""

from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.models import Collection

from cms.demo.drawing import draw, logo_mark
from cms.media.models import NetworkImage

SQUARE = (600, 600)


def _image(title: str, name: str, content: bytes, collection: Collection, description: str) -> NetworkImage:
    file = ImageFile(BytesIO(content), name=name)
    return NetworkImage.objects.create(title=title, description=description, collection=collection, file=file)


class Pictures:
    """Draws each motif once."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.drawn: dict[str, NetworkImage] = {}

    def image(self, motif: str, alt: str) -> NetworkImage:
        """The image of a motif in the library's collection."""
        if motif not in self.drawn:
            content = draw(motif, size=SQUARE) if motif.startswith("portrait") else draw(motif)
            title = f"Sample: {motif}"
            self.drawn[motif] = _image(title, f"{motif}.jpg", content, self.collection, alt)
        return self.drawn[motif]


def logo_of(name: str, accent: str, code: str, collection: Collection) -> NetworkImage:
    """A store's mark: its initials on its color."""
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    return _image(f"{name} logo", f"{code}-logo.png", logo_mark(initials, accent), collection, f"{name} logo")
