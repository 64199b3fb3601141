"""Says in words why a person may not change a file of their own store, and what to do instead."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from stores.access.confinement import Confinement
from stores.audit.file_uses import FileUse, uses_of_file
from stores.isolation.checks import Ask
from stores.isolation.file_policy import is_locked_for

IMAGE_SCRIPTS = frozenset({"wagtailimages:edit_multiple", "wagtailimages:delete_multiple"})
DOCUMENT_SCRIPTS = frozenset({"wagtaildocs:edit_multiple", "wagtaildocs:delete_multiple"})
"""Asked by the script of the upload screen, which shows what it is told beside the file."""
IMAGE_VIEWS = {"wagtailimages:edit", "wagtailimages:delete", "wagtailimages:image_usage", *IMAGE_SCRIPTS}
DOCUMENT_VIEWS = {"wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:document_usage", *DOCUMENT_SCRIPTS}
ELSEWHERE = "Elsewhere in the network"


def places_of(uses: Iterable[FileUse], confinement: Confinement) -> list[str]:
    """Where a file is used, for this person: pages of other stores and of the library have no names."""
    names = [
        str(use) if not confinement.is_confined or (use.page and confinement.has_page(use.page.path)) else ELSEWHERE
        for use in uses
    ]
    return list(dict.fromkeys(names))


def explained(ask: Ask, view_name: str) -> HttpResponse | None:
    """The page that says so, in place of one that would answer "no permission"; None for a file that is not locked."""
    if view_name in IMAGE_VIEWS:
        model, kind, add = get_image_model(), "picture", "wagtailimages:add"
    elif view_name in DOCUMENT_VIEWS:
        model, kind, add = get_document_model(), "document", "wagtaildocs:add"
    else:
        return None
    file = model.objects.filter(pk=ask.named("image_id", "document_id", "doc_id", "pk")).first()
    if file is None or not is_locked_for(ask.request.user, file):
        return None
    if view_name in IMAGE_SCRIPTS | DOCUMENT_SCRIPTS:
        words = f"“{file.title}” is in use: {', '.join(_places(ask, file))}. Upload another one, and submit its use."
        return JsonResponse({"success": False, "error_message": words}, status=403)
    return _page(ask.request, {"file": file, "kind": kind, "add": add, "places": _places(ask, file)})


def _places(ask: Ask, file: Any) -> list[str]:
    return places_of(uses_of_file(file), ask.confinement)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    page_title = f"“{context['file'].title}” is in use"
    status = 200 if request.method == "GET" else 403
    return render(request, "stores/isolation/file_in_use.html", {**context, "page_title": page_title}, status=status)
