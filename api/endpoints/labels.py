"""`topics/` and `tags/`: what the articles that a store carries are about, with counts."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Count, F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import described, listing_of, openapi
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage, ArticleTag


class TopicListSerializer(serializers.Serializer):
    """A topic, and how many articles of the store are about it."""

    id = serializers.IntegerField(source="label_id")
    slug = serializers.CharField()
    name = serializers.CharField()
    article_count = serializers.IntegerField()


class TagListSerializer(TopicListSerializer):
    """A tag, and how many articles of the store have it."""


class LabelsEndpoint(Endpoint):
    """Labels that at least one carried article has, by name."""

    label_field: ClassVar[str]

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        """One row per article and label."""
        raise NotImplementedError

    def listing_view(self, request: Request) -> Response:
        serializer_class = self.get_serializer_class()
        selection = self.selection_for(serializer_class, default=None)
        label = self.label_field
        uses = self.uses(ArticlePage.objects.carried_by(self.store, self.at))
        labels = (
            uses.order_by()
            .values(label_id=F(f"{label}_id"), slug=F(f"{label}__slug"), name=F(f"{label}__name"))
            .annotate(article_count=Count("pk"))
            .order_by("name", "label_id")
        )
        offset, limit = self.page_bounds()
        items = self.serialized(serializer_class, labels[offset : offset + limit], selection, many=True)
        return self.listing(items, labels.count())


def _list_described(serializer_class: type[serializers.Serializer], operation_id: str) -> Callable[[type], type]:
    """The inherited list in the OpenAPI document."""
    parameters = openapi(Endpoint.known_parameters("listing_view"))
    listing = extend_schema(operation_id=operation_id, parameters=parameters, responses=listing_of(serializer_class))
    return described(listing_view=listing)


@_list_described(TopicListSerializer, "topics_list")
class TopicsEndpoint(LabelsEndpoint):
    """Topics of the store's articles."""

    name = "topics"
    label_field = "topic"
    serializer_class = TopicListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticlePage.topics.through.objects.filter(articlepage__in=carried.values("pk"))


@_list_described(TagListSerializer, "tags_list")
class TagsEndpoint(LabelsEndpoint):
    """Tags of the store's articles."""

    name = "tags"
    label_field = "tag"
    serializer_class = TagListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticleTag.objects.filter(content_object__in=carried.values("pk"))
