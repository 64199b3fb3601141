"""Uploaded files, served by ourselves only where the settings say so: demo, development, tests."""

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path

# Documents have an address of their own, which asks who may read them, and half-done uploads have none.
OPEN_FOLDERS = frozenset({"images", "original_images", "avatar_images"})


def serve(request: HttpRequest, name: str) -> FileResponse:
    """The stored file called `name`."""
    parts = PurePosixPath(name).parts
    if ".." in parts or not OPEN_FOLDERS.intersection(parts[:1]):
        raise Http404("No such file.")
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404("No such file.") from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=not kind.startswith("image/"))
    # Whatever is in it, it runs nothing: the same headers as docs/operations.md asks of a web server.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def media_urlpatterns() -> list[URLPattern]:
    """`/media/…`, or nothing where another server has the files."""
    return [path("media/<path:name>", serve, name="media")] if settings.SERVE_MEDIA else []
