"""Who is invited to the network, as an editor or a network admin; for network admins."""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages

from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.form_errors import add_errors
from stores.people.invitation_forms import InviteForm
from stores.people.invitation_taps import TOO_MANY, InvitationTap, Revoke, SendAgain
from stores.people.inviting import invite
from stores.people.models import Invitation
from stores.people.people import roles_to_give


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


class NetworkTap(NetworkAdminMixin, InvitationTap):
    """Of the network, and of no store."""

    def asked_for(self) -> QuerySet[Invitation]:
        return Invitation.objects.filter(store=None)

    def back_to_list(self) -> HttpResponse:
        return redirect("stores_network_people")


class NetworkSendAgainView(SendAgain, NetworkTap):
    """Another link to a new editor or network admin."""


class NetworkRevokeView(Revoke, NetworkTap):
    """No invitation to the network any more."""


def network_people_urls() -> list[Any]:
    """The screens of invitations to the network, below `/admin/`."""
    invitation = "network/people/invitations/<int:invitation_id>/"
    return [
        path("network/people/", NetworkPeopleView.as_view(), name="stores_network_people"),
        path(f"{invitation}again/", NetworkSendAgainView.as_view(), name="stores_network_send_again"),
        path(f"{invitation}revoke/", NetworkRevokeView.as_view(), name="stores_network_revoke"),
    ]
