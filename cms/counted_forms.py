"""A form that says how many blocks it carries must carry them; Wagtail counts to that number whatever it is.

And what a script alone can send must not look like a fault of ours: Wagtail's and Django's readers of forms take such
values for their own.
"""

import logging
import re
from collections.abc import Callable
from json import JSONDecodeError
from traceback import walk_tb
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError
from draftjs_exporter.error import ExporterException

ADMIN_ROUTE = "admin/"
COUNT = "-count"
TEXT = "A part of this form is missing, or it says that it carries more than it does. Nothing was changed."
ORDER = re.compile(r"-?[0-9]{1,6}")
READERS = frozenset({"value_from_datadict", "_construct_form"})
"""Functions of Django and Wagtail that read what a form sent: a widget's and a block's, and a row's number."""
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, RecursionError, ValidationError, ExporterException)

logger = logging.getLogger(__name__)


class CountedFormsMiddleware:
    """400 in words for such a form of the admin, before any view reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        return None if not _is_form(request) or carries_what_it_counts(request.POST) else self._refuse(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A field that is looked for and is not there, or a value that no widget sends."""
        if not _is_form(request) or not _is_of_the_form(exception):
            return None
        logger.warning("A form was refused that could not be read", exc_info=exception)
        return self._refuse(request)

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Accept", "") == "application/json":
            problem = {"success": False, "error_code": "validation_error", "error_message": TEXT}
            return JsonResponse(problem, status=400)
        return render(request, "400.html", {"text": TEXT}, status=400)


def _is_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.route.startswith(ADMIN_ROUTE)


def _is_of_the_form(exception: Exception) -> bool:
    """Whether it was raised by what reads the form, or says that a field is missing."""
    if isinstance(exception, MultiValueDictKeyError | JSONDecodeError):
        return True
    readers = {frame.f_code.co_name for frame, _line in walk_tb(exception.__traceback__)} & READERS
    return isinstance(exception, UNREADABLE) and bool(readers)


def carries_what_it_counts(form: QueryDict) -> bool:
    """Whether each block up to each count is there: `body-count` is 2, `body-0-deleted` and `body-1-deleted`."""
    for name in form:
        if not name.endswith(COUNT):
            continue
        count, stem = str(form[name]), name.removesuffix(COUNT)
        if not (count.isascii() and count.isdecimal()) or len(count) > len(str(len(form))):
            return False
        if not all(_has_block(form, f"{stem}-{number}") for number in range(int(count))):
            return False
    return True


def _has_block(form: QueryDict, name: str) -> bool:
    """A block that was taken out says so; any other has a place in the order."""
    deleted = form.get(f"{name}-deleted")
    return deleted is not None and (bool(deleted) or ORDER.fullmatch(str(form.get(f"{name}-order", ""))) is not None)
