"""Settings, Users: nobody types another person's password, and no screen makes a superuser.

People come by invitation, and choose their own password; superusers are made by `manage.py createsuperuser`. Wagtail
8.0.1 keeps whoever may change people from deleting a superuser, and from nothing else.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from cms.users.models import User

INVITE = "stores_network_people"
"""The name of the screen that people are invited on."""


def check_superuser(request: HttpRequest, person: User) -> None:
    """PermissionDenied for a superuser's account, unless a superuser asks."""
    if person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


class PersonForm(UserEditForm):
    """An account without its password, and without the box that makes a superuser."""

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One's own form has no such box to begin with.
        self.fields.pop("is_superuser", None)


class PeopleIndexView(IndexView):
    """Everybody who has an account."""

    add_item_label = gettext_lazy("Invite somebody")


class InviteInsteadView(CreateView):
    """Accounts are made by who accepts an invitation."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(INVITE)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(INVITE)


class PeopleViewSet(UserViewSet):
    """Wagtail's, but for new accounts, passwords and superusers."""

    index_view_class = PeopleIndexView
    add_view_class = InviteInsteadView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        form: type[forms.ModelForm] = PersonForm
        return form
