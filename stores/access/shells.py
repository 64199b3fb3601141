"""Screens and menu entries of network admins and of the newsroom: for anybody else in the admin they do not exist."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stores.access.who import is_network_admin, is_newsroom


class _Screen(WagtailAdminTemplateMixin):
    """404 for whom it is not for."""

    request: HttpRequest
    is_for: Callable[[Any], bool]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_for(request.user):
            return render(request, "wagtailadmin/404.html", status=404)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class NetworkAdminMixin(_Screen):
    """A view for network admins."""

    is_for = staticmethod(is_network_admin)


class NewsroomMixin(_Screen):
    """A view for the newsroom and network admins."""

    is_for = staticmethod(is_newsroom)


class NetworkMenuItem(MenuItem):
    """An entry for network admins."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_network_admin(request.user)


class NewsroomMenuItem(MenuItem):
    """An entry for the newsroom and network admins."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_newsroom(request.user)
