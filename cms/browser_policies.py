"""What a browser may do with an answer: where it loads from, what of the device it asks for, who may embed it."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse

CONTENT, PERMISSIONS, RESOURCE = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Cross-Origin-Resource-Policy",
)
DEVICE = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
    *("fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi"),
    *("payment", "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
NOTHING = ", ".join(f"{feature}=()" for feature in DEVICE)
PASSKEYS = "publickey-credentials-create=(self), publickey-credentials-get=(self)"
NO_PASSKEYS = "publickey-credentials-create=(), publickey-credentials-get=()"

ADMIN, DOCS = "/admin/", "/api/docs/"
# Frontends at other hosts read these: JSON, pictures, leaflets.
FOR_OTHERS = ("/api/", "/media/", "/documents/")


def _site_policy() -> dict[str, Any]:
    policy: dict[str, Any] = getattr(settings, "CONTENT_SECURITY_POLICY", {})
    return policy


class SitePolicyMiddleware(CSPMiddleware):
    """django-csp's header, which it writes anew for each answer: the usual one is written once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self._written: tuple[Any, str] = (None, "")

    def _usual(self) -> str:
        """The usual policy; written anew only where the settings are others."""
        policy = _site_policy()
        if self._written[0] is not policy:
            self._written = (policy, build_policy())
        return self._written[1]

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        not_for = tuple(_site_policy().get("EXCLUDE_URL_PREFIXES", ()))
        has_its_own = any(name.startswith("_csp") for name in vars(response))
        is_usual = not (settings.DEBUG or has_its_own or request.path_info.startswith(not_for))
        if not is_usual or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response.headers.setdefault(CONTENT, self._usual())
        # Asked for now, a nonce would stand in no header: refused, as there.
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


class BrowserPolicyMiddleware:
    """Adds what an answer does not say itself. The public site's own policy is django-csp's, further in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        path = request.path_info
        # A store's host has no admin; below that path it has its "not found", which is of the public site.
        is_admin = path.startswith(ADMIN) and getattr(request, "store", None) is None
        if path.startswith((ADMIN, DOCS)):
            policy = settings.DOCS_POLICY if path.startswith(DOCS) else settings.ADMIN_POLICY if is_admin else None
            response.headers.setdefault(CONTENT, build_policy(config=policy))
        response.headers.setdefault(PERMISSIONS, f"{NOTHING}, {PASSKEYS if is_admin else NO_PASSKEYS}")
        response.headers.setdefault(RESOURCE, "cross-origin" if path.startswith(FOR_OTHERS) else "same-origin")
        return response
