"""The login and one's own factors; the rest are allauth's views as they are."""

from typing import Any

from allauth.account.views import LoginView as AllauthLoginView
from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.account import password_reset_enabled

from cms.accounts.factors import must_have_factor


class LoginView(AllauthLoginView):
    """The admin's login: who is logged in and may not enter the admin (yet) may come in as somebody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            # Sent on to the admin, they would be sent back here. The session stays: it may accept an invitation.
            request.user = AnonymousUser()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            network_name=settings.WAGTAIL_SITE_NAME, show_password_reset=password_reset_enabled(), **kwargs
        )


class FactorsView(IndexView):
    """The second factors that the person has, and what they may add."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(must_have_factor=must_have_factor(self.request.user), **kwargs)
