"""Finding the store to preview as: typed and completed."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from stores.audience.store_names import Label, named_like
from stores.previewing.choice import choosable_stores


def preview_names(request: HttpRequest) -> JsonResponse:
    """Stores as which the person may preview, as the panel names them; the first ones by name for an empty `term`."""
    term = request.GET.get("term", "").strip().replace("\x00", "")
    stores = choosable_stores(request.user).only("pk", "title", "city", "state", "slug")
    response = JsonResponse([Label.of_store(store) for store in named_like(stores, term)], safe=False)
    response["Cache-Control"] = "private, no-store"
    return response


def register_preview_names() -> list[Any]:
    """The address of the stores to preview as, below `/admin/`."""
    return [path("stores/preview-names/", preview_names, name="stores_preview_names")]


def load_preview_as() -> SafeString:
    """The panel's script."""
    return format_html('<script src="{}"></script>', static("stores/preview-as.js"))
