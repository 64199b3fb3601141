"""Renders a draft for Wagtail's preview panel. The setting `STOREFRONT_RENDERER` names `render_preview`."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from api.previews import preview_answer, store_of_draft


def render_preview(page: Page, request: HttpRequest) -> HttpResponse:
    """The draft on its store's site."""
    store = store_of_draft(page)
    answer = preview_answer(page, store, timezone.now()) if store else None
    if answer is None:
        return HttpResponse(
            "There is no store yet that could show this page.", content_type="text/plain; charset=utf-8"
        )
    template = f"frontend_templates/{answer['page']['type']}.html"
    response = HttpResponse(render_to_string(template, {**answer, "path": "/"}, request))
    # It is shown inside the admin, whose own policy applies there.
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response
