"""Whoever would publish what is not checked, or held by its provider, by a door without words for it, reads why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow

from cms.checklists.embargoes import Embargoed
from cms.checklists.ticks import Unticked


class KeptBackMiddleware:
    """Leads back to where somebody came from, as Wagtail does when it refuses: approvals, and what is added yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Nothing was published: the view's transaction has ended with the exception."""
        if not isinstance(exception, Unticked | Embargoed):
            return None
        messages.error(request, f"Nothing was published. {' '.join(exception.messages)}")
        back = request.headers.get("Referer", "")
        is_here = url_has_allowed_host_and_scheme(back, {request.get_host()})
        url = back if is_here else "/admin/"
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            answer: HttpResponse = render_modal_workflow(
                request, "", None, {}, json_data={"step": "success", "redirect": url}
            )
            return answer
        return redirect(url)
