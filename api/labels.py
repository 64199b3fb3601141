"""What `topics/` and `tags/` share: labels of the articles that a store carries, with counts."""

from typing import Any, ClassVar

from django.db.models import Count, F, QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints import Endpoint
from cms.articles.querysets import ArticleQuerySet
from cms.models import ArticlePage


class LabelsEndpoint(Endpoint):
    """Labels that at least one carried article has, by name."""

    has_detail = False
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
