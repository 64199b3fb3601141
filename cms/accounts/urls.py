"""Addresses of the one login and of one's own second factors: below `/admin/`, before Wagtail's own.

Only what is used of allauth is mounted: no signing up, no e-mail addresses, no codes by mail.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from cms.accounts.ended import BackView, SessionView
from cms.accounts.views import AccountView, FactorsView, HintsView, LoginView
from stores.people.invitation_views import InvitationView

View = Callable[..., HttpResponseBase]

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    # The code that an app reads is an image in the page itself.
    "img-src": [SELF, "data:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


def entrance(view: View) -> View:
    """Never kept by anybody, and with a policy of its own: the admin at large has none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["Content-Security-Policy"] = "; ".join(
            f"{directive} {' '.join(sources)}" for directive, sources in POLICY.items()
        )
        return response

    return guarded


def _path(route: str, view: View, name: str) -> Any:
    return path(route, entrance(view), name=name)


urlpatterns = [
    # Wagtail's own address of it stands behind this one.
    path("account/", never_cache(require_admin_access(AccountView.as_view())), name="wagtailadmin_account"),
    path("dismissibles/", never_cache(require_admin_access(HintsView.as_view())), name="wagtailadmin_dismissibles"),
    _path("session/", SessionView.as_view(), "cms_session"),
    _path("session/back/", BackView.as_view(), "cms_session_back"),
    _path("login/", LoginView.as_view(), "account_login"),
    _path("login/second-factor/", mfa.authenticate, "mfa_authenticate"),
    _path("login/passkey/", passkeys.login_webauthn, "mfa_login_webauthn"),
    _path("invitation/", InvitationView.as_view(), "stores_invitation"),
    _path("confirm/", reauthenticate, "account_reauthenticate"),
    _path("confirm/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _path("confirm/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _path("second-factor/", FactorsView.as_view(), "mfa_index"),
    _path("second-factor/app/", totp.activate_totp, "mfa_activate_totp"),
    _path("second-factor/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _path("second-factor/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    _path("second-factor/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    _path("second-factor/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    _path("second-factor/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _path("second-factor/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
]
