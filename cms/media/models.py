"""The image and document models, our own from the first migration so that they can grow."""

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage


class NetworkImage(AbstractImage):
    """An uploaded picture. `description` is its alternative text where a page gives none."""

    admin_form_fields = WagtailImage.admin_form_fields

    @property
    def default_alt_text(self) -> str:
        """Stock falls back to the title, which is mostly a file name; an empty text is honest."""
        return self.description


class Rendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(NetworkImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"),
        ]


class NetworkDocument(AbstractDocument):
    """An uploaded file."""

    admin_form_fields = WagtailDocument.admin_form_fields
