"""The settings that follow from the network's own address."""

from typing import Any

from csp.constants import NONE, SELF


def settings_for(host: str, *, scheme: str) -> dict[str, Any]:
    """Settings of a network whose admin, API and media stand at `scheme://host`."""
    url = f"{scheme}://{host}"
    return {
        "NETWORK_HOST": host,
        "NETWORK_URL": url,
        "SITE_PORT": int(host.partition(":")[2] or (443 if scheme == "https" else 80)),
        "MEDIA_URL": f"{url}/media/",
        "WAGTAILADMIN_BASE_URL": url,
        "WAGTAILAPI_BASE_URL": url,
        "CSRF_TRUSTED_ORIGINS": [url],
        "CONTENT_SECURITY_POLICY": {
            # Wagtail's admin and the API's docs page bring scripts of their own.
            "EXCLUDE_URL_PREFIXES": ["/admin/", "/api/docs/"],
            "DIRECTIVES": {
                "default-src": [NONE],
                "img-src": [SELF, url],
                "style-src": [SELF],
                "font-src": [SELF],
                "form-action": [SELF],
                "base-uri": [NONE],
                "frame-ancestors": [NONE],
            },
        },
    }
