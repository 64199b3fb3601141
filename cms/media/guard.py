"""Where pictures may be made: never while somebody reads a public page, and one at a time in each process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.images.models import SourceImageIOError

from cms.media.limits import too_large

View = Callable[[HttpRequest], HttpResponseBase]

ADMIN = "/admin/"
"""The one place whose requests may make a picture: the small ones of its own screens."""

_is_public = ContextVar("is_public", default=False)
_decoding = Lock()
"""A picture takes up to 250 MB while it is open: never two of them in one process."""


class NotMade(SourceImageIOError):
    """A picture that is not made here; Wagtail's tags and choosers show a broken image for it."""


def making_middleware(get_response: View) -> View:
    """Keeps every request but the admin's from making a picture, whatever its view or template asks for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        token = _is_public.set(not request.path.startswith(ADMIN))
        try:
            return get_response(request)
        finally:
            _is_public.reset(token)

    return middleware


def check_place() -> None:
    """NotMade inside a public request."""
    if _is_public.get():
        raise NotMade("No picture is made while somebody waits for a page.")


@contextmanager
def decoding(width: int, height: int) -> Iterator[None]:
    """Around whatever decodes an original of this size. NotMade if it is too large, or can't be decoded."""
    words = too_large(width, height)
    if words:
        raise NotMade(words)
    with _decoding:
        try:
            yield
        except SourceImageIOError:
            raise
        except Exception as error:
            # Whatever a damaged file, or a format's own limit, makes a decoder raise.
            raise NotMade(str(error) or type(error).__name__) from error
