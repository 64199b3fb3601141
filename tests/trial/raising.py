"""A fault of the code: while a file is there, what would be rendered raises."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NAME = "raise"
"""The file in the directory of uploads. It holds the beginning of the paths that raise."""


class RaisingMiddleware:
    """Stands behind everything else, where the view is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.file = Path(settings.MEDIA_ROOT) / NAME

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.file.exists() and request.path.startswith(self.file.read_text()):
            raise RuntimeError("A fault of the code.")
        return self.get_response(request)
