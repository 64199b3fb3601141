"""The admin's form of an image, of which Wagtail makes those of its three doors: image, multiple upload, chooser."""

from typing import Any

from django.db import transaction
from wagtail.images.forms import BaseImageForm

from cms.media.fields import PictureUploadField


class PictureForm(BaseImageForm):
    """Wagtail's, with our field of the file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stock = self.fields.get("file")
        if stock is not None:
            self.fields["file"] = PictureUploadField(label=stock.label, required=stock.required, widget=stock.widget)

    def save(self, commit: bool = True) -> Any:
        """At once: Wagtail takes away the sizes of the old file after it has saved the new one."""
        with transaction.atomic():
            return super().save(commit=commit)

    class Meta(BaseImageForm.Meta):
        pass
