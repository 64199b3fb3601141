"""`images/` and `documents/`: Wagtail's endpoints for the media that one store shows."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.fields import Field
from rest_framework.request import Request
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.documents.api.v2.serializers import DocumentDownloadUrlField, DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet

from api.caching.freshness import generations_of
from api.endpoints.schema import StockMediaMetaSerializer, stock_schema
from api.endpoints.shown_media import known_media, media_rows
from api.endpoints.stock import StockSerializer, StoreScopedViewSet
from api.protocol.paging import page_bounds
from api.protocol.parameters import STORE_PARAMETERS
from cms.articles.public_media import shown_media
from cms.articles.rich_text import document_url
from cms.media.models import NetworkDocument


class TagNamesField(Field):
    """Names of prefetched tags; Wagtail's own field asks for them once per object."""

    def to_representation(self, tags: Any) -> list[str]:
        return sorted(tag.name for tag in tags.all())


class MediaSerializer(StockSerializer):
    """What the serializers of images and of documents share."""

    tags = TagNamesField(read_only=True)


class StoreImageSerializer(MediaSerializer, ImageSerializer):
    """Wagtail's serializer of images, with prefetched tags."""


class MediaItemSerializer(serializers.Serializer):
    """A document."""

    id = serializers.IntegerField()
    meta = StockMediaMetaSerializer()
    title = serializers.CharField()


class ImageItemSerializer(MediaItemSerializer):
    """An image."""

    width = serializers.IntegerField(required=False)
    height = serializers.IntegerField(required=False)


class MediaPagination(WagtailPagination):
    """Wagtail's, but for a page that was cut already, of a list whose size is known."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        if not view.is_cut:
            return super().paginate_queryset(queryset, request, view)
        self.view, self.total_count = view, len(view.known_ids)
        return queryset


class MediaEndpoint(StoreScopedViewSet):
    """What `images/` and `documents/` share."""

    pagination_class = MediaPagination
    # Stock: those that have this tag.
    tells_tags = False
    whole_list: ClassVar[frozenset[str]] = frozenset({*STORE_PARAMETERS, "fields", "limit", "offset", "_"})
    """Parameters that neither narrow nor order the list."""

    @cached_property
    def known_ids(self) -> Sequence[int] | None:
        """All that the store shows, by id; None where that is to be asked of the database."""
        return known_media(generations_of(self.request), self.store, self.at, self.model)

    @cached_property
    def is_cut(self) -> bool:
        """Whether the queryset is the page that is asked for, and nothing more."""
        return (
            self.action == "listing_view" and self.known_ids is not None and self.whole_list >= self.request.GET.keys()
        )

    def get_queryset(self) -> QuerySet:
        return self._rows().prefetch_related("tags")

    def _rows(self) -> QuerySet:
        ids = self.known_ids
        if ids is None:
            return shown_media(self.store, self.at, self.model)
        if self.action == "detail_view":
            place = bisect_left(ids, self.kwargs["pk"])
            ids = ids[place : place + 1]
        elif self.is_cut:
            offset, limit = page_bounds(self.request.GET)
            ids = ids[offset : offset + limit]
        return media_rows(self.model, ids)


@stock_schema("images", ImageItemSerializer)
class ImagesEndpoint(MediaEndpoint, ImagesAPIViewSet):
    """Images of one store."""

    base_serializer_class = StoreImageSerializer


class DocumentUrlField(DocumentDownloadUrlField):
    """Where to download the document: always on the network's host."""

    def to_representation(self, document: NetworkDocument) -> str:
        return document_url(document.pk, document.filename)


class StoreDocumentSerializer(MediaSerializer, DocumentSerializer):
    """Wagtail's serializer of documents, with prefetched tags and an address on the network's host."""

    download_url = DocumentUrlField(read_only=True)


@stock_schema("documents", MediaItemSerializer)
class DocumentsEndpoint(MediaEndpoint, DocumentsAPIViewSet):
    """Documents of one store."""

    base_serializer_class = StoreDocumentSerializer
