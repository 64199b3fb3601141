"""The file of an image: whatever puts it there, what is stored is what may be published."""

from hashlib import sha1
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.fields import WagtailImageField as WagtailUploadField
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from cms.media.cleaning import cleaned
from cms.media.files.storage import check_room
from cms.media.limits import LIMITS, check_size, measured

MOVING = "Of a picture that moves, the first frame is shown."


class PictureFile(WagtailImageFieldFile):
    """Cleaned on its way into the storage: from every form, a script or the demo. PictureRefused if it can't be."""

    instance: Any

    def save(self, name: str, content: Any, save: bool = True) -> None:
        check_size(content)
        content.seek(0)
        data = cleaned(content.read())
        self.instance.file_hash = sha1(data, usedforsecurity=False).hexdigest()
        self.instance.file_size = len(data)
        super().save(name, ContentFile(data, name=name), save=save)

    def get_image_dimensions(self) -> tuple[int, int]:
        """As the picture is shown, and without decoding it, which Wagtail does."""
        is_closed = self.closed
        self.open()
        try:
            return measured(self)
        finally:
            if is_closed:
                self.close()
            else:
                self.seek(0)


class PictureField(WagtailImageField):
    """An image's file in the model."""

    attr_class = PictureFile


class PictureUploadField(WagtailUploadField):
    """An image's file in a form. What can't be a picture of ours is refused in words, and not decoded to see that."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.help_text = f"{self.help_text} {LIMITS[:1].upper()}{LIMITS[1:]}. {MOVING}"

    def check_image_pixel_size(self, f: Any) -> None:
        """In place of Wagtail's, which decodes the picture to learn its size."""
        check_size(f)
        f.seek(0)

    def to_python(self, data: Any) -> Any:
        """The file as it will be stored, so that nothing is left to be refused when the form is saved."""
        upload = super().to_python(data)
        if upload is None:
            return None
        upload.seek(0)
        clean: Any = SimpleUploadedFile(upload.name, cleaned(upload.read()), upload.content_type)
        check_room(clean.size)
        clean.image = upload.image
        return clean
