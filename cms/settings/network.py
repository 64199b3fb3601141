"""The settings that follow from the network's own address, and from the one of its uploads."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from cms.env import BadEnvironment, refuse_value

NOTHING = {"default-src": [NONE], "base-uri": [NONE], "frame-ancestors": [NONE]}
"""What every policy begins with: nothing is loaded, and nobody frames the page."""


def settings_for(host: str, *, scheme: str, media_host: str = "") -> dict[str, Any]:
    """Settings of a network whose admin and API stand at `scheme://host`, and its uploads at `media_host` or there."""
    url, media = f"{scheme}://{host}", f"{scheme}://{media_host or host}"
    if media_host.partition(":")[0] == host.partition(":")[0]:
        mend = "Write a host that shares no cookie with the admin, such as 'uploads.example.net', or leave it out."
        refuse_value(BadEnvironment("MEDIA_HOST", "is NETWORK_HOST", mend))
    return {
        "NETWORK_HOST": host,
        "NETWORK_URL": url,
        "MEDIA_HOST": media_host,
        "SITE_PORT": int(host.partition(":")[2] or (443 if scheme == "https" else 80)),
        "MEDIA_URL": f"{media}/media/",
        "WAGTAILADMIN_BASE_URL": url,
        "WAGTAILAPI_BASE_URL": url,
        "CSRF_TRUSTED_ORIGINS": [url],
        **_policies(media, [media] if media_host else []),
    }


def _policies(media: str, elsewhere: list[str]) -> dict[str, Any]:
    """What each kind of page may load; pictures come from `media`, on a site from its own host or from `elsewhere`."""
    return {
        "CONTENT_SECURITY_POLICY": {
            # These have policies of their own, below.
            "EXCLUDE_URL_PREFIXES": ["/admin/", "/api/docs/"],
            "DIRECTIVES": {
                **NOTHING,
                "img-src": [SELF, *elsewhere],
                "style-src": [SELF],
                "font-src": [SELF],
                "manifest-src": [SELF],
                # No script is let in; Lighthouse asks for robots.txt in the page's name.
                "connect-src": [SELF],
                "form-action": [SELF],
            },
        },
        "ADMIN_POLICY": {
            **NOTHING,
            # Wagtail 8 writes scripts and styles into its pages, and knows no nonces.
            "script-src": [SELF, UNSAFE_INLINE],
            "style-src": [SELF, UNSAFE_INLINE],
            "img-src": [SELF, media, "data:", "blob:"],
            "font-src": [SELF, "data:"],
            "connect-src": [SELF],
            "manifest-src": [SELF],
            # Previews.
            "frame-src": [SELF],
            "form-action": [SELF],
        },
        "DOCS_POLICY": {
            **NOTHING,
            "script-src": [SELF],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF],
            "form-action": [NONE],
        },
    }
