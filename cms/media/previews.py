"""A picture in any size that somebody in the admin asks for: within the sizes that are published."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.images.views.images import preview as stock_preview

from cms.media.guard import NotMade, decoding
from cms.media.ladder import WIDTHS
from cms.media.models import NetworkImage

NUMBERS = re.compile(r"[0-9]+")
LONGEST = 100


def is_published_size(spec: str) -> bool:
    """Whether a filter asks for nothing larger than what is published."""
    return len(spec) <= LONGEST and all(int(number) <= max(WIDTHS) for number in NUMBERS.findall(spec))


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponse:
    """Wagtail's, which makes whatever is asked for, and several at once."""
    image = get_object_or_404(NetworkImage, pk=image_id)
    if not is_published_size(filter_spec):
        raise Http404("No picture is made so large.")
    try:
        with decoding(image.width, image.height):
            response: HttpResponse = stock_preview(request, image_id, filter_spec)
    except NotMade as error:
        raise Http404(str(error)) from error
    return response
