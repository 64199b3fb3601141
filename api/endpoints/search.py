"""`search/`: articles, experts and pages of one store in one list."""

from functools import cached_property
from typing import Any

from django.db.models import Count
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.endpoints.endpoint import Endpoint
from api.endpoints.filters import FILTERS, check_values, matching
from api.endpoints.schema import ListMetaSerializer, listing_of, openapi
from api.protocol.errors import BadRequest
from api.protocol.parameters import (
    LINKS_PARAMETERS,
    SEARCH_LENGTH,
    SEARCH_PARAMETERS,
    Parameter,
    not_among,
    one_of,
    one_or_more,
    search_words,
    some_of,
)
from api.serializers.found import FoundSerializer
from api.site.searching import TYPES, Hit, found_items, hits_of
from cms.models import ArticlePage


class TypeFacetSerializer(serializers.Serializer):
    """How many of a type fit the words."""

    value = serializers.ChoiceField(list(TYPES))
    count = serializers.IntegerField()


class TopicFacetSerializer(serializers.Serializer):
    """How many articles about a topic fit the words."""

    value = serializers.CharField(help_text="The topic's slug.")
    name = serializers.CharField()
    count = serializers.IntegerField()


class FacetsSerializer(serializers.Serializer):
    """Counts of all that fits the words, whatever `type` and `topic` narrow the list to."""

    type = TypeFacetSerializer(many=True)
    topic = TopicFacetSerializer(many=True)


class SearchMetaSerializer(ListMetaSerializer):
    """`meta` of what was found."""

    facets = FacetsSerializer()


class SearchEndpoint(Endpoint):
    """What of a store fits some words, the best first."""

    name = "search"
    form = LINKS_PARAMETERS
    parameters = {
        **SEARCH_PARAMETERS,
        "search": Parameter("Words to look for.", is_required=True, shape={"maxLength": SEARCH_LENGTH}),
        "type": some_of("", TYPES),
        "topic": FILTERS["topic"],
    }

    @extend_schema(
        operation_id="search_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form, **parameters}),
        responses=listing_of(FoundSerializer, SearchMetaSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(FoundSerializer, default=None)
        operator = one_of(request.GET, "search_operator", ["and", "or"], default="and")
        types, hits = self._types(), hits_of(self.shown, self._words, operator)
        narrowed = self._about([hit for hit in hits if hit.type in types])
        check_values(request.GET, self.store, self.at, is_empty=not narrowed)
        offset, limit = self.page_bounds()
        found = found_items(self.shown, narrowed[offset : offset + limit], self._words)
        items = self.serialized(FoundSerializer, found, selection, many=True)
        counts = [(name, sum(hit.type == name for hit in hits)) for name in TYPES]
        facets = {"type": [{"value": name, "count": count} for name, count in counts], "topic": self._topics(hits)}
        return self.listing(items, len(narrowed), facets=facets)

    @cached_property
    def _words(self) -> str:
        words = search_words(self.request.GET)
        if not words or not words.strip():
            raise BadRequest("Say what to look for: add '?search='.", field="search")
        return words

    def _types(self) -> set[str]:
        asked = {name for names in one_or_more(self.request.GET, "type") for name in names}
        for name in sorted(asked - set(TYPES)):
            raise not_among("type", name, TYPES)
        return asked or set(TYPES)

    def _about(self, hits: list[Hit]) -> list[Hit]:
        """The articles about the topics that are asked for, as `articles/` reads them; all where none are."""
        groups = one_or_more(self.request.GET, "topic")
        if not groups:
            return hits
        rows = ArticlePage.objects.filter(pk__in=[hit.pk for hit in hits if hit.type == "article"])
        for slugs in groups:
            rows = matching(rows, "topic", slugs, self.at)
        about = set(rows.order_by().values_list("pk", flat=True))
        return [hit for hit in hits if hit.type == "article" and hit.pk in about]

    @staticmethod
    def _topics(hits: list[Hit]) -> list[dict[str, Any]]:
        articles = [hit.pk for hit in hits if hit.type == "article"]
        if not articles:
            return []
        uses = ArticlePage.topics.through.objects.filter(articlepage__in=articles).order_by()
        counted = uses.values("topic__slug", "topic__name").annotate(count=Count("pk"))
        found = sorted((-row["count"], row["topic__name"], row["topic__slug"]) for row in counted)
        return [{"value": slug, "name": name, "count": -count} for count, name, slug in found]
