"""The icons of a store's site, made from its logo, or from its name and color where it has none; and its manifest."""

import json
import re
import struct
from pathlib import Path
from typing import Any
from unicodedata import normalize

from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.utils.html import escape

from api.hosts import HostedRequest
from api.serializers.shown import Shown
from cms.media.ladder import ICON
from cms.media.models import Rendition
from frontend_templates.drawing import card_jpeg, icon_png
from frontend_templates.machines import for_machines

MANIFEST = "application/manifest+json"
PLAIN_ICON = Path(__file__).parent / "static" / "frontend_templates" / "favicon.ico"
SIZES = (180, 192, 512)
"""Of squares in pixels: iPhones, and what a manifest names."""
NOT_IN_WORDS = re.compile(r"^[\W_]+")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="{color}"/>'
    '<text x="32" y="44" font-family="Arial,Helvetica,sans-serif" font-size="36" font-weight="700" fill="#fff" '
    'text-anchor="middle">{letter}</text></svg>\n'
)


def letter_of(name: str) -> str:
    """The letter that stands for a store: the first of its name that is one, past "The"."""
    begun = (NOT_IN_WORDS.sub("", word) for word in normalize("NFC", name).split())
    words = [word for word in begun if word]
    word = words[1] if len(words) > 1 and words[0].lower() == "the" else (words or ["+"])[0]
    letter = word[0].upper()
    # Some letters have no large one.
    return letter if len(letter) == 1 else word[0]


@for_machines
def drawn_icon(request: HostedRequest, shown: Shown) -> HttpResponse:
    """The icon of a store without a logo."""
    text = SVG.format(color=shown.store.accent, letter=escape(letter_of(shown.store.title)))
    return HttpResponse(text, content_type="image/svg+xml")


@for_machines
def drawn_square(request: HostedRequest, shown: Shown, size: int) -> HttpResponse | None:
    """The same as phones want it: a PNG. None for a size that nothing asks for."""
    if size not in SIZES:
        return None
    store = shown.store
    return HttpResponse(icon_png(letter_of(store.title), store.accent, size), content_type="image/png")


@for_machines
def drawn_card(request: HostedRequest, shown: Shown) -> HttpResponse:
    """What social networks show of a store that has neither logo nor photo."""
    store = shown.store
    town = f"{store.city}, {store.state}"
    return HttpResponse(card_jpeg(store.title, town, store.accent), content_type="image/jpeg")


@for_machines
def favicon(request: HostedRequest, shown: Shown) -> HttpResponse:
    """What browsers ask for by themselves: the logo's icon, in the form that they expect; else a plain one."""
    logo = shown.store.logo_id
    icon = (
        Rendition.objects.filter(image=logo, filter_spec=ICON).values_list("file", flat=True).last() if logo else None
    )
    return HttpResponse(_wrapped(icon) if icon else PLAIN_ICON.read_bytes(), content_type="image/x-icon")


def _wrapped(name: str) -> bytes:
    """A PNG of 192 pixels as the only picture of an ICO: a header of 22 bytes before it."""
    try:
        with default_storage.open(name) as file:
            picture: bytes = file.read()
    except OSError:
        return PLAIN_ICON.read_bytes()
    entry = struct.pack("<BBBBHHII", 192, 192, 0, 0, 1, 32, len(picture), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + picture


@for_machines
def site_manifest(request: HostedRequest, shown: Shown) -> HttpResponse:
    """The site as an app on a phone's home screen."""
    store = shown.store
    logo = shown.picture(store.logo_id)
    drawn = [
        {"src": "/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        *({"src": f"/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in SIZES[1:]),
    ]
    icons = [{"src": logo.icon["src"], "sizes": "192x192", "type": "image/png"}] if logo and logo.icon else drawn
    document: dict[str, Any] = {
        "name": store.title,
        "short_name": store.title,
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "lang": "en-US",
        "background_color": "#ffffff",
        "theme_color": store.accent,
        "icons": icons,
    }
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type=MANIFEST)
