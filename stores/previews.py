"""Previews: pages are rendered by the storefront, which lives in a package above this one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


class StorefrontPreviewMixin:
    """Hands a draft to what the setting `STOREFRONT_RENDERER` names: a callable of page and request."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: HttpResponse = import_string(settings.STOREFRONT_RENDERER)(self, request)
        return response
