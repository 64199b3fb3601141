"""Screens of the newsroom: for its people and for network admins. For anybody else in the admin they do not exist."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stores.reach import reach_of

RIGHT = "cms.direct_articlepage"
"""To choose which stores carry an article; what became of it is for the same people."""


def is_newsroom(user: Any) -> bool:
    """Whether this person writes for many stores."""
    return bool(user.is_active and user.has_perm(RIGHT) and not reach_of(user).is_confined)


class NewsroomMixin(WagtailAdminTemplateMixin):
    """A view of the newsroom: 404 for others."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_newsroom(request.user):
            return render(request, "wagtailadmin/404.html", status=404)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class NewsroomMenuItem(MenuItem):
    """An entry for the newsroom only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_newsroom(request.user)
