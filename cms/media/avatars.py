"""Pictures that people upload of themselves: Wagtail's own field, which stores and publishes them as they are."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import ImageFieldFile
from wagtail.users.models import UserProfile

from cms.media.cleaning import cleaned
from cms.media.files.storage import check_room
from cms.media.limits import PictureRefused, check_size


class AvatarFile(ImageFieldFile):
    """Cleaned on its way into the storage."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        content.seek(0)
        super().save(name, ContentFile(cleaned(content.read()), name=name), save=save)


def check_avatar(file: Any) -> None:
    """A validator: PictureRefused for an upload that can't be cleaned, or is too large; NoRoom."""
    try:
        upload = file.file
    except OSError:
        # What was uploaded earlier, and is gone.
        return
    if isinstance(upload, UploadedFile):
        check_size(upload)
        upload.seek(0)
        check_room(len(cleaned(upload.read())))


def guard_avatars() -> None:
    """Put both on Wagtail's field."""
    field: Any = UserProfile._meta.get_field("avatar")
    field.attr_class = AvatarFile
    if check_avatar not in field.validators:
        field.validators.append(check_avatar)


def clean_avatars() -> int:
    """Clean those from before these rules; how many had something to take out."""
    count = 0
    for profile in UserProfile.objects.exclude(avatar=""):
        try:
            with profile.avatar.open("rb") as file:
                data = file.read()
            clean = cleaned(data)
        except (OSError, PictureRefused):
            # One that nobody can show is not published.
            continue
        if clean != data:
            storage, old = profile.avatar.storage, str(profile.avatar.name)
            profile.avatar.save(old.rpartition("/")[2], ContentFile(clean))
            storage.delete(old)
            count += 1
    return count
