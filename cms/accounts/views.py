"""The login and one's own factors; the rest are allauth's views as they are."""

import json
import re
from functools import partial
from typing import Any

from allauth.account.views import LoginView as AllauthLoginView
from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.functional import cached_property
from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import ChangePasswordPanel, password_reset_enabled
from wagtail.admin.views.dismissibles import DismissiblesView
from wagtail.users.models import UserProfile

from cms.accounts.factors import must_have_factor
from cms.accounts.forms import OldPasswordForm
from cms.accounts.guessing import Guess

HINT = re.compile(r"[\w.:-]{1,100}", re.ASCII)
MOST_HINTS = 200
"""Wagtail and this project have a dozen."""
MOST_LETTERS = 100


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


class AccountView(WagtailAccountView):
    """One's own account, where the old password can't be tried without end."""

    @cached_property
    def guess(self) -> Guess:
        return Guess(self.request, self.request.user)

    def get_panels(self) -> list[Any]:
        panels: list[Any] = super().get_panels()
        for panel in panels:
            if isinstance(panel, ChangePasswordPanel):
                panel.form_class = partial(OldPasswordForm, guess=self.guess)
        return panels


class HintsView(DismissiblesView):
    """Which hints somebody has dismissed; Wagtail keeps whatever is sent."""

    def patch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            sent = json.loads(request.body)
        except ValueError:
            sent = None
        kept: dict[str, Any] = UserProfile.get_for_user(request.user).dismissibles
        if not _are_hints(sent) or len({**kept, **sent}) > MOST_HINTS:
            text = f"Send an object of at most {MOST_HINTS} names of hints, each true or false."
            return JsonResponse({"error": text}, status=400)
        answer: HttpResponse = super().patch(request, *args, **kwargs)
        return answer


def _are_hints(sent: Any) -> bool:
    return isinstance(sent, dict) and all(
        HINT.fullmatch(name) and isinstance(value, bool | str) and len(str(value)) <= MOST_LETTERS
        for name, value in sent.items()
    )


class FactorsView(IndexView):
    """The second factors that the person has, and what they may add."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(must_have_factor=must_have_factor(self.request.user), **kwargs)
