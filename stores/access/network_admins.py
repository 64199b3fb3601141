"""Who opens, moves and closes stores: the right is named here and nowhere else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

RIGHT = "stores.add_storeregistration"
"""Superusers have it. No role does: `sync_roles` takes it from the newsroom's group, and the group form lacks it."""


def is_network_admin(user: Any) -> bool:
    """Whether this person opens and closes stores, and keeps their registration and hosts."""
    return bool(user.is_active and user.has_perm(RIGHT))


class NetworkAdminMixin(WagtailAdminTemplateMixin):
    """A view for network admins. For anybody else in the admin it does not exist."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_network_admin(request.user):
            return render(request, "wagtailadmin/404.html", status=404)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
