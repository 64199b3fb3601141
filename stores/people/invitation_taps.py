"""One tap on an invitation that stands open: another link, or none. To a store or to the network."""

from typing import Any

from allauth.core import ratelimit
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from wagtail.admin import messages

from stores.access.who import actor_of
from stores.people.inviting import NotGood, revoke, send_again
from stores.people.models import Invitation

TOO_MANY = "That is many invitations for one hour. Wait a while, then go on."


class InvitationTap(View):
    """POST does one thing to an invitation of `asked_for`, and leads back to where they are listed."""

    http_method_names = ["post"]

    def asked_for(self) -> QuerySet[Invitation]:
        """The invitations that the person may tap."""
        raise NotImplementedError

    def back_to_list(self) -> HttpResponse:
        """To the list."""
        raise NotImplementedError

    def tapped(self, invitation: Invitation) -> None:
        """Do what the tap is for, and say what was done. NotGood if it can't be done any more."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        invitation = get_object_or_404(self.asked_for(), pk=kwargs["invitation_id"])
        try:
            self.tapped(invitation)
        except NotGood:
            messages.error(request, "It has been accepted or revoked meanwhile.")
        return self.back_to_list()


class SendAgain(InvitationTap):
    """Mails another link to the invited person; the earlier link is dead."""

    def tapped(self, invitation: Invitation) -> None:
        if not ratelimit.consume(self.request, action="invite", user=self.request.user):
            messages.error(self.request, TOO_MANY)
            return
        send_again(by=actor_of(self.request), invitation=invitation)
        messages.success(self.request, f"A new link is on its way to {invitation.email}. The old one has ended.")


class Revoke(InvitationTap):
    """Revokes the invitation: its link opens nothing from now on."""

    def tapped(self, invitation: Invitation) -> None:
        revoke(by=actor_of(self.request), invitation=invitation)
        messages.success(self.request, f"The invitation of {invitation.email} is revoked.")
