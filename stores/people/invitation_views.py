"""Where the link of an invitation leads. The token comes in the body of a POST, and is kept nowhere."""

from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from wagtail.admin import messages

from stores.access.who import actor_of
from stores.people.invitation_forms import NewAccountForm, TokenForm
from stores.people.inviting import HasAccount, NotGood, accept_as, accept_as_new, account_of, good_invitation
from stores.people.models import Invitation
from stores.upstream.allauth import record_authentication

TEMPLATE_FOLDER = "stores/people/entrance/"


class InvitationView(View):
    """GET: a page whose script posts the token that stands in the link. POST `token`: what the invitation offers; with
    `accept`, accepts it."""

    @method_decorator(sensitive_post_parameters("token", "password"))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page("open_invitation", form=TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not ratelimit.consume(request, action="invitation"):
            return ratelimit.respond_429(request)
        token = request.POST.get("token", "").strip()
        try:
            return self._opened(good_invitation(token), token)
        except NotGood:
            # One answer for every reason: whoever guesses learns nothing.
            return self._page("no_invitation", status=410)

    def _opened(self, invitation: Invitation, token: str) -> HttpResponse:
        account = account_of(invitation)
        about: dict[str, Any] = {"invitation": invitation, "token": token}
        if self.request.user.is_authenticated and self.request.user != account:
            return self._page("other_account", **about)
        if account is None:
            return self._new(about)
        if self.request.user != account:
            return self._page("known_account", **about)
        if "accept" not in self.request.POST:
            return self._page("accept_invitation", **about)
        return self._add(token)

    def _add(self, token: str) -> HttpResponse:
        """To the account of whoever is logged in."""
        invitation = accept_as(token=token, person=actor_of(self.request))
        messages.success(self.request, f"You now have access to {invitation.place}.")
        return redirect("wagtailadmin_home")

    def _new(self, about: dict[str, Any]) -> HttpResponse:
        """Make the account, and log in."""
        is_sent = "accept" in self.request.POST
        form = NewAccountForm(self.request.POST if is_sent else None, invitation=about["invitation"])
        if not form.is_valid():
            return self._page("new_account", form=form, **about)
        try:
            person = accept_as_new(token=about["token"], **form.cleaned_data)
        except HasAccount:
            return self._page("known_account", **about)
        return self._log_in(person, about["invitation"])

    def _log_in(self, person: Any, invitation: Invitation) -> HttpResponse:
        """Through allauth, which asks for a second factor if this account has kept one."""
        record_authentication(self.request, person, method="password", username=person.get_username())
        button = messages.button(reverse("mfa_index"), "Set up a second factor")
        messages.success(self.request, f"Welcome. You now have access to {invitation.place}.", buttons=[button])
        fresh = get_user_model()._default_manager.get(pk=person.pk)
        answer: HttpResponse = perform_login(self.request, fresh, redirect_url=reverse("wagtailadmin_home"))
        # Whose device this is, nobody knows yet: until the browser closes.
        self.request.session.set_expiry(0)
        return answer

    def _page(self, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        return TemplateResponse(self.request, f"{TEMPLATE_FOLDER}{name}.html", context, status=status)
