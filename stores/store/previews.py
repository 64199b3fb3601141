"""Previews: drafts are rendered by the storefront, which lives in a package above this one."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.models import PreviewableMixin


class PreviewRequest(HttpRequest):
    """The request that Wagtail makes up for a preview. `asked_in`: the one of the admin that asks for it.

    `part`: a small picture of the site, in which no strip says that it is a preview; all of it, or from its header on.
    """

    asked_in: HttpRequest | None
    part: Literal["", "site", "header"]


class StorefrontPreviewMixin(PreviewableMixin):
    """Hands a draft to what the setting `STOREFRONT_RENDERER` names: a callable of draft and PreviewRequest.

    Every preview of Wagtail's comes through here: panel, "view draft", revisions, approval.
    """

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        attrs = {"part": "", **(extra_request_attrs or {}), "asked_in": original_request}
        response: HttpResponse = super().make_preview_request(original_request, preview_mode, attrs)
        return response

    def serve_preview(self, request: PreviewRequest, mode_name: str) -> HttpResponse:
        response: HttpResponse = import_string(settings.STOREFRONT_RENDERER)(self, request)
        return response

    def _get_dummy_header_url(self, original_request: HttpRequest | None = None) -> str | None:
        """The network's own host. Wagtail would ask for `full_url`, which costs more with every Site."""
        return original_request.build_absolute_uri("/") if original_request else None
