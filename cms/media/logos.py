"""Pictures that are logos: icon and card are made of them, too. Packages above say which they are."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet

from cms.media.ladder import ICON
from cms.media.models import Making, NetworkImage, Rendition

_found: list[Callable[[], QuerySet]] = []


def register_logos(find: Callable[[], QuerySet]) -> None:
    """`find` gives the ids of logos as a queryset of one column."""
    _found.append(find)


def is_logo(image_id: int) -> bool:
    return any(NetworkImage.objects.filter(pk=image_id, pk__in=find()).exists() for find in _found)


def _without_icon() -> QuerySet[Making]:
    """Of those whose sizes were made: what can't be made is not tried again and again."""
    has_icon = Exists(Rendition.objects.filter(image=OuterRef("image"), filter_spec=ICON))
    return Making.objects.filter(~has_icon, failure="").exclude(made_by="")


def make_due(image_id: int) -> None:
    """A picture that has become a logo: what is missing of it is made by a task."""
    for making in _without_icon().filter(image=image_id):
        making.made_by = ""
        making.save(update_fields=["made_by"])


def make_due_without_icon() -> None:
    """Logos from before icons were made. No task: whoever asks makes them."""
    for find in _found:
        _without_icon().filter(image__in=find()).update(made_by="")
