"""The admin's forms of images and documents, of which Wagtail makes those of its doors: one file, several, chooser."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.media.fields import PictureUploadField
from cms.media.files.storage import check_room


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


class DocumentForm(BaseDocumentForm):
    """Wagtail's; a file that the disk has no room for is refused before it is written."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_room(file.size or 0)
        return file

    class Meta(BaseDocumentForm.Meta):
        pass
