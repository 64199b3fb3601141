"""A picture that is sent with a small form: by the rules of the admin's own upload, into the store's collection."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from stores.store.models.store import StorePage

PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/avif"


class PhotoInput(forms.ClearableFileInput):
    """A phone offers its camera for it."""

    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__({"accept": PICTURE_TYPES})


def picture_upload(*, by: Any, store: StorePage, title: str, file: Any) -> Any:
    """The valid form of the upload, to be saved when everything else is right. ValidationError for a bad file."""
    sent = {"title": title[:255], "collection": store.registration.collection_id, "description": "", "tags": ""}
    image = get_image_model()(uploaded_by_user=by)
    upload = get_image_form(get_image_model())(sent, {"file": file}, instance=image, user=by)
    if not upload.is_valid():
        # What follows from the first is no news.
        raise ValidationError(next(message for errors in upload.errors.values() for message in errors))
    return upload
