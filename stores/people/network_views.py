"""Who is invited to the network, as an editor or a network admin; for network admins."""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.views.generic import FormView, View
from wagtail.admin import messages

from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.form_errors import add_errors
from stores.people.invitation_forms import InviteForm
from stores.people.inviting import NotGood, invite, revoke, send_again
from stores.people.models import Invitation
from stores.people.people import roles_to_give

TOO_MANY = "That is many invitations for one hour. Wait a while, then go on."


class NetworkPeopleView(NetworkAdminMixin, FormView):
    """Who is invited, and a form that invites."""

    page_title = "Invite to the network"
    header_icon = "mail"
    template_name = "stores/people/network_people.html"
    form_class = InviteForm
    success_url = reverse_lazy("stores_network_people")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        users = {"url": str(reverse_lazy("wagtailusers_users:index")), "label": "Users"}
        return [*self.breadcrumbs_items, users, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": roles_to_give(actor_of(self.request), None)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitations = Invitation.objects.open().filter(store=None).select_related("invited_by")
        return super().get_context_data(invitations=invitations.order_by("-invited_at"), now=timezone.now(), **kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        if not ratelimit.consume(self.request, action="invite", user=self.request.user):
            messages.error(self.request, TOO_MANY)
            return redirect("stores_network_people")
        try:
            invitation = invite(by=actor_of(self.request), store=None, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(self.request, f"An invitation is on its way to {invitation.email}.")
        return super().form_valid(form)


class _NetworkTapView(NetworkAdminMixin, View):
    """One tap on an open invitation to the network."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, invitation_id: int) -> HttpResponse:
        invitation = get_object_or_404(Invitation, store=None, pk=invitation_id)
        try:
            self.tapped(invitation)
        except NotGood:
            messages.error(request, "It has been accepted or revoked meanwhile.")
        return redirect("stores_network_people")

    def tapped(self, invitation: Invitation) -> None:
        """Do what the tap is for, and say what was done. NotGood if it can't be done any more."""
        raise NotImplementedError


class NetworkSendAgainView(_NetworkTapView):
    """Mails another link; the earlier one is dead."""

    def tapped(self, invitation: Invitation) -> None:
        if not ratelimit.consume(self.request, action="invite", user=self.request.user):
            messages.error(self.request, TOO_MANY)
            return
        send_again(by=actor_of(self.request), invitation=invitation)
        messages.success(self.request, f"A new link is on its way to {invitation.email}. The earlier one is dead.")


class NetworkRevokeView(_NetworkTapView):
    """The link opens nothing from now on."""

    def tapped(self, invitation: Invitation) -> None:
        revoke(by=actor_of(self.request), invitation=invitation)
        messages.success(self.request, f"The invitation of {invitation.email} is revoked.")


def network_people_urls() -> list[Any]:
    """The screens of invitations to the network, below `/admin/`."""
    invitation = "network/people/invitations/<int:invitation_id>/"
    return [
        path("network/people/", NetworkPeopleView.as_view(), name="stores_network_people"),
        path(f"{invitation}again/", NetworkSendAgainView.as_view(), name="stores_network_send_again"),
        path(f"{invitation}revoke/", NetworkRevokeView.as_view(), name="stores_network_revoke"),
    ]
