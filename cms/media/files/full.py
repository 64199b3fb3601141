"""What somebody reads whose upload met a disk that is full, at whatever door."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from cms.media.files.storage import NO_ROOM, is_full

logger = logging.getLogger(__name__)

INSUFFICIENT_STORAGE = 507


class FullDiskMiddleware:
    """Turns the 500 of a request that found no room into a page that says so; forms say it by themselves before, where
    the room can be known.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        got_request_exception.connect(self._remember, dispatch_uid="full disk")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 500 or not getattr(request, "has_met_full_disk", False):
            return response
        logger.error("No room for an upload: make room on the disk of the uploads, and on that of temporary files.")
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            # The form of many pictures at once shows this beside the one.
            return JsonResponse({"success": False, "error_message": NO_ROOM})
        return HttpResponse(render_to_string("media/no_room.html", {"words": NO_ROOM}), status=INSUFFICIENT_STORAGE)

    @staticmethod
    def _remember(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        if request is not None and is_full(sys.exc_info()[1]):
            request.has_met_full_disk = True  # type: ignore[attr-defined]
