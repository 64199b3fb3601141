"""`topics/`: what the articles that the store carries are about."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.labels import LabelsEndpoint
from api.schema import listing_of, openapi
from api.serializers.labels import TopicListSerializer
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage, Topic


class TopicsEndpoint(LabelsEndpoint):
    """Topics of the store's articles."""

    name = "topics"
    model = Topic
    label_field = "topic"
    serializer_class = TopicListSerializer

    def uses(self, carried: ArticleQuerySet) -> QuerySet[Any]:
        return ArticlePage.topics.through.objects.filter(articlepage__in=carried.values("pk"))

    @extend_schema(
        operation_id="topics_list",
        parameters=openapi(LabelsEndpoint.known_parameters("listing_view")),
        responses=listing_of(TopicListSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        return super().listing_view(request)
