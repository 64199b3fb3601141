"""Renders a draft for Wagtail's preview panel. The setting `STOREFRONT_RENDERER` names `render_preview`."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from api.previews import preview_answer, store_of_draft
from frontend_templates.clock import clock_of


def render_preview(page: Page, request: HttpRequest) -> HttpResponse:
    """The draft on its store's site."""
    store, at = store_of_draft(page), timezone.now()
    answer = preview_answer(page, store, at) if store else None
    if store is None or answer is None:
        return HttpResponse(
            "There is no store yet that could show this page.", content_type="text/plain; charset=utf-8"
        )
    template = f"frontend_templates/{answer['page']['type']}.html"
    response = HttpResponse(render_to_string(template, {**answer, **clock_of(store, at), "path": "/"}, request))
    # It is shown inside the admin, whose own policy applies there.
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
