"""Who is of the newsroom, and which media anybody may read."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Collection, CollectionViewRestriction

from stores.access.confinement import reach_of
from stores.tree import stands_under

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


def public_collections() -> QuerySet[Collection]:
    """Collections that are neither privately viewed nor below one that is, for anonymous eyes; no query of its own."""
    private = CollectionViewRestriction.objects.all()
    return Collection.objects.filter(~stands_under(private, "collection__path"))
