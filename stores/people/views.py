"""Who works at one store: read by its people; owners invite and dismiss staff.

Network admins do so for owners too, and appoint people who can log in already.
"""

from typing import Any

from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from stores.access.who import actor_of
from stores.desk.views import OwnerView, StoreView
from stores.form_errors import add_errors
from stores.people.appointing import dismiss_owner
from stores.people.invitation_forms import AppointForm, InviteForm
from stores.people.invitation_taps import TOO_MANY, InvitationTap, Revoke, SendAgain
from stores.people.inviting import APPOINT, invite
from stores.people.models import Invitation, NetworkRole, StoreRole
from stores.people.people import people_of, roles_to_give

TITLE = "People"


class PeopleView(StoreView, FormView):
    """Everybody at the store, whom one may dismiss, and who is invited. POST invites, or appoints."""

    page_title = TITLE
    header_icon = "group"
    template_name = "stores/people/people.html"
    form_class = InviteForm

    @cached_property
    def roles(self) -> tuple[StoreRole | NetworkRole, ...]:
        return roles_to_give(actor_of(self.request), self.store)

    @property
    def may_appoint(self) -> bool:
        """Owners invite: only network admins know everybody who can log in."""
        return StoreRole.OWNER in self.roles

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "roles": self.roles}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registration = self.store.registration
        invitations = Invitation.objects.open().filter(store=self.store, role__in=self.roles)
        return super().get_context_data(
            owners=people_of(registration.owners),
            staff=people_of(registration.staff),
            invitations=invitations.select_related("invited_by").order_by("-invited_at"),
            gives_owner=StoreRole.OWNER in self.roles,
            gives_staff=StoreRole.STAFF in self.roles,
            now=timezone.now(),
            **{"appoint_form": AppointForm(roles=self.roles) if self.may_appoint else None, **kwargs},
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if f"{AppointForm.prefix}-person" in request.POST:
            return self._appoint()
        return super().post(request, *args, **kwargs)

    def _appoint(self) -> HttpResponse:
        if not self.may_appoint:
            raise Http404
        form = AppointForm(self.request.POST, roles=self.roles)
        if not form.is_valid():
            # The form above it is as it was: only the person is refused.
            unbound = self.form_class(roles=self.roles)
            return self.render_to_response(self.get_context_data(form=unbound, appoint_form=form))
        person, role = form.cleaned_data["person"], form.cleaned_data["role"]
        APPOINT[StoreRole(role)](by=actor_of(self.request), user=person, store=self.store)
        messages.success(self.request, f"{get_user_display_name(person)} now has access to {self.store.title}.")
        return redirect("stores_people", self.store.pk)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        if not ratelimit.consume(self.request, action="invite", user=self.request.user):
            messages.error(self.request, TOO_MANY)
            return redirect("stores_people", self.store.pk)
        try:
            invitation = invite(by=actor_of(self.request), store=self.store, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        except PermissionDenied as error:
            raise Http404 from error
        messages.success(self.request, f"An invitation is on its way to {invitation.email}.")
        return redirect("stores_people", self.store.pk)


class StoreTap(OwnerView, InvitationTap):
    """At the store of the address, for the roles that are the person's to give."""

    def asked_for(self) -> QuerySet[Invitation]:
        return Invitation.objects.filter(store=self.store, role__in=roles_to_give(actor_of(self.request), self.store))

    def back_to_list(self) -> HttpResponse:
        return redirect("stores_people", self.store.pk)


class SendAgainView(SendAgain, StoreTap):
    """Another link to somebody who is to work at the store."""


class RevokeView(Revoke, StoreTap):
    """No invitation to the store any more."""


class DismissView(OwnerView, TemplateView):
    """Asks once; POST takes every right at the store from the person, and ends their sessions."""

    page_title = "Dismiss"
    header_icon = "user"
    template_name = "stores/people/dismiss.html"

    @cached_property
    def person(self) -> Any:
        """Somebody whose every role here is the asker's to take."""
        registration, pk = self.store.registration, self.kwargs["person_id"]
        held = {
            role: group.user_set.filter(pk=pk).first()
            for role, group in ((StoreRole.OWNER, registration.owners), (StoreRole.STAFF, registration.staff))
        }
        roles = [role for role, person in held.items() if person is not None]
        if not roles or not set(roles) <= set(roles_to_give(actor_of(self.request), self.store)):
            raise Http404
        return held[roles[0]]

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("stores_people", args=[self.store.pk]), "label": TITLE}, *super().crumbs()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dismiss_owner(by=actor_of(request), user=self.person, store=self.store)
        name = get_user_display_name(self.person)
        messages.success(request, f"Removed {name} from {self.store.title}. Their drafts stay.")
        return redirect("stores_people", self.store.pk)


def people_urls() -> list[Any]:
    """The store's screens of its people, below `/admin/`."""
    start = "stores/<int:store_id>/people/"
    invitation = f"{start}invitations/<int:invitation_id>/"
    return [
        path(start, PeopleView.as_view(), name="stores_people"),
        path(f"{invitation}again/", SendAgainView.as_view(), name="stores_send_again"),
        path(f"{invitation}revoke/", RevokeView.as_view(), name="stores_revoke"),
        path(f"{start}<int:person_id>/dismiss/", DismissView.as_view(), name="stores_dismiss"),
    ]
