"""The admin as an app on somebody's phone: its manifest, and icons that a browser keeps.

No service worker: what the app shows is always what the server says now.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.icons import get_icon_sprite_hash
from wagtail.admin.views.home import sprite

A_DAY, A_YEAR = 86_400, 31_536_000
SIZES = (192, 512)
COLOR = "#2e1f5e"
"""Of the admin's menu, which stands at the top of the screen."""


def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it installs the admin. Browsers send no cookie, so it says what everybody may know."""
    home = reverse("wagtailadmin_home")
    name = str(settings.WAGTAIL_SITE_NAME)
    icons = [
        {"src": static(f"cms/app-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES
        for purpose in ("any", "maskable")
    ]
    facts = {
        "id": home,
        "name": name,
        "short_name": name,
        "lang": "en-US",
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": COLOR,
        "icons": icons,
    }
    response = JsonResponse(facts, content_type="application/manifest+json")
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response


def kept_sprite(request: HttpRequest) -> HttpResponse:
    """Wagtail's icons, which its pages ask for on every screen, at an address that changes with them.

    At an address that is not of these very icons, as while a new release starts, nobody keeps them.
    """
    response: HttpResponse = sprite(request)
    if request.GET.get("h") == get_icon_sprite_hash():
        patch_cache_control(response, private=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, no_store=True)
    return response


@hooks.register("insert_global_admin_css")
def lead_to_manifest() -> SafeString:
    """In the head of every screen."""
    return format_html(
        '<link rel="manifest" href="{}"><link rel="apple-touch-icon" href="{}"><meta name="theme-color" content="{}">',
        reverse("cms_manifest"),
        static(f"cms/app-{SIZES[0]}.png"),
        COLOR,
    )


def installed_urls() -> list[Any]:
    """Below `/admin/`, before Wagtail's own address of its icons."""
    return [
        path("app.webmanifest", manifest, name="cms_manifest"),
        path("sprite/", kept_sprite, name="wagtailadmin_sprite"),
    ]
