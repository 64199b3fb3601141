"""`images/` and `documents/`: Wagtail's endpoints for the media that one store shows."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.fields import Field
from wagtail.documents.api.v2.serializers import DocumentDownloadUrlField, DocumentSerializer
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.serializers import ImageSerializer
from wagtail.images.api.v2.views import ImagesAPIViewSet

from api.endpoints.schema import StockMediaMetaSerializer, stock_schema
from api.endpoints.stock import StockSerializer, StoreScopedViewSet
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


@stock_schema("images", ImageItemSerializer)
class ImagesEndpoint(StoreScopedViewSet, ImagesAPIViewSet):
    """Images of one store."""

    base_serializer_class = StoreImageSerializer
    # Stock: those that have this tag.
    tells_tags = False

    def get_queryset(self) -> QuerySet:
        return shown_media(self.store, self.at, self.model).prefetch_related("tags")


class DocumentUrlField(DocumentDownloadUrlField):
    """Where to download the document: always on the network's host."""

    def to_representation(self, document: NetworkDocument) -> str:
        return document_url(document.pk, document.filename)


class StoreDocumentSerializer(MediaSerializer, DocumentSerializer):
    """Wagtail's serializer of documents, with prefetched tags and an address on the network's host."""

    download_url = DocumentUrlField(read_only=True)


@stock_schema("documents", MediaItemSerializer)
class DocumentsEndpoint(StoreScopedViewSet, DocumentsAPIViewSet):
    """Documents of one store."""

    base_serializer_class = StoreDocumentSerializer
    # Stock: those that have this tag.
    tells_tags = False

    def get_queryset(self) -> QuerySet:
        return shown_media(self.store, self.at, self.model).prefetch_related("tags")
