"""Uploaded files, served by ourselves only where the settings say so: demo, development, tests."""

import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path


def serve(request: HttpRequest, name: str) -> FileResponse:
    """The stored file called `name`."""
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404("No such file.") from error
    return FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


def media_urlpatterns() -> list[URLPattern]:
    """`/media/…`, or nothing where another server has the files."""
    return [path("media/<path:name>", serve, name="media")] if settings.SERVE_MEDIA else []
