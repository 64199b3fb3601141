"""`tags/`: the tags of the articles that the store carries."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from taggit.models import Tag

from api.labels import LabelsEndpoint
from api.schema import listing_of, openapi
from api.serializers.labels import TagListSerializer
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticleTag


class TagsEndpoint(LabelsEndpoint):
    """Tags of the store's articles."""

    name = "tags"
    model = Tag
    label_field = "tag"
    serializer_class = TagListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticleTag.objects.filter(content_object__in=carried.values("pk"))

    @extend_schema(
        operation_id="tags_list",
        parameters=openapi(LabelsEndpoint.known_parameters("listing_view")),
        responses=listing_of(TagListSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        return super().listing_view(request)
