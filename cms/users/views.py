"""Settings, Users for people who are no superusers themselves: they make no superuser, and touch none.

Wagtail 8.0.1 keeps whoever may change people from deleting a superuser, and from nothing else.
"""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from cms.users.models import User


def check_superuser(request: HttpRequest, person: User) -> None:
    """PermissionDenied for a superuser's account, unless a superuser asks."""
    if person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


class _AdministratorIsGiven:
    """The box "Administrator" is there, and only superusers tick it."""

    def get_form(self, *args: Any, **kwargs: Any) -> forms.ModelForm:
        form: forms.ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        # One's own form has no such box.
        if "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = not self.request.user.is_superuser  # type: ignore[attr-defined]
        return form


class AddPersonView(_AdministratorIsGiven, CreateView):
    """A new account."""


class EditPersonView(_AdministratorIsGiven, EditView):
    """An account."""


class PeopleViewSet(UserViewSet):
    """Wagtail's, but for superusers."""

    add_view_class = AddPersonView
    edit_view_class = EditPersonView
