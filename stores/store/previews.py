"""Previews: drafts are rendered by the storefront, which lives in a package above this one."""

from functools import cached_property
from typing import Any, Literal

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from wagtail.models import PreviewableMixin


class PreviewRequest(HttpRequest):
    """The request that Wagtail makes up for a preview. `asked_in`: the one of the admin that asks for it.

    `part`: a small picture of the site, in which no strip says that it is a preview; all of it, or from its header on.
    `in_preview_panel`: Wagtail's own word for the frame beside a form, in which its checks run.
    """

    asked_in: HttpRequest | None
    part: Literal["", "site", "header"]
    in_preview_panel: bool
    mode: str


USUAL, BUILT_IN_SITE = "", "built-in"
"""Modes of a preview: where patients read the store's pages, and the built-in site whatever that is."""
MODES = ((USUAL, "Where patients read it"), (BUILT_IN_SITE, "The built-in site"))


def shows_drafts_in_frontends() -> bool:
    """Whether a frontend of any store does."""
    names = "StoreRegistration", "NetworkFrontend"
    return any(apps.get_model("stores", name).objects.exclude(preview_path="").exists() for name in names)


class StorefrontPreviewMixin(PreviewableMixin):
    """Hands a draft to what the setting `STOREFRONT_RENDERER` names: a callable of draft and PreviewRequest.

    Every preview of Wagtail's comes through here: panel, "view draft", revisions, approval.
    """

    @cached_property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One where no frontend of any store shows drafts: there is nothing to choose then."""
        return [*MODES] if shows_drafts_in_frontends() else [MODES[0]]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        attrs = {"part": "", "in_preview_panel": False, **(extra_request_attrs or {}), "asked_in": original_request}
        response: HttpResponse = super().make_preview_request(original_request, preview_mode, attrs)
        return response

    def serve_preview(self, request: PreviewRequest, mode_name: str) -> HttpResponse:
        request.mode = mode_name or USUAL
        response: HttpResponse = import_string(settings.STOREFRONT_RENDERER)(self, request)
        return response

    def _get_dummy_header_url(self, original_request: HttpRequest | None = None) -> str | None:
        """The network's own host. Wagtail would ask for `full_url`, which costs more with every Site."""
        return original_request.build_absolute_uri("/") if original_request else None
