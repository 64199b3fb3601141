"""Our endpoints of pages, images, documents and redirects, for Wagtail's sample site in the place of a store.

What a store shows has tests of its own and is no matter of Wagtail's: rows are those that Wagtail's endpoints would
answer. How they are asked for and answered is ours.
"""

from functools import cached_property
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.contrib.redirects.api import RedirectsAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.models import Page, Site

from api.endpoints.media import DocumentsEndpoint, ImagesEndpoint
from api.endpoints.pages import PagesEndpoint
from api.endpoints.redirects import RedirectsEndpoint
from api.protocol.errors import BadRequest
from api.serializers.shown import Shown


class ShownBySample(Shown):
    """Where the pages of Wagtail's sample site stand."""

    def url(self, page: Page) -> str:
        return str(page.full_url)

    def path(self, page: Page) -> str:
        parts = page.get_url_parts()
        return parts[2] if parts else ""


class AtSample:
    """Wagtail's sample site in the place of a store."""

    request: Any

    @cached_property
    def store(self) -> Any:
        site = Site.find_for_request(self.request)
        if site is None:
            raise BadRequest("Name the store.")
        home = site.root_page
        return SimpleNamespace(
            pk=home.pk,
            slug="sample",
            site=site,
            path=home.path,
            front_url=site.root_url,
            zone=ZoneInfo(settings.TIME_ZONE),
        )

    at: Any

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.user = request.user or AnonymousUser()
        super().initial(request, *args, **kwargs)

    def handle_exception(self, exc: Exception) -> Response:
        """Of a problem document what Wagtail's clients read."""
        response = super().handle_exception(exc)
        response.data = {"message": response.data["message"]}
        return response

    @cached_property
    def shown(self) -> Shown:
        return ShownBySample(self.store, self.at)


class Pages(AtSample, PagesEndpoint):
    """`pages/`."""

    def get_root_page(self) -> Page:
        return PagesAPIViewSet.get_root_page(self)

    def get_base_queryset(self) -> QuerySet[Page]:
        return PagesAPIViewSet.get_base_queryset(self)


class Images(AtSample, ImagesEndpoint):
    """`images/`."""

    def get_queryset(self) -> QuerySet:
        return ImagesAPIViewSet.get_queryset(self)


class Documents(AtSample, DocumentsEndpoint):
    """`documents/`."""

    def get_queryset(self) -> QuerySet:
        return DocumentsAPIViewSet.get_queryset(self)


class Redirects(AtSample, RedirectsEndpoint):
    """`redirects/`."""

    def get_queryset(self) -> QuerySet:
        return RedirectsAPIViewSet.get_queryset(self)


class PagesWithoutMeta(Pages):
    """What Wagtail's tests ask for by `issue_10411`."""

    meta_fields: list[str] = []
