"""A session that ended while somebody was writing: what was typed is not lost.

A form that is sent after the end comes back in a page that holds all of it, leads to the login in another tab, and
sends it again. So does one that was open while its person logged in anew. Both only for forms of our own: what another
site has sent is refused, and never offered.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.views.generic import TemplateView, View

ADMIN = "/admin/"
ADMIN_ROUTE = "admin/"
OPEN_TO_ALL = ("account_", "mfa_", "stores_invitation", "wagtailadmin_login", "wagtailadmin_logout")
"""How the names of views begin that nobody needs to be logged in for."""
PASSWORD_RESET = "wagtailadmin_password_reset"  # noqa: S105  (a view)
NOT_KEPT = ("csrfmiddlewaretoken", "overwrite_revision_id")
ENDED = "You are logged out. What you typed is still here: log in in another tab, then go on."
LOGGED_IN_ANEW = "You have logged in anew since this page was opened. What you typed is still here."


class EndedSessionMiddleware:
    """Answers forms of people who are not logged in any more."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "POST" or request.user.is_authenticated or match is None:
            return None
        is_open = (match.view_name or "").startswith((*OPEN_TO_ALL, PASSWORD_RESET))
        if is_open or not match.route.startswith(ADMIN_ROUTE) or not is_of_our_own(request):
            return None
        return _answer(request, ENDED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a good token: sent again if it is one of the admin's own, else refused in plain words."""
    is_form = request.method == "POST" and request.path_info.startswith(ADMIN) and is_of_our_own(request)
    if is_form and getattr(request, "store", None) is None:
        return _answer(request, LOGGED_IN_ANEW)
    return render(request, "403_csrf.html", status=403)


def is_of_our_own(request: HttpRequest) -> bool:
    """Whether a page of this host sent the form, and no script of Wagtail's old kind: the browser says so."""
    origin = f"{request.scheme}://{request.get_host()}"
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return request.headers.get("Origin") == origin and not is_script


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    response: HttpResponse
    if request.headers.get("Accept", "") == "application/json":
        # Wagtail's autosave shows the message of this code in the form's footer.
        response = JsonResponse({"success": False, "error_code": "locked", "error_message": text}, status=401)
    else:
        response = render(request, "cms/accounts/send_again.html", _kept(request, text), status=401)
    add_never_cache_headers(response)
    return response


def _kept(request: HttpRequest, text: str) -> dict[str, Any]:
    """What the page shows: no password is written into it, and of files the browser has only the names."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT and "password" not in name
    ]
    return {"text": text, "fields": fields, "has_files": bool(request.FILES), "address": request.get_full_path()}


class SessionView(View):
    """Who is logged in, and a token for forms that were opened before: asked by the admin's pages."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person = request.user.pk if request.user.is_authenticated else None
        response = JsonResponse({"person": person, "token": get_token(request)})
        add_never_cache_headers(response)
        return response


class BackView(TemplateView):
    """Where the login in another tab leads."""

    template_name = "cms/accounts/logged_in_again.html"


def session_script() -> str:
    """The script of the admin's pages, and what it needs to know."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}" data-status="{}" data-login="{}?next={}"></script>',
        static("cms/session.css"),
        static("cms/session.js"),
        reverse("cms_session"),
        reverse("account_login"),
        reverse("cms_session_back"),
    )
