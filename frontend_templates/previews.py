"""Renders a draft for Wagtail's previews. The setting `STOREFRONT_RENDERER` names `render_preview`."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin, urlsplit

from csp.constants import NONE, SELF
from csp.utils import build_policy
from django.conf import settings
from django.db.models import Model
from django.http import HttpResponse
from django.template.loader import render_to_string

from api.previewing.giving import give_code
from api.serializers.shown import Shown
from api.site.languages import speaking
from api.site.previews import preview_answer, preview_warnings
from frontend_templates.clock import clock_of
from frontend_templates.theming import theme_css
from stores.previewing.choice import PreviewAs, PreviewRefused, preview_as
from stores.store.previews import MODES, USUAL, PreviewRequest

NO_MODE = PreviewRefused("There is no such preview.", 404)
NO_STORE = PreviewRefused("There is no store yet that could show this.", 200)


@dataclass(frozen=True, slots=True)
class PreviewBar:
    """What a preview has beyond the site: a strip on top, and Wagtail's checks. `at`: ISO 8601 in the store's zone."""

    store: str
    at: str
    zone_name: str
    is_now: bool
    warnings: list[str]
    theme: str
    is_hidden: bool
    has_checks: bool


def render_preview(draft: Model, request: PreviewRequest) -> HttpResponse:
    """The draft on the site of the store as which it is previewed, or why there is nothing to see.

    It is for this person and this moment: no cache keeps it, and no search engine lists it.
    """
    try:
        if request.mode not in dict(MODES):
            raise NO_MODE
        # A small picture of the site has no strip that would tell of another moment.
        chosen = preview_as(draft, None if request.part else request.asked_in)
        frontend = chosen.store.frontend if chosen and request.mode == USUAL and not request.part else None
        if chosen and frontend and frontend.preview_url and request.asked_in:
            response = _in_frontend(draft, request, chosen, frontend.preview_url)
        else:
            response = _rendered(draft, request, chosen)
    except PreviewRefused as refusal:
        html = render_to_string("frontend_templates/preview_refused.html", {"message": refusal.message}, request)
        response = HttpResponse(html, status=refusal.status)
        response["Content-Security-Policy"] = preview_policy("")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _in_frontend(draft: Any, request: PreviewRequest, chosen: PreviewAs, url: str) -> HttpResponse:
    """The strip, and below it the store's own frontend with a code for the draft.

    A page of ours around it: the admin itself opens no other site in its frames, and this one only that of the store.
    """
    assert request.asked_in is not None  # noqa: S101  (asked before)
    code = give_code(draft, request.asked_in, chosen)
    context = {"preview": _bar(draft, chosen, request, ""), "url": f"{url}?code={code}", "title": str(draft)}
    response = HttpResponse(render_to_string("frontend_templates/preview_frontend.html", context, request))
    parts = urlsplit(url)
    response["Content-Security-Policy"] = build_policy(
        replace={
            "style-src": [SELF],
            "form-action": [NONE],
            "frame-ancestors": [SELF],
            "frame-src": [f"{parts.scheme}://{parts.netloc}"],
        }
    )
    response["Referrer-Policy"] = "no-referrer"
    return response


def _bar(draft: Model, chosen: PreviewAs, request: PreviewRequest, theme: str) -> PreviewBar:
    store = chosen.store
    local = chosen.at.astimezone(store.zone)
    return PreviewBar(
        store=store.title,
        at=local.isoformat(timespec="seconds"),
        zone_name=local.tzname() or store.time_zone,
        is_now=chosen.is_now,
        warnings=preview_warnings(draft, store, chosen.at),
        theme=theme,
        is_hidden=bool(request.part),
        has_checks=request.in_preview_panel,
    )


def _rendered(draft: Model, request: PreviewRequest, chosen: PreviewAs | None) -> HttpResponse:
    shown = Shown(chosen.store, chosen.at) if chosen else None
    answer = preview_answer(draft, shown) if shown else None
    if chosen is None or shown is None or answer is None:
        raise NO_STORE
    bar = _bar(draft, chosen, request, theme_css(chosen.store))
    if request.part == "header":
        answer["banners"] = []
    context = {**answer, **clock_of(shown), "path": "/", "preview": bar}
    with speaking(shown.language):
        html = render_to_string(f"frontend_templates/{answer['page']['type']}.html", context, request)
    response = HttpResponse(html)
    scripts = [urljoin(request.build_absolute_uri("/"), settings.STATIC_URL)] if bar.has_checks else []
    response["Content-Security-Policy"] = preview_policy(bar.theme, scripts)
    return response


def preview_policy(theme: str, scripts: Sequence[str] = ()) -> str:
    """The storefront's own policy, in a frame of the admin's; the draft's colors stand in the page itself.

    `scripts`: where scripts may come from. Wagtail's checks need theirs; nothing written into a draft ever runs.
    """
    digest = b64encode(sha256(theme.encode()).digest()).decode()
    return build_policy(
        replace={
            "style-src": [SELF, f"'sha256-{digest}'"],
            "form-action": [NONE],
            "frame-ancestors": [SELF],
            **({"script-src": [*scripts]} if scripts else {}),
        }
    )
