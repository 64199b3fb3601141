"""The image and document models, our own from the first migration so that they can grow."""

from typing import Any

from django.core.files import File
from django.db import models, transaction
from PIL import Image as PillowImage
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError, get_upload_to
from wagtail.images.models import Image as WagtailImage

from cms.media.fields import PictureField
from cms.media.files import names
from cms.media.guard import check_place, decoding
from cms.media.ladder import CARD, ICON, LOGO_SPECS, WIDTHS, fallback

ALMOST_WHITE = 215
"""Of 255: gray of this lightness has a contrast of 1.4 with white."""
FOCAL_POINT = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
SOURCE = ("file", *FOCAL_POINT)
"""What sizes are made from: a change of one of them makes all anew."""


class NetworkImage(AbstractImage):
    """An uploaded picture. `description` is its alternative text where a page gives none.

    Its sizes are made by a task (`cms.media.making`).
    """

    file = PictureField(verbose_name="file", upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(
        max_length=255, blank=True, default="", db_default="", help_text="Who made it, and whom to name."
    )
    rights = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="What may be done with it, and until when."
    )
    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "rights")
    name_for_people = staticmethod(names.original)

    @property
    def default_alt_text(self) -> str:
        """Stock falls back to the title, which is mostly a file name; an empty text is honest."""
        return self.description

    def get_upload_to(self, filename: str) -> str:
        """Nobody reads an original by its address who was not given it."""
        return names.new_name(super().get_upload_to(filename))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new file before anything else, since size and hash follow from it; its sizes are then due anew."""
        columns = kwargs.get("update_fields")
        file: Any = self.file
        is_stored = getattr(file, "_committed", True)
        if file and not is_stored and (columns is None or "file" in columns):
            file.save(file.name, file.file, save=False)
        with transaction.atomic():
            before = type(self)._default_manager.filter(pk=self.pk).values_list(*SOURCE).first() if self.pk else None
            super().save(*args, **kwargs)
            if before == (self.file.name, *(getattr(self, name) for name in FOCAL_POINT)):
                return
            Making.objects.update_or_create(image=self, defaults={"made_by": "", "failure": "", "attempts": 0})
            if before is not None and before[0] != self.file.name:
                self.renditions.all().delete()

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:
        """Wagtail's; a picture that can't be made here is a broken image, and no error of the screen that shows it.

        `original` is the file itself, of which Wagtail makes a copy to learn its size.
        """
        if (filter if isinstance(filter, str) else filter.spec) == "original":
            return self._unsaved(str(self.file.name), self.width, self.height)
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            return self._unsaved("not-found", 0, 0)

    def made_as_logo(self) -> tuple[AbstractRendition, AbstractRendition]:
        """Its icon and its card, made now with the size that headers show: for the admin, before anything shows it.

        SourceImageIOError for a picture that can't be made.
        """
        made = self.get_renditions(fallback(WIDTHS[0]), *LOGO_SPECS)
        return made[ICON], made[CARD]

    def is_lost_on_white(self) -> bool:
        """Whether nothing of it can be seen where it stands on white, as a logo does: white letters on nothing."""
        icon, _card = self.made_as_logo()
        with icon.file.open() as file, PillowImage.open(file) as picture:
            darkest: int = picture.convert("L").getextrema()[0]
        return darkest > ALMOST_WHITE

    def cut(self, left: int, top: int, right: int, bottom: int) -> File:
        """The file of a part of it: so many percent of its width or height are off at each side."""
        return self.generate_rendition_file(Filter(f"cut-{left}-{top}-{right}-{bottom}"))

    def _unsaved(self, name: str, width: int, height: int) -> "Rendition":
        shown = Rendition(image=self, filter_spec="original", width=width, height=height)
        shown.file.name = name
        return shown

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Wagtail's, which leaves the thread of the request."""
        if filters:
            check_place()
        return super().create_renditions(*filters)

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> File:
        """Every size of a picture is made here, by the task and for the admin's own screens."""
        check_place()
        with decoding(self.width, self.height):
            return super().generate_rendition_file(filter, source=source)


class Rendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(NetworkImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail makes a size in a temporary file, and leaves that open; what is stored is opened when it is read."""
        file: Any = self.file
        is_stored = getattr(file, "_committed", True)
        super().save(*args, **kwargs)
        if file and not is_stored:
            file.close()
            del file.file


class Making(models.Model):
    """Where the making of an image's sizes stands. Not in the image's row: a form that was open takes nothing back."""

    image = models.OneToOneField(NetworkImage, primary_key=True, related_name="making", on_delete=models.CASCADE)
    made_by = models.CharField(
        max_length=12, default="", help_text="Version of the ladder that its sizes were made by; empty while due."
    )
    failure = models.TextField(default="", help_text="Why sizes of it can't be made.")
    busy_until = models.DateTimeField(null=True, help_text="Somebody makes its sizes, at most so long.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Begun, and not ended.")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"sizes of image {self.image_id}"


def document_path(document: models.Model, filename: str) -> str:
    """Where an uploaded document is stored; its public address ends in the same name."""
    return names.new_name(f"documents/{filename}")


class NetworkDocument(AbstractDocument):
    """An uploaded file."""

    file = models.FileField(upload_to=document_path)

    admin_form_fields = WagtailDocument.admin_form_fields
    name_for_people = staticmethod(names.original)
