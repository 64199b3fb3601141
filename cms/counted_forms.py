"""A form that says how many blocks it carries must carry them; Wagtail counts to that number whatever it is."""

import re
from collections.abc import Callable
from json import JSONDecodeError
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDictKeyError

ADMIN_ROUTE = "admin/"
COUNT = "-count"
TEXT = "A part of this form is missing, or it says that it carries more than it does. Nothing was changed."
ORDER = re.compile(r"-?[0-9]{1,6}")


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
        """A field that a view or a block looks for and does not find, or JSON that is none."""
        is_of_the_form = isinstance(exception, MultiValueDictKeyError | JSONDecodeError)
        return self._refuse(request) if is_of_the_form and _is_form(request) else None

    @staticmethod
    def _refuse(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Accept", "") == "application/json":
            problem = {"success": False, "error_code": "validation_error", "error_message": TEXT}
            return JsonResponse(problem, status=400)
        return render(request, "400.html", {"text": TEXT}, status=400)


def _is_form(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.route.startswith(ADMIN_ROUTE)


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
