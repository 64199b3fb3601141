"""`topics/` and `tags/`: what the articles that a store carries are about, with counts."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Count, F, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from taggit.models import Tag

from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import described, listing_of, openapi
from api.serializers.loading import PAIRS
from cms.articles.addresses import carried_articles
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage, ArticleTag, Topic


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
    label_model: ClassVar[Any]

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        """One row per article and label."""
        raise NotImplementedError

    def listing_view(self, request: Request) -> Response:
        serializer_class = self.get_serializer_class()
        selection = self.selection_for(serializer_class, default=None)
        label = self.label_field
        offset, limit = self.page_bounds()
        labels: list[dict[str, Any]] | QuerySet[Any]
        counts = self.shown.from_shelf(lambda shelf: shelf.counts(self.store, label, PAIRS[label]))
        if counts is not None:
            named = self.label_model.objects.filter(pk__in=counts).order_by("name", "pk").values("pk", "slug", "name")
            rows = list(named[offset : offset + limit]) if counts else []
            labels = [{**row, "label_id": row["pk"], "article_count": counts[row["pk"]]} for row in rows]
            total = len(counts)
        else:
            every = self._counted(label)
            labels, total = every[offset : offset + limit], every.count()
        return self.listing(self.serialized(serializer_class, labels, selection, many=True), total)

    def _counted(self, label: str) -> QuerySet[Any]:
        uses = self.uses(carried_articles(self.store, self.at)).order_by()
        named = uses.values(label_id=F(f"{label}_id"), slug=F(f"{label}__slug"), name=F(f"{label}__name"))
        return named.annotate(article_count=Count("pk")).order_by("name", "label_id")


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
    label_model = Topic
    serializer_class = TopicListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticlePage.topics.through.objects.filter(articlepage__in=carried.values("pk"))


@_list_described(TagListSerializer, "tags_list")
class TagsEndpoint(LabelsEndpoint):
    """Tags of the store's articles."""

    name = "tags"
    label_field = "tag"
    label_model = Tag
    serializer_class = TagListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticleTag.objects.filter(content_object__in=carried.values("pk"))
