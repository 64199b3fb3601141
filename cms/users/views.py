"""Settings, Users: nobody types another person's password, and no screen makes a superuser.

People come by invitation, and choose their own password; superusers are made by `manage.py createsuperuser`. Wagtail
8.0.1 keeps whoever may change people from deleting a superuser, and from nothing else.
"""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from wagtail.users.forms import UserEditForm
from wagtail.users.views.bulk_actions.assign_role import AssignRoleBulkAction, RoleForm
from wagtail.users.views.users import CreateView, EditView, GroupFilter, IndexView, UserFilterSet, UserViewSet

from cms.users.models import User

INVITE = "stores_network_people"
"""The name of the screen that people are invited on."""


def check_superuser(request: HttpRequest, person: User) -> None:
    """PermissionDenied for a superuser's account, unless a superuser asks."""
    if person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied


def network_groups() -> QuerySet[Group]:
    """Groups of no store. A store has two; its screen of people says who is in them."""
    return Group.objects.filter(owned_store__isnull=True, staffed_store__isnull=True)


class PersonForm(UserEditForm):
    """An account without its password, the box that makes a superuser, and groups of stores that it is not in."""

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One's own form has no such box to begin with.
        self.fields.pop("is_superuser", None)
        if "groups" in self.fields:
            groups: Any = self.fields["groups"]
            groups.queryset = Group.objects.filter(
                Q(pk__in=network_groups().values("pk")) | Q(pk__in=self.instance.groups.values("pk"))
            )


class NetworkRoleForm(RoleForm):
    """A group that is no store's, for several people at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role: Any = self.fields["role"]
        role.queryset = network_groups()


class AssignNetworkRole(AssignRoleBulkAction):
    """Wagtail's, which would offer two groups of each store."""

    form_class = NetworkRoleForm


class PeopleFilterSet(UserFilterSet):
    """Without a box for each store: who works where is on the stores' own screens of people."""

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, is_searching=is_searching, **kwargs)
        self.filters["group"] = GroupFilter(
            field_name="groups",
            queryset=network_groups(),
            label=gettext_lazy("Group"),
            use_subquery=is_searching,
            widget=forms.CheckboxSelectMultiple,
        )


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
    filterset_class = PeopleFilterSet

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        form: type[forms.ModelForm] = PersonForm
        return form
