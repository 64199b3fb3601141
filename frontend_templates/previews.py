"""Renders a draft for Wagtail's previews. The setting `STOREFRONT_RENDERER` names `render_preview`."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.db.models import Model
from django.http import HttpResponse
from django.template.loader import render_to_string

from api.serializers.shown import Shown
from api.site.previews import preview_answer, preview_warnings
from frontend_templates.clock import clock_of
from frontend_templates.theming import theme_css
from stores.previewing.choice import PreviewAs, PreviewRefused, preview_as
from stores.store.previews import PreviewRequest

NO_STORE = PreviewRefused("There is no store yet that could show this.", 200)


@dataclass(frozen=True, slots=True)
class PreviewBar:
    """The strip above a preview, which is no part of the site. `at`: ISO 8601 in the store's zone."""

    store: str
    at: str
    zone_name: str
    is_now: bool
    warnings: list[str]
    theme: str
    is_hidden: bool


def render_preview(draft: Model, request: PreviewRequest) -> HttpResponse:
    """The draft on the site of the store as which it is previewed, or why there is nothing to see.

    It is for this person and this moment: no cache keeps it, and no search engine lists it.
    """
    try:
        # A small picture of the site has no strip that would tell of another moment.
        response = _rendered(draft, request, preview_as(draft, None if request.part else request.asked_in))
    except PreviewRefused as refusal:
        html = render_to_string("frontend_templates/preview_refused.html", {"message": refusal.message}, request)
        response = HttpResponse(html, status=refusal.status)
        response["Content-Security-Policy"] = preview_policy("")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _rendered(draft: Model, request: PreviewRequest, chosen: PreviewAs | None) -> HttpResponse:
    shown = Shown(chosen.store, chosen.at) if chosen else None
    answer = preview_answer(draft, shown) if shown else None
    if chosen is None or shown is None or answer is None:
        raise NO_STORE
    store = chosen.store
    local = chosen.at.astimezone(store.zone)
    bar = PreviewBar(
        store=store.title,
        at=local.isoformat(timespec="seconds"),
        zone_name=local.tzname() or store.time_zone,
        is_now=chosen.is_now,
        warnings=preview_warnings(draft, store, chosen.at),
        theme=theme_css(store),
        is_hidden=bool(request.part),
    )
    if request.part == "header":
        answer["banners"] = []
    context = {**answer, **clock_of(shown), "path": "/", "preview": bar}
    html = render_to_string(f"frontend_templates/{answer['page']['type']}.html", context, request)
    response = HttpResponse(html)
    response["Content-Security-Policy"] = preview_policy(bar.theme)
    return response


def preview_policy(theme: str) -> str:
    """The storefront's own policy, in a frame of the admin's; the draft's colors stand in the page itself."""
    digest = b64encode(sha256(theme.encode()).digest()).decode()
    return build_policy(
        replace={"style-src": [SELF, f"'sha256-{digest}'"], "form-action": [NONE], "frame-ancestors": [SELF]}
    )
