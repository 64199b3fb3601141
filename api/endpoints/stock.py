"""Wagtail's own endpoints, scoped to one store: as Wagtail answers, minus what leaks or crosses hosts."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet
from wagtail.api.v2.serializers import DetailUrlField
from wagtail.api.v2.views import BaseAPIViewSet

from api.endpoints.kept import KeptEndpoint
from api.hosts import asked_store, show_site_of
from api.previewing.asking import store_of_preview
from api.protocol.errors import BadRequest
from api.protocol.paging import link_header, neighbors, page_bounds
from api.protocol.parameters import STORE_PARAMETERS, check_known, check_sound, link_root, one_of, rich_text_format
from api.protocol.renderers import JSONRenderer
from api.serializers.shown import Shown
from stores.models import StorePage


class StoreDetailUrlField(DetailUrlField):
    """The address of an object's detail, which names the store: on the network's host nothing else would."""

    def to_representation(self, url: str) -> str:
        return f"{url}?store={self.context['view'].store.slug}"


class StockSerializer(serializers.Serializer):
    """Mixed in front of one of Wagtail's serializers, so that addresses of details name the store."""

    detail_url = StoreDetailUrlField(read_only=True)


class StoreScopedViewSet(KeptEndpoint, BaseAPIViewSet):
    """Mixed in front of one of Wagtail's endpoints: it answers for one store, and refuses unknown parameters."""

    renderer_classes: ClassVar[list[type]] = [JSONRenderer]
    known_query_parameters = BaseAPIViewSet.known_query_parameters.union(STORE_PARAMETERS) - {"format"}
    detail_query_parameters: ClassVar[frozenset[str]] = frozenset(
        {*STORE_PARAMETERS, "fields", "rich_text_format", "_"}
    )

    @cached_property
    def at(self) -> datetime:
        """The moment of the answer."""
        return (self.seen.at if self.seen else None) or timezone.now()

    @cached_property
    def store(self) -> StorePage:
        """The store that the request asks for; Wagtail's code finds its Site on the request."""
        store = store_of_preview(self.request, self.seen) if self.seen else asked_store(self.request)
        show_site_of(store, self.request)
        return store

    @cached_property
    def shown(self) -> Shown:
        query = self.request.GET
        return Shown(self.store, self.at, root=link_root(query), text_format=rich_text_format(query))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_sound(request.GET)
        assert self.store  # noqa: S101  (refuses a request without a store before anything else)
        if self.tells_tags:
            one_of(request.GET, "tags", ["true", "false"], default="false")
        if self.action == "detail_view":
            check_known(request.GET, self.detail_query_parameters)

    def check_query_parameters(self, queryset: QuerySet[Any]) -> None:
        fields = self.get_available_fields(queryset.model, db_fields_only=True)
        check_known(self.request.GET, {*fields, *self.known_query_parameters})
        page_bounds(self.request.GET)

    def get_paginated_response(self, data: Any) -> Response:
        """Wagtail's envelope, with the pages beside this one."""
        response = super().get_paginated_response(data)
        pages = neighbors(self.request, *page_bounds(self.request.GET), response.data["meta"]["total_count"])
        response.data["meta"] |= pages
        for name, value in link_header(pages).items():
            response[name] = value
        return response

    def resolve_rich_text_format(self) -> str:
        """Wagtail asks it before all else. Never the database's own form: it has ids that the store may not know."""
        return rich_text_format(self.request.GET)

    def find_view(self, request: Request) -> HttpResponseRedirect:
        """Redirects to the detail as Wagtail does, but on the host that was asked."""
        self.check_find_parameters()
        try:
            redirect = super().find_view(request)
        except ValueError as error:
            raise Http404 from error
        return HttpResponseRedirect(urlsplit(redirect.url)._replace(scheme="", netloc="").geturl())

    def check_find_parameters(self) -> None:
        query, keys = self.request.GET, sorted(self.find_query_parameters)
        check_known(query, self.detail_query_parameters | self.find_query_parameters)
        if not query.keys() & self.find_query_parameters:
            ways = " or ".join(f"'?{key}='" for key in keys)
            raise BadRequest(f"Say what to find: add {ways}.", field=keys[0])

    def handle_exception(self, exc: Exception) -> Response:
        """Past Wagtail's own handler, to the one that makes problem documents (`api.protocol.errors`)."""
        return GenericViewSet.handle_exception(self, exc)
