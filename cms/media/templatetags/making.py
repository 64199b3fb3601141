"""What of a picture could not be made, for the admin's screens of images."""

from collections.abc import Iterable

from django import template

from cms.media.making import failed
from cms.media.models import NetworkImage

register = template.Library()


@register.simple_tag
def failed_among(images: Iterable[NetworkImage] | NetworkImage) -> list[NetworkImage]:
    """Those of which something could not be made, each with its `making`: one query."""
    asked = [images] if isinstance(images, NetworkImage) else images
    return list(failed().filter(pk__in=[image.pk for image in asked]))
